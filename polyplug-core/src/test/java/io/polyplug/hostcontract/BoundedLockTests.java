package io.polyplug.hostcontract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.Crew;
import io.polyplug.error.HostContractException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A lock whose waiters do not wait for ever.
 */
@Timeout(60)
class BoundedLockTests {

    @Test
    @DisplayName("whoever does not get the lock in time is told who has it, and an interrupt is kept")
    void waitingHasALimit() throws InterruptedException {
        BoundedLock lock = new BoundedLock(TimeUnit.MILLISECONDS.toNanos(1));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Crew holder = Crew.startOne(() -> lock.hold("host.First", () -> {
            inside.countDown();
            try {
                return leave.await(40, TimeUnit.SECONDS);
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
        }));
        assertThat(inside.await(40, TimeUnit.SECONDS)).isTrue();
        Thread.currentThread().interrupt();
        HostContractException refusal = catchThrowableOfType(HostContractException.class,
                () -> lock.hold("host.Second", () -> "never"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(refusal).hasMessageContaining("'host.Second'").hasMessageContaining("thread 'crew-0'");
        leave.countDown();
        holder.join();
        assertThat(lock.<String>hold("host.Third", () -> "done")).isEqualTo("done");
    }

    @Test
    void oneAtATime() {
        BoundedLock lock = new BoundedLock();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        Crew.run(4, (thread) -> {
            for (int i = 0; i < 5_000; i++) {
                lock.<Integer>hold("host.Counted", () -> {
                    together.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    return inside.decrementAndGet();
                });
            }
        });
        assertThat(together).hasValue(1);
    }

}
