package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.library.Slow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stops before the runtime, as a web server does, shares its time with it.
 */
class SharedDrainTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Memory flags = new Memory(8);

    /** Nanoseconds, which stand still while nobody says that they pass. */
    private final AtomicLong clock = new AtomicLong(System.nanoTime());

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
            .withInitializer((context) -> context.addBeanFactoryPostProcessor(
                    (factory) -> factory.addBeanPostProcessor(new ClosingByClock(context, this.clock))))
            .withBean(SlowStop.class, this.clock)
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
        assertThat(took).isLessThan(LIMIT);
    }

    /** Gives the product's own bean another clock. */
    private record ClosingByClock(ApplicationContext context, AtomicLong clock) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            return (bean instanceof ContextClosing) ? new ContextClosing(this.context, this.clock::get) : bean;
        }

    }

    /** Takes as long as it may. */
    static class SlowStop implements SmartLifecycle {

        private final AtomicLong clock;

        private boolean running;

        SlowStop(AtomicLong clock) {
            this.clock = clock;
        }

        @Override
        public void start() {
            this.running = true;
        }

        @Override
        public void stop() {
            this.running = false;
            this.clock.addAndGet(LIMIT.toNanos());
        }

        @Override
        public boolean isRunning() {
            return this.running;
        }

    }

}
