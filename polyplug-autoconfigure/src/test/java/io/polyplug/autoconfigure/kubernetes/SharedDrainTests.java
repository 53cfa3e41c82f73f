package io.polyplug.autoconfigure.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.library.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stops before the runtime, as a web server does, shares its time with it.
 */
class SharedDrainTests {

    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final Memory flags = new Memory(8);

    @TempDir
    private Path folder;

    @Test
    void timeThatAWebServerTookIsNotGivenAgain() throws InterruptedException {
        this.flags.clear();
        long entered = Pointer.nativeValue(this.flags);
        Thread[] held = new Thread[1];
        Instant[] began = new Instant[1];
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
            .withPropertyValues(new BundleFolder(this.folder).with("slow", "slow").property(),
                    "polyplug.shutdown.drain-timeout=" + LIMIT.toSeconds() + "s")
            .withBean(SlowStop.class)
            .run((context) -> {
                Slow slow = context.getBean(PolyplugRuntime.class).contract(Slow.class);
                held[0] = new Thread(() -> slow.hold(entered, entered + 4));
                held[0].start();
                Patience.await().until(() -> this.flags.getInt(0) == 1);
                began[0] = Instant.now();
            });
        Duration took = Duration.between(began[0], Instant.now());
        this.flags.setInt(4, 1);
        held[0].join();
        assertThat(took).isBetween(LIMIT, LIMIT.multipliedBy(2));
    }

    /** Takes as long as it may. */
    static class SlowStop implements SmartLifecycle {

        private boolean running;

        @Override
        public void start() {
            this.running = true;
        }

        @Override
        public void stop() {
            this.running = false;
            try {
                assertThat(new CountDownLatch(1).await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
        }

        @Override
        public boolean isRunning() {
            return this.running;
        }

    }

}
