package io.polyplug.autoconfigure.reactive;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import io.polyplug.rollout.RolloutPhase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.Ordered;

/**
 * Hands the phases of runtimes on to any number of subscribers, each of which has a queue
 * of its own. Thread-safe.
 * <p>
 * Phases come from threads that work on bundles, under the life-cycle lock, and from the
 * reclaimer's. They put a phase into the queues and wake up a thread of Reactor's bounded
 * elastic scheduler, and that is all: no code of a subscriber runs on them. The lock
 * orders them.
 *
 * @param <P> the phases of reloads, or of rollouts
 */
final class PhaseStream<P> implements RuntimeBuilderCustomizer, Ordered, DisposableBean {

    /** How many phases a subscriber may be behind. */
    static final int CAPACITY = 256;

    private final Door<P> door;

    private final Function<P, String> bundleName;

    private final Missed missed;

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, like all below. */
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();

    private int runtimes;

    private boolean completed;

    private PhaseStream(Door<P> door, Function<P, String> bundleName, Missed missed) {
        this.door = door;
        this.bundleName = bundleName;
        this.missed = missed;
    }

    static PhaseStream<ReloadPhase> ofReloads() {
        return new PhaseStream<>(PolyplugRuntime.Builder::onReload, ReloadPhase::bundleName,
                ReloadPhasesMissedException::new);
    }

    static PhaseStream<RolloutPhase> ofRollouts() {
        return new PhaseStream<>(PolyplugRuntime.Builder::onRollout, (phase) -> phase.rollout().bundleName(),
                RolloutPhasesMissedException::new);
    }

    @Override
    public void customize(PolyplugRuntime.Builder builder) {
        AtomicInteger open = new AtomicInteger();
        this.door.hear(builder, this::publish);
        builder.onBuild((runtime) -> runtimeBuilt(open)).onClose(() -> runtimeClosed(open));
    }

    @Override
    public int getOrder() {
        return 1;
    }

    /** Returns the phases from the moment of each subscription on. */
    Flux<P> phases() {
        return Flux.defer(() -> {
            Subscriber subscriber = new Subscriber();
            join(subscriber);
            return subscriber.phases().doFinally((signal) -> leave(subscriber));
        });
    }

    private void join(Subscriber subscriber) {
        this.lock.lock();
        try {
            if (this.completed) {
                subscriber.complete();
            }
            else {
                this.subscribers.add(subscriber);
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    private void leave(Subscriber subscriber) {
        this.lock.lock();
        try {
            this.subscribers.remove(subscriber);
        }
        finally {
            this.lock.unlock();
        }
    }

    private void publish(P phase) {
        this.lock.lock();
        try {
            this.subscribers.forEach((subscriber) -> subscriber.emit(phase));
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Counts for the builder and for all: it may build several, or none. */
    private void runtimeBuilt(AtomicInteger open) {
        this.lock.lock();
        try {
            open.incrementAndGet();
            this.runtimes++;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** One that could not be built is closed as well, and was never counted. */
    private void runtimeClosed(AtomicInteger open) {
        this.lock.lock();
        try {
            if (open.get() > 0) {
                open.decrementAndGet();
                this.runtimes--;
                if (this.runtimes == 0) {
                    complete();
                }
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /** For those whose runtime was never built. */
    @Override
    public void destroy() {
        this.lock.lock();
        try {
            complete();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void complete() {
        this.completed = true;
        this.subscribers.forEach(Subscriber::complete);
        this.subscribers.clear();
    }

    /**
     * Who listens, and what it has missed. Guarded by the lock of the stream.
     */
    private final class Subscriber {

        private final Sinks.Many<P> queue = Sinks.many()
            .unicast()
            .onBackpressureBuffer(new ArrayBlockingQueue<>(CAPACITY));

        private final Set<String> missedBundles = new LinkedHashSet<>();

        private long missed;

        /** What was missed is counted until the subscriber hears of it. */
        Flux<P> phases() {
            return this.queue.asFlux()
                .publishOn(Schedulers.boundedElastic(), 1)
                .onErrorMap(Overflow.class, (error) -> missed());
        }

        void emit(P phase) {
            if (this.missed > 0 || this.queue.tryEmitNext(phase) == Sinks.EmitResult.FAIL_OVERFLOW) {
                if (this.missed == 0) {
                    Sinks.EmitResult unused = this.queue.tryEmitError(new Overflow());
                }
                this.missed++;
                this.missedBundles.add(PhaseStream.this.bundleName.apply(phase));
            }
        }

        void complete() {
            Sinks.EmitResult unused = this.queue.tryEmitComplete();
        }

        private PhasesMissedException missed() {
            PhaseStream.this.lock.lock();
            try {
                PhaseStream.this.subscribers.remove(this);
                return PhaseStream.this.missed.exception(this.missed, this.missedBundles);
            }
            finally {
                PhaseStream.this.lock.unlock();
            }
        }

    }

    /**
     * Where a builder takes a listener of phases.
     *
     * @param <P> the phases
     */
    @FunctionalInterface
    private interface Door<P> {

        void hear(PolyplugRuntime.Builder builder, Consumer<P> listener);

    }

    /**
     * What a subscriber ends with that was too slow.
     */
    @FunctionalInterface
    private interface Missed {

        PhasesMissedException exception(long missed, Set<String> bundleNames);

    }

    /**
     * Ends a queue; the subscriber gets another exception, made when it has come so far.
     */
    private static final class Overflow extends RuntimeException {

        private static final long serialVersionUID = 1L;

    }

}
