package io.polyplug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who frees what a guest returns: the runtime what was made for this call, the guest what
 * it keeps, and nobody what was only lent.
 */
@Timeout(600)
class ReturnedMemoryTests {

    /**
     * The most that the first blocks of one function may take: they are kept for a while.
     */
    private static final int QUARANTINED = 32;

    @RegisterExtension
    final Stage stage = new Stage();

    private long bytesOf(String bundle) {
        return this.stage.runtime().statistics().guestBytes().get(bundle);
    }

    @Test
    @DisplayName("one million string calls to a guest that allocates what it returns leave no growth")
    void millionStringCallsLeaveNoGrowth() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        callForTexts(allocating);
        long held = bytesOf("allocating");
        long[] growth = new long[10];
        long before = ProcessMemory.bytesAtRest();
        for (int round = 0; round < growth.length; round++) {
            callForTexts(allocating);
            long now = ProcessMemory.bytesAtRest();
            growth[round] = (now - before) >> 10;
            before = now;
        }
        assertThat(bytesOf("allocating")).isEqualTo(held).isEqualTo(QUARANTINED * 300);
        Arrays.sort(growth);
        // Leaked, each tenth would add 30 MB. The JVM's own heap grows in some of them.
        assertThat(growth[2]).as("KiB by tenths %s", Arrays.toString(growth)).isLessThan(15_000);
    }

    private static void callForTexts(Plugins.Allocating allocating) {
        for (int i = 0; i < 100_000; i++) {
            if (allocating.text(300).length() != 300) {
                throw new AssertionError("call " + i);
            }
        }
    }

    @Test
    @DisplayName("every shape of a returned block is given back: texts, buffers, records, errors, one block shown twice,"
            + " one the guest freed itself, one that is aligned")
    void everyShapeOfABlockIsGivenBack() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2 * QUARANTINED; i++) {
                callEveryShape(allocating);
            }
            long held = bytesOf("allocating");
            for (int i = 0; i < 100; i++) {
                callEveryShape(allocating);
            }
            assertThat(bytesOf("allocating")).isEqualTo(held);
        }
    }

    private static void callEveryShape(Plugins.Allocating allocating) {
        assertThat(allocating.text(3)).isEqualTo("abc");
        assertThat(allocating.buffer(3)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(allocating.pair(3).text()).isEqualTo("abc");
        assertThat(allocating.twice(3)).isEqualTo(new Plugins.Twice("abc", "abc"));
        assertThat(allocating.aligned(3)).hasSize(3);
        assertThat(allocating.returned(3)).isEqualTo("returned");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> allocating.fail("reason"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(300))
            .withMessageContaining("reason");
    }

    @Test
    @DisplayName("AB-49: what the guest itself leaks is metered by bundle and not freed: the inside of a block, a spare block")
    void whatTheGuestLeaksIsMetered() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        for (int i = 0; i < 50; i++) {
            assertThat(allocating.inner(9)).isEqualTo("bcdefghij");
        }
        assertThat(bytesOf("allocating")).isEqualTo(50 * 10);
        for (int i = 0; i < 100; i++) {
            allocating.spare(20);
        }
        assertThat(bytesOf("allocating")).isEqualTo(50 * 10 + 100 * 20 + QUARANTINED * 20);
    }

    @Test
    @DisplayName("a block that a guest keeps without returning it is metered, and so is that it frees it in a later call")
    void whatTheGuestKeepsIsMetered() {
        this.stage.load("keeping");
        Plugins.Keeping keeping = this.stage.runtime().contract(Plugins.Keeping.class);
        for (int i = 0; i < 10; i++) {
            keeping.prepare();
            assertThat(bytesOf("keeping")).isEqualTo("prepared".length());
            assertThat(keeping.prepared()).isEqualTo("prepared");
            keeping.forget();
            assertThat(bytesOf("keeping")).isZero();
        }
    }

    @Test
    @DisplayName("quarantined blocks are given back when their generation has gone")
    void quarantineEndsWithItsGeneration() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        for (int i = 0; i < 10; i++) {
            allocating.text(100);
        }
        assertThat(bytesOf("allocating")).isEqualTo(1000);
        this.stage.runtime().reloadBundle("allocating");
        this.stage.awaitReclamation();
        assertThat(bytesOf("allocating")).isZero();
        allocating.text(100);
        assertThat(bytesOf("allocating")).isEqualTo(100);
        this.stage.runtime().unloadBundle("allocating");
        this.stage.awaitReclamation();
        assertThat(bytesOf("allocating")).isZero();
    }

    @Test
    @DisplayName("what a guest only lends is never freed: 100 000 calls, and all of it is intact")
    void lentMemoryIsNeverFreed() {
        this.stage.load("borrowing");
        Plugins.Borrowing borrowing = this.stage.runtime().contract(Plugins.Borrowing.class);
        for (int i = 0; i < 100_000; i++) {
            assertEquals("borrowed text", borrowing.text());
            assertEquals("own text", borrowing.ownText());
            assertEquals("echo", borrowing.echo("echo"));
        }
        assertThat(borrowing.buffer()).isEqualTo("borrowed bytes".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(borrowing::fail)
            .withMessageContaining("borrowed reason");
        assertThat(borrowing.intact()).isTrue();
        assertThat(bytesOf("borrowing")).isZero();
    }

    private static void assertEquals(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(actual);
        }
    }

    @Test
    @DisplayName("what a guest keeps is never freed under it, however often it returns it")
    void keptMemoryIsNeverFreed() {
        this.stage.load("keeping");
        Plugins.Keeping keeping = this.stage.runtime().contract(Plugins.Keeping.class);
        keeping.prepare();
        for (int i = 1; i <= 10_000; i++) {
            assertEquals("kept text", keeping.text());
            assertEquals("again " + i, keeping.again());
            assertEquals("prepared", keeping.prepared());
            if (!keeping.intact()) {
                throw new AssertionError("after call " + i);
            }
        }
        assertThat(keeping.buffer()).isEqualTo("kept bytes".getBytes(StandardCharsets.UTF_8));
        assertThat(keeping.intact()).isTrue();
        keeping.forget();
        assertThat(bytesOf("keeping")).as("the guest gave all of it back").isZero();
        assertThat(keeping.text()).isEqualTo("kept text");
        assertThat(keeping.intact()).isTrue();
    }

    @Test
    @DisplayName("each function is found out by itself: freeing its last block at the next call, or returning one again")
    void eachWayOfKeepingIsFoundOut() {
        this.stage.load("keeping");
        Plugins.Keeping keeping = this.stage.runtime().contract(Plugins.Keeping.class);
        for (int i = 1; i <= 1000; i++) {
            assertEquals("again " + i, keeping.again());
            assertThat(keeping.intact()).isTrue();
        }
        this.stage.runtime().reloadBundle("keeping");
        for (int i = 0; i < 1000; i++) {
            assertEquals("kept text", keeping.text());
            assertThat(keeping.intact()).isTrue();
        }
        assertThat(bytesOf("keeping")).isLessThanOrEqualTo(1100);
    }

    @Test
    @DisplayName("returned_memory = \"borrowed\" in the manifest: nothing the bundle returns is freed")
    void manifestMayDeclareReturnedMemoryBorrowed() throws IOException {
        Path bundle = this.stage.bundle("allocating");
        Files.writeString(bundle.resolve("manifest.toml"), "\n[jvm]\nreturned_memory = \"borrowed\"\n",
                StandardOpenOption.APPEND);
        this.stage.runtime().loadBundle(bundle);
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        for (int i = 0; i < 100; i++) {
            allocating.text(100);
        }
        assertThat(bytesOf("allocating")).isEqualTo(100 * 100);
    }

    @Test
    @DisplayName("the runtime's setting stands over the manifest's, both ways")
    void settingOfTheRuntimeStandsOverTheManifest() throws IOException {
        Path bundle = this.stage.bundle("allocating");
        PolyplugRuntime borrowed = this.stage
            .another((builder) -> builder.returnedMemory("allocating", ReturnedMemory.BORROWED));
        borrowed.loadBundle(bundle);
        assertThat(bytesAfterHundredCalls(borrowed)).isEqualTo(100 * 100);
        Files.writeString(bundle.resolve("manifest.toml"), "\n[jvm]\nreturned_memory = \"borrowed\"\n",
                StandardOpenOption.APPEND);
        PolyplugRuntime reclaimed = this.stage
            .another((builder) -> builder.returnedMemory("allocating", ReturnedMemory.RECLAIM));
        reclaimed.loadBundle(bundle);
        assertThat(bytesAfterHundredCalls(reclaimed)).isEqualTo(QUARANTINED * 100);
    }

    private static long bytesAfterHundredCalls(PolyplugRuntime runtime) {
        Plugins.Allocating allocating = runtime.contract(Plugins.Allocating.class);
        for (int i = 0; i < 100; i++) {
            allocating.text(100);
        }
        return runtime.statistics().guestBytes().get("allocating");
    }

    @Test
    @DisplayName("a block made before a nested call and returned after it is the outer call's own; the nested call's go"
            + " with the nested call")
    void blocksOfNestedCallsBelongToTheirCall() {
        AtomicReference<Runnable> nested = new AtomicReference<>(() -> {
        });
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.hostContract(Plugins.Greeter.class, new Nesting(nested)));
        runtime.loadBundle(this.stage.bundle("caller"));
        runtime.loadBundle(this.stage.bundle("allocating"));
        Plugins.Caller caller = runtime.contract(Plugins.Caller.class);
        Plugins.Allocating allocating = runtime.contract(Plugins.Allocating.class);
        nested.set(() -> {
            assertEquals("abc", allocating.text(3));
            assertEquals("Hello inner", caller.call("inner"));
        });
        for (int i = 0; i < 2 * QUARANTINED; i++) {
            assertEquals("nested outer", caller.nested("outer"));
        }
        RuntimeStatistics before = runtime.statistics();
        for (int i = 0; i < 1000; i++) {
            assertEquals("nested outer", caller.nested("outer"));
        }
        assertThat(runtime.statistics().guestBytes()).isEqualTo(before.guestBytes());
    }

    @Test
    @DisplayName("8 threads, some virtual, with strings of their own: each gets its own, and nothing is kept")
    void threadsWithStringsOfTheirOwn() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        for (int i = 0; i < 2 * QUARANTINED; i++) {
            allocating.text(100);
        }
        long held = bytesOf("allocating");
        Crew.run(8, (thread) -> {
            String own = "abcdefghijklmnopqrstuvwxyz".substring(0, thread + 1);
            for (int i = 0; i < 20_000; i++) {
                assertEquals(own, allocating.text(thread + 1));
            }
        });
        assertThat(bytesOf("allocating")).isEqualTo(held);
    }

    @Test
    @DisplayName("strings during 100 reloads: each whole, and in the end only the quarantine of the last generation"
            + " is held")
    void stringsDuringReloads() {
        this.stage.load("allocating");
        Plugins.Allocating allocating = this.stage.runtime().contract(Plugins.Allocating.class);
        try (Crew callers = Crew.repeating(4, (caller) -> assertEquals("abcdefghij", allocating.text(10)))) {
            callers.awaitRounds(1);
            for (int i = 0; i < 100; i++) {
                this.stage.runtime().reloadBundle("allocating");
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(bytesOf("allocating")).isBetween(0L, QUARANTINED * 10L);
    }

    /** Calls guests again while it answers one. */
    private record Nesting(AtomicReference<Runnable> nested) implements Plugins.Greeter {

        @Override
        public String greet(String name) {
            return "Hello " + name;
        }

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public String nest(String name) {
            this.nested.get().run();
            return "nested " + name;
        }

    }

}
