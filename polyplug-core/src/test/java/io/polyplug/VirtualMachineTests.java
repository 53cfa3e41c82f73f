package io.polyplug;

import java.util.Arrays;
import java.util.List;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Interfaces of dispatch type 1, implemented in C and in Java, called from both
 * (docs/abi.md 3.5, 5.7).
 */
@Timeout(300)
class VirtualMachineTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Machine machine;

    @BeforeEach
    void load() {
        this.stage.load("machine");
        this.machine = this.stage.runtime().contract(Machine.class);
    }

    @Test
    @DisplayName("LY-05: what is returned comes out of the arena whole, in the primary region and in blocks")
    void returnsLieInTheArena() {
        assertThat(this.machine.add(3, 5)).isEqualTo(8);
        assertThat(this.machine.greet("Ada")).isEqualTo("Hello, Ada");
        assertThat(this.machine.greet("")).isEqualTo("Hello, ");
        for (int size : new int[] { 1, 504, 512, 513, 4072, 4096, 100_000 }) {
            byte[] expected = new byte[size];
            Arrays.fill(expected, (byte) 0xAB);
            assertThat(this.machine.fill(size)).isEqualTo(expected);
        }
        assertThat(this.machine.counted("x".repeat(600))).isEqualTo(new Counted(600, "x".repeat(600)));
    }

    @Test
    @DisplayName("an arena is passed for views, records and enums, and not for scalars")
    void arenaIsPassedWhereTheResultMayNeedIt() {
        assertThat(this.machine.arenaGiven()).isFalse();
        assertThat(this.machine.mode(7)).isEqualTo(Mode.WITH_ARENA);
    }

    @Test
    @DisplayName("overflow blocks and error texts are freed after the call: nothing is held after 20 000 calls")
    void memoryIsFlat() {
        for (int i = 0; i < 20_000; i++) {
            this.machine.fill(2000);
            this.machine.greet("Ada");
        }
        for (int i = 0; i < 200; i++) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.machine.fail("no paper"));
        }
        long held = this.stage.runtime().statistics().guestBytes().getOrDefault("machine", 0L);
        assertThat(held).as("bytes held: those of the quarantine at most").isLessThan(64L * "no paper".length());
    }

    @Test
    @DisplayName("errors keep code and text, a function that the machine has not is code 6")
    void errorsKeepTheirCode() {
        GuestCallException failure = catchThrowableOfType(GuestCallException.class,
                () -> this.machine.fail("no paper"));
        assertThat(failure.code()).isEqualTo(300);
        assertThat(failure.guestMessage()).isEqualTo("no paper");
        GuestCallException missing = catchThrowableOfType(GuestCallException.class,
                () -> this.stage.runtime().contract(Larger.class).missing());
        assertThat(missing.code()).isEqualTo(6);
    }

    @Test
    @DisplayName("LY-13 LY-14 LY-16 LY-17 LY-18: the loader data is passed as registered, and what the store tells says that there are no addresses")
    void loaderDataIsPassed() {
        assertThat(this.machine.loaderData()).isEqualTo(0x5ca1ab1eL);
        try (EpochGuard guard = this.stage.runtime().pin()) {
            ContractInfo contract = this.stage.runtime().bundle("machine").orElseThrow().contracts().get(0);
            GuestContractInterface resolved = this.stage.runtime().resolve(contract.handle(), guard);
            assertThat(resolved.isRunByVirtualMachine()).isTrue();
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> resolved.functionAddress(0));
        }
    }

    @Test
    @DisplayName("reloaded under calls: no call fails, instances are destroyed, nothing stays mapped")
    void reloadsUnderCalls() {
        try (Crew callers = Crew.repeating(4,
                (caller) -> assertThat(this.machine.greet("Ada")).isEqualTo("Hello, Ada"))) {
            callers.awaitRounds(1);
            for (int i = 0; i < 200; i++) {
                this.stage.runtime().reloadBundle("machine");
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("a native peer calls a machine in C through the table: with an arena of its own, and without one")
    void nativePeerCallsMachine() {
        this.stage.load("machine-caller");
        assertPeerWorks(this.stage.runtime().contract(MachineCaller.class));
    }

    @Test
    @DisplayName("a native peer calls Java objects the same way, before and after they are replaced and taken away")
    void nativePeerCallsJava() {
        this.stage.runtime().unloadBundle("machine");
        this.stage.runtime()
            .loadBundle(InProcessBundle.of("java-machine", "1.0.0").provide(Machine.class, new Java(0)));
        this.stage.load("machine-caller");
        MachineCaller caller = this.stage.runtime().contract(MachineCaller.class);
        assertPeerWorks(caller);
        this.stage.runtime()
            .reloadBundle(InProcessBundle.of("java-machine", "1.1.0").provide(Machine.class, new Java(1000)));
        assertThat(caller.add(3, 5)).isEqualTo(1008);
        assertThat(this.stage.runtime().unloadBundleCascade("java-machine")).containsExactly("machine-caller",
                "java-machine");
    }

    @Test
    @DisplayName("a table of Java objects that a peer kept answers with an error once they are gone, and nothing is run")
    void keptTableOfAReclaimedGenerationFails() {
        this.stage.runtime().unloadBundle("machine");
        this.stage.runtime()
            .loadBundle(InProcessBundle.of("java-machine", "1.0.0").provide(Machine.class, new Java(0)));
        this.stage.load("machine-caller");
        MachineCaller caller = this.stage.runtime().contract(MachineCaller.class);
        assertThat(caller.add(1, 2)).isEqualTo(3);
        this.stage.runtime()
            .reloadBundle(InProcessBundle.of("java-machine", "1.1.0").provide(Machine.class, new Java(1000)));
        this.stage.awaitReclamation();
        GuestCallException failure = catchThrowableOfType(GuestCallException.class, () -> caller.later(1, 2));
        assertThat(failure.code()).isEqualTo(4);
        assertThat(caller.add(1, 2)).isEqualTo(1003);
    }

    private static void assertPeerWorks(MachineCaller caller) {
        String longName = "Ada Lovelace ".repeat(500);
        assertThat(caller.dispatchType()).isEqualTo(1);
        assertThat(caller.add(3, 5)).isEqualTo(8);
        for (String name : List.of("Ada", longName)) {
            assertThat(caller.greet(name)).isEqualTo("Hello, " + name);
            assertThat(caller.greetWithoutArena(name)).isEqualTo("Hello, " + name);
        }
        assertThat(caller.missing()).isEqualTo(6);
    }

    /** Whether an arena came with a call. */
    @AbiEnum
    enum Mode {

        @AbiValue(0)
        WITHOUT_ARENA, @AbiValue(1)
        WITH_ARENA

    }

    /**
     * A text with its length in bytes.
     *
     * @param length the length
     * @param text the text
     */
    record Counted(int length, String text) {
    }

    /** What the fixture {@code machine} provides. */
    @GuestContract(name = "demo.Machine", version = "1.0.0")
    interface Machine {

        @ContractFunction(0)
        int add(int a, int b);

        @ContractFunction(1)
        String greet(String name);

        @ContractFunction(2)
        byte[] fill(int n);

        @ContractFunction(3)
        boolean arenaGiven();

        @ContractFunction(4)
        void fail(String text);

        @ContractFunction(5)
        Counted counted(String text);

        @ContractFunction(6)
        Mode mode(int n);

        @ContractFunction(7)
        long loaderData();

    }

    /** As {@link Machine}, with a function too many. */
    @GuestContract(name = "demo.Machine", version = "1.0.0")
    interface Larger {

        @ContractFunction(99)
        int missing();

    }

    /** What the fixture {@code machine-caller} provides. */
    @GuestContract(name = "demo.MachineCaller", version = "1.0.0")
    interface MachineCaller {

        @ContractFunction(0)
        int dispatchType();

        @ContractFunction(1)
        int add(int a, int b);

        @ContractFunction(2)
        String greet(String name);

        @ContractFunction(3)
        String greetWithoutArena(String name);

        @ContractFunction(4)
        int missing();

        @ContractFunction(5)
        int later(int a, int b);

    }

    /**
     * The machine in Java.
     *
     * @param bonus what it adds to sums
     */
    private record Java(int bonus) implements Machine {

        @Override
        public int add(int a, int b) {
            return a + b + this.bonus;
        }

        @Override
        public String greet(String name) {
            return "Hello, " + name;
        }

        @Override
        public byte[] fill(int n) {
            byte[] bytes = new byte[n];
            Arrays.fill(bytes, (byte) 0xAB);
            return bytes;
        }

        @Override
        public boolean arenaGiven() {
            return false;
        }

        @Override
        public void fail(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public Counted counted(String text) {
            return new Counted(text.length(), text);
        }

        @Override
        public Mode mode(int n) {
            return Mode.WITHOUT_ARENA;
        }

        @Override
        public long loaderData() {
            return 0;
        }

    }

}
