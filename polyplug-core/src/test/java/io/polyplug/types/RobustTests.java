package io.polyplug.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Error codes of every kind, memory of the caller, and views in unusual places.
 */
class RobustTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("robust", "hostapi");

    private final Robust robust = polyplug.contract(Robust.class);

    private GuestCallException failure(int code, String text) {
        return catchThrowableOfType(GuestCallException.class, () -> this.robust.failWith(code, text));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 8, 9, 100, 102 })
    @DisplayName("AB-01: codes of the ABI arrive as they are")
    void knownCodes(int code) {
        assertThat(failure(code, "known").code()).isEqualTo(code);
    }

    @Test
    @DisplayName("AB-01: code 0 is no error, whatever text comes with it")
    void success() {
        this.robust.failWith(0, "not an error");
    }

    @ParameterizedTest
    @ValueSource(ints = { 99, 256, 0xFFFFFFFF })
    @DisplayName("AB-02: codes that nobody knows are errors and keep their number")
    void unknownCodes(int code) {
        GuestCallException failure = failure(code, "unheard of");
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.guestMessage()).isEqualTo("unheard of");
    }

    @Test
    @DisplayName("DS-06: a guest's panic is code 3 with its text, and the next call works")
    void panic() {
        GuestCallException failure = catchThrowableOfType(GuestCallException.class, this.robust::panic);
        assertThat(failure.code()).isEqualTo(3);
        assertThat(failure.guestMessage()).isEqualTo("plugin panicked");
        assertThat(this.robust.echo("still here")).isEqualTo("still here");
    }

    @Test
    @DisplayName("DS-07: a failure of B reaches the caller of A, which called B through the host, and A works on")
    void failureOfAPeer() {
        HostApiGuest caller = polyplug.contract(HostApiGuest.class);
        GuestContractHandle peer = polyplug.runtime()
            .findGuestContract(GuestContractId.of("test.robust", 1), 1)
            .orElseThrow();
        GuestCallException failure = catchThrowableOfType(GuestCallException.class,
                () -> caller.callPeer(peer.packed(), 0));
        assertThat(failure.code()).isEqualTo(3);
        assertThat(failure.guestMessage()).isEqualTo("plugin panicked");
        assertThat(failure).hasMessageContaining("'hostapi'");
        assertThat(caller.resolve(peer.packed())).isNotZero();
    }

    @Test
    @DisplayName("DS-14: memory of the caller is filled through its address, and stays the caller's")
    void memoryOfTheCaller() {
        long before = polyplug.runtime().statistics().guestBytes().get("robust");
        try (Memory memory = new Memory(66)) {
            memory.clear();
            assertThat(this.robust.fill(Pointer.nativeValue(memory) + 1, 64, (byte) 0xDE)).isEqualTo(64);
            byte[] expected = new byte[66];
            Arrays.fill(expected, 1, 65, (byte) 0xDE);
            assertThat(memory.getByteArray(0, 66)).isEqualTo(expected);
        }
        assertThat(polyplug.runtime().statistics().guestBytes()).containsEntry("robust", before);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 7, 8, 9, 64, 1000, 100_000 })
    @DisplayName("DS-16, DS-18: a guest never sees bytes that are misaligned, or more of them than there is room for")
    void shapeOfBytes(int length) {
        Shape shape = this.robust.shape(new byte[length]);
        assertThat(shape.address() % 8).isZero();
        assertThat(shape.length()).isEqualTo(length);
        assertThat(shape.capacity()).isEqualTo(length);
    }

    @Test
    @DisplayName("DS-21, DS-19: static text with a NUL inside arrives whole, again and again")
    void staticTextWithNul() {
        for (int i = 0; i < 100; i++) {
            byte[] text = this.robust.noted().getBytes(StandardCharsets.UTF_8);
            assertThat(text).hasSize(9);
            assertThat(text[4]).isZero();
            assertThat(text[5]).isEqualTo((byte) 'p');
        }
    }

    @Test
    @DisplayName("DS-10, DS-20: the very view that went in comes back, and is read before it goes")
    void viewOfTheArgument() {
        for (String text : new String[] { "caf\u00e9", "note\0plug", "", "x".repeat(10_000) }) {
            assertThat(this.robust.echo(text)).isEqualTo(text);
        }
    }

    /**
     * What the guest saw of some bytes.
     *
     * @param address where they were
     * @param length how many
     * @param capacity how many there is room for
     */
    record Shape(long address, long length, long capacity) {
    }

    /** The functions of the fixture {@code robust}. */
    @GuestContract(name = "test.robust", version = "1.0")
    interface Robust {

        @ContractFunction(0)
        int panic();

        @ContractFunction(1)
        int failWith(int code, String text);

        @ContractFunction(2)
        String noted();

        @ContractFunction(3)
        long fill(long memory, long length, byte value);

        @ContractFunction(4)
        Shape shape(byte[] bytes);

        @ContractFunction(5)
        String echo(String text);

    }

}
