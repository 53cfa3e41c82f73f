package io.polyplug;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ManifestException;
import io.polyplug.hostapi.HostApiGuest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Failures on many threads at once: each thread gets its own.
 */
@Timeout(300)
class ErrorsOfThreadsTests {

    private static final int THREADS = 6;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("W-21: errors of guest functions reach the thread whose call failed")
    void errorsOfCalls() {
        this.stage.load("allocating");
        Failing guest = this.stage.runtime().contract(Failing.class);
        Crew.run(THREADS, (thread) -> {
            for (int i = 0; i < 500; i++) {
                String text = "error " + i + " of thread " + thread;
                GuestCallException failure = catchThrowableOfType(GuestCallException.class, () -> guest.fail(text));
                assertThat(failure.guestMessage()).isEqualTo(text);
                assertThat(failure).hasMessageEndingWith(": " + text);
            }
        });
    }

    @Test
    @DisplayName("W-21: so do those of loads and of refused registrations, while guests overwrite the one last error")
    void errorsOfLoads() {
        this.stage.load("hostapi");
        HostApiGuest guest = this.stage.runtime().contract(HostApiGuest.class);
        Path[] duplicates = new Path[THREADS];
        for (int thread = 0; thread < THREADS; thread++) {
            duplicates[thread] = this.stage.renamed("reload-duplicate", "duplicate-" + thread);
        }
        AtomicInteger refused = new AtomicInteger();
        Crew.run(THREADS, (thread) -> {
            for (int i = 0; i < 10; i++) {
                String missing = "/nowhere/" + thread + "/" + i;
                assertThat(catchThrowableOfType(ManifestException.class,
                        () -> this.stage.runtime().loadBundle(Path.of(missing))))
                    .hasMessageContaining(missing + "/manifest.toml");
                guest.load("/elsewhere/" + thread);
                BundleLoadException failure = catchThrowableOfType(BundleLoadException.class,
                        () -> this.stage.runtime().loadBundle(duplicates[thread]));
                assertThat(failure).hasMessageContaining("init failed for bundle 'duplicate-" + thread + "'")
                    .hasMessageContaining("it is a duplicate provider of contract ");
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValue(THREADS * 10);
        assertThat(guest.lastErrorText()).as("one of them, whole").matches("(?s).*(/elsewhere/\\d|duplicate-\\d).*");
    }

    /** A guest whose error is what it is told. */
    @GuestContract(name = "memory.Allocating", version = "1.0.0")
    interface Failing {

        @ContractFunction(2)
        void fail(String text);

    }

}
