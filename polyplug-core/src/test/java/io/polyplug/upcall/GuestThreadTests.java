package io.polyplug.upcall;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.hostcontract.Greeter;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Threads that a guest starts are callers like any other.
 */
class GuestThreadTests {

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("threads");

    private Threads guest() {
        return this.polyplug.contract(Threads.class);
    }

    @Test
    void memoryAndLogAreThereForThem() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.threads")) {
            assertThat(guest().work(100)).isEqualTo(100);
            assertThat(log.lines())
                .isEqualTo(IntStream.range(0, 100).mapToObj((round) -> "INFO [threads] round " + round).toList());
        }
        assertThat(this.polyplug.runtime().statistics().guestBytes()).containsEntry("threads", 0L);
    }

    @Test
    void hostContractsAreThereForThem() {
        AtomicReference<Thread> seen = new AtomicReference<>();
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public int add(int a, int b) {
                seen.set(Thread.currentThread());
                loader.set(Thread.currentThread().getContextClassLoader());
                return a + b;
            }
        });
        assertThat(guest().add(40, 2)).isEqualTo(42);
        assertThat(seen.get()).isNotNull().isNotSameAs(Thread.currentThread());
        assertThat(loader.get()).as("context class loader").isSameAs(Thread.currentThread().getContextClassLoader());
        assertThat(seen.get().isAlive()).as("the thread is the JVM's for the call only").isFalse();
    }

    /**
     * As under DevTools, where polyplug's own class loader does not see the application.
     */
    @Test
    void theirContextClassLoaderIsThatOfWhoeverBuiltTheRuntime(@TempDir Path temporary) throws Exception {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Greeter.Friendly greeter = new Greeter.Friendly() {
            @Override
            public int add(int a, int b) {
                seen.set(Thread.currentThread().getContextClassLoader());
                return a + b;
            }
        };
        ClassLoader present = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader application = new URLClassLoader(new URL[0], present)) {
            Thread.currentThread().setContextClassLoader(application);
            PolyplugRuntime.Builder builder = PolyplugRuntime.builder().workDirectory(temporary.resolve("work"));
            try (PolyplugRuntime runtime = builder.build()) {
                Thread.currentThread().setContextClassLoader(present);
                runtime.registerHostContract(Greeter.class, greeter);
                runtime.loadBundle(NativeFixtures.copyTo("threads", temporary.resolve("threads")));
                assertThat(runtime.contract(Threads.class).add(40, 2)).isEqualTo(42);
            }
            assertThat(seen.get()).isSameAs(application);
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(present);
        }
        finally {
            Thread.currentThread().setContextClassLoader(present);
        }
    }

    @Test
    void errorsReachThem() {
        assertThat(catchThrowableOfType(GuestCallException.class, () -> guest().add(1, 2)).code()).isEqualTo(100);
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public int add(int a, int b) {
                throw new IllegalStateException("not here");
            }
        });
        GuestCallException failure = catchThrowableOfType(GuestCallException.class, () -> guest().add(1, 2));
        assertThat(failure.code()).isEqualTo(3);
        assertThat(failure.guestMessage()).isEqualTo("java.lang.IllegalStateException: not here");
    }

    @Test
    void theyMayCallTheGuestBackThroughJava() {
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public int add(int a, int b) {
                return guest().work(a) + guest().work(b);
            }
        });
        assertThat(guest().add(3, 4)).isEqualTo(7);
    }

    @Test
    @DisplayName("DS-17: text that another thread made is read, and left alone")
    void textMadeThereIsReadAndLeftAlone() {
        for (int i = 0; i < 200; i++) {
            assertThat(guest().elsewhere()).isEqualTo("made elsewhere");
        }
        assertThat(this.polyplug.runtime().statistics().guestBytes()).as("borrowed, for it was not made by the call")
            .containsEntry("threads", 200L * "made elsewhere".length());
    }

    @Test
    void manyOfThemAtOnce() throws InterruptedException {
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly());
        List<Integer> sums = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        List<Thread> threads = IntStream.range(0, 8).mapToObj((index) -> new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                sums.add(guest().add(index, i) - index - i);
            }
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sums).hasSize(400).containsOnly(0);
    }

    /** The functions of the fixture {@code threads}. */
    @GuestContract(name = "demo.Threads", version = "1.0")
    interface Threads {

        @ContractFunction(0)
        int work(int rounds);

        @ContractFunction(1)
        int add(int a, int b);

        @ContractFunction(2)
        String elsewhere();

    }

}
