package io.polyplug.ffi;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.polyplug.backend.BackendChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is refused for the thread of libraries is busy learns with what.
 */
@Timeout(300)
class LibraryThreadTests {

    @Test
    void workThatNobodyWaitsForIsNamed() throws InterruptedException {
        assertNamed("postponed", (libraries, hanging) -> libraries.later("postponed", hanging));
    }

    @Test
    void theInnermostLibraryIsNamed() throws InterruptedException {
        assertNamed("inner", (libraries, hanging) -> libraries.later("outer", () -> libraries.callAs("inner", () -> {
            hanging.run();
            return 0;
        })));
    }

    @Test
    void theOuterLibraryIsNamedAgain() throws InterruptedException {
        assertNamed("outer", (libraries, hanging) -> libraries.later("outer", () -> {
            libraries.callAs("inner", () -> 0);
            hanging.run();
        }));
    }

    private static void assertNamed(String name, Beginning beginning) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (NativeBackend backend = BackendChoice.of("auto").create();
                Libraries libraries = new Libraries(backend, Duration.ofMinutes(1))) {
            beginning.begin(libraries, () -> {
                begun.countDown();
                await(release);
            });
            begun.await();
            assertThatExceptionOfType(LibraryBusyException.class).isThrownBy(() -> libraries.callUnlessStuck(() -> 0))
                .withMessageContaining("busy with '" + name + "' for ");
            release.countDown();
            assertThat(libraries.call(() -> 7)).isEqualTo(7);
        }
        finally {
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Begins something that does not come back before it is let go. */
    private interface Beginning {

        void begin(Libraries libraries, Runnable hanging);

    }

}
