package io.polyplug.operation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who looks after operations begins with one of them, sooner or later.
 */
@Timeout(300)
class SlowOperationsTests {

    @Test
    void operationsBeginWhereNoThreadDoes() throws InterruptedException {
        AtomicBoolean fails = new AtomicBoolean(true);
        CountDownLatch looked = new CountDownLatch(1);
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle");
                SlowOperations operations = new SlowOperations(() -> {
                    looked.countDown();
                    return 0;
                }, (work) -> new Thread(work) {

                    @Override
                    public synchronized void start() {
                        if (fails.getAndSet(false)) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        super.start();
                    }

                })) {
            operations.begun();
            assertThat(log.lines()).singleElement().asString().startsWith("ERROR Nobody looks after operations");
            operations.begun();
            assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

}
