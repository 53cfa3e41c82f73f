package io.polyplug;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.ReloadException;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.operation.LifecycleLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An appender may take its time: no lock is held that a call, a lookup or a reader needs.
 */
@Timeout(300)
class LoggingLockTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Logger root = (Logger) LoggerFactory.getLogger("polyplug");

    private final Watching watching = new Watching();

    private final Level levelBefore = this.root.getLevel();

    @BeforeEach
    void watch() {
        this.watching.start();
        this.root.setLevel(Level.TRACE);
        this.root.setAdditive(false);
        this.root.addAppender(this.watching);
    }

    @AfterEach
    void stopWatching() {
        this.root.detachAppender(this.watching);
        this.root.setLevel(this.levelBefore);
        this.root.setAdditive(true);
    }

    @Test
    @DisplayName("LG-05: whatever is logged, no lock of the runtime is held but the life-cycle lock")
    void noLockIsHeldWhileAnAppenderRuns() {
        this.stage.leaks();
        AtomicInteger failures = new AtomicInteger();
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.heldWarning(Duration.ofMillis(20)).onReload((phase) -> {
                failures.incrementAndGet();
                throw new IllegalStateException("a listener that fails");
            }));
        this.watching.runtime = runtime;
        logEverything(runtime);
        runtime.close();
        assertThat(failures).hasPositiveValue();
        assertThat(this.watching.loggers).contains("polyplug.lifecycle", "polyplug.runtime", "polyplug.reload",
                "polyplug.registry", "polyplug.loader.native", "polyplug.host", "polyplug.guest.hostapi");
        assertThat(this.watching.threads).contains("polyplug-reclaimer", Thread.currentThread().getName());
        assertThat(this.watching.reach).as("objects that were looked at").hasValueGreaterThan(100);
        assertThat(this.watching.held).isEmpty();
    }

    private void logEverything(PolyplugRuntime runtime) {
        runtime.loadBundle(this.stage.bundle("thread-local"));
        runtime.contract(UnmappingTests.ThreadLocals.class).touch();
        runtime.unloadBundle("thread-local");
        this.watching.await("stays mapped now that nobody uses it");
        runtime.loadBundle(this.stage.bundle("hostapi"));
        runtime.loadBundle(this.stage.bundle("threads"));
        runtime.loadBundle(this.stage.bundle("marker"));
        runtime.loadBundle(this.stage.bundle("slow"));
        HostApiGuest guest = runtime.contract(HostApiGuest.class);
        guest.log(3, "scope", "of a guest");
        guest.registerNow(15);
        long marker = runtime.findGuestContract(GuestContractId.of("demo.Marker", 1), 0).orElseThrow().packed();
        guest.holdPeer(marker);
        runtime.reloadBundle("marker");
        guest.holdPeer(marker);
        runtime.unloadBundle("marker");
        runtime.registerHostContractFactory(Failing.class, () -> {
            throw new IllegalStateException("a factory that fails");
        });
        runtime.registerHostContractFactory(Unclosable.class, () -> new Unclosable() {
            @Override
            public long number() {
                return 0;
            }

            @Override
            public void close() {
                throw new IllegalStateException("a destruction that fails");
            }
        });
        guest.getHost(HostContractId.of("host.Failing", 1).value(), 0);
        guest.getHost(HostContractId.of("host.Unclosable", 1).value(), 0);
        HeldCall<Integer> stuck = this.stage.hold("stuck", runtime.contract(Plugins.Slow.class)::hold);
        runtime.reloadBundle("slow");
        this.watching.await("is still held");
        stuck.release();
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> runtime.reloadBundle(this.stage.bundle("reload-init-registers-then-fails")));
        runtime.unloadBundle("hostapi");
    }

    @Test
    void locksThatAreHeldAreFound() {
        Locking locking = new Locking();
        this.watching.runtime = List.of(locking);
        locking.lock.lock();
        try {
            this.root.info("under a lock");
        }
        finally {
            locking.lock.unlock();
        }
        synchronized (locking.monitor) {
            this.root.info("in a monitor");
        }
        this.root.info("under nothing");
        assertThat(this.watching.held).containsExactly("under a lock: lock 'lock' of " + Locking.class.getName(),
                "in a monitor: monitor of " + Monitor.class.getName());
    }

    /** For each record, the locks that its thread holds. */
    private static final class Watching extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        private final List<String> held = new CopyOnWriteArrayList<>();

        private final Set<String> loggers = ConcurrentHashMap.newKeySet();

        private final Set<String> threads = ConcurrentHashMap.newKeySet();

        private final AtomicInteger reach = new AtomicInteger();

        private volatile Object runtime;

        @Override
        protected void append(ILoggingEvent event) {
            Object watched = this.runtime;
            if (watched == null) {
                return;
            }
            this.loggers.add(event.getLoggerName());
            this.threads.add(event.getThreadName());
            this.messages.add(event.getFormattedMessage());
            try {
                HeldLocks.of(watched, LifecycleLock.class::isInstance)
                    .forEach((each) -> this.held.add(event.getFormattedMessage() + ": " + each));
                this.reach.accumulateAndGet(HeldLocks.reach(watched), Math::max);
            }
            catch (RuntimeException ex) {
                this.held.add("It cannot be told: " + ex);
            }
        }

        void await(String part) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (this.messages.stream().noneMatch((each) -> each.contains(part))) {
                assertThat(System.nanoTime()).as("told: %s", this.messages).isLessThan(deadline);
                java.util.concurrent.locks.LockSupport.parkNanos(100_000);
            }
        }

    }

    @HostContract(name = "host.Failing", version = "1.0")
    interface Failing {

        @ContractFunction(0)
        long number();

    }

    @HostContract(name = "host.Unclosable", version = "1.0", singleton = false)
    interface Unclosable extends AutoCloseable {

        @ContractFunction(0)
        long number();

        @Override
        default void close() {
        }

    }

    private static final class Locking {

        private final ReentrantLock lock = new ReentrantLock();

        private final Monitor monitor = new Monitor();

    }

    private static final class Monitor {

    }

}
