package io.polyplug.epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases what was retired once nobody can be using it, on one platform daemon thread.
 * Thread-safe.
 * <p>
 * Each round takes the list of what is retired <em>before</em> it reads any slot. The
 * other order would free something retired after the scan, on the word of a scan that saw
 * no pins because it ran before.
 * <p>
 * Longer than other classes: rounds, waiting and the report share one lock and one list.
 */
public final class Reclaimer implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    /** The longest time between the end of the last pin and the round that sees it. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Epoch epoch;

    private final Pins<?> pins;

    private final Duration patience;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition retiredOrClosed = this.lock.newCondition();

    private final Condition released = this.lock.newCondition();

    /** Guarded by the lock. */
    private final List<Entry> pending = new ArrayList<>();

    /** Guarded by the lock. */
    private final SeenPins seen = new SeenPins();

    /** Guarded by the lock. */
    private boolean closed;

    private final Thread thread;

    /**
     * Creates the reclaimer and starts its thread.
     * @param pins what protects readers
     */
    public Reclaimer(Pins<?> pins) {
        this(pins, PATIENCE);
    }

    /**
     * Creates the reclaimer and starts its thread.
     * @param pins what protects readers
     * @param patience how long something is held before it is told so
     */
    public Reclaimer(Pins<?> pins, Duration patience) {
        this(pins, patience, true);
    }

    /** Without a running thread nothing is released but by {@link #round()}. */
    Reclaimer(Pins<?> pins, Duration patience, boolean running) {
        this.pins = pins;
        this.epoch = pins.epoch();
        this.patience = patience;
        this.thread = new Thread(this::run, "polyplug-reclaimer");
        this.thread.setDaemon(true);
        if (running) {
            this.thread.start();
        }
    }

    /**
     * Hands over something whose replacement has been published.
     * @param retired what to release once nobody can be using it
     */
    public void retire(Retired retired) {
        long stamp = this.epoch.advanceVolatile();
        this.lock.lock();
        try {
            this.pending.add(new Entry(retired, stamp, System.nanoTime(), new AtomicBoolean(), false));
            this.retiredOrClosed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void run() {
        long pause = SHORTEST_PAUSE;
        while (awaitWork()) {
            if (roundLogged()) {
                pause = SHORTEST_PAUSE;
            }
            else {
                java.util.concurrent.locks.LockSupport.parkNanos(pause);
                pause = Math.min(LONGEST_PAUSE, pause * 2);
            }
        }
    }

    /** The thread outlives whatever a round runs into. */
    private boolean roundLogged() {
        try {
            return round();
        }
        catch (Throwable ex) {
            logger.error("A round of reclamation failed; the next one tries again", ex);
            return false;
        }
    }

    private boolean awaitWork() {
        this.lock.lock();
        try {
            while (this.pending.isEmpty() && !this.closed) {
                this.retiredOrClosed.awaitUninterruptibly();
            }
            return !this.closed;
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Releases what nobody holds.
     * @return whether anything went
     */
    boolean round() {
        List<Entry> held = new ArrayList<>();
        List<Entry> taken = takeBeforeScanning();
        this.pins.passBarrier();
        for (Entry entry : taken) {
            if (isHeld(entry)) {
                held.add(entry);
            }
            else if (!entry.lateReadersTold() && entry.retired().tellLateReaders()) {
                waitForLateReaders(entry);
            }
            else if (entry.retired().tryClose()) {
                release(entry);
            }
            else {
                held.add(entry);
            }
        }
        rememberHolders();
        held.forEach(this::tellIfHeldForLong);
        return held.size() < taken.size();
    }

    /**
     * The second grace period. The telling comes before the new stamp: a pin with a later
     * epoch belongs to a reader that looks again.
     */
    private void waitForLateReaders(Entry entry) {
        long stamp = this.epoch.advanceVolatile();
        this.lock.lock();
        try {
            this.pending.set(this.pending.indexOf(entry), entry.waitingForLateReaders(stamp));
        }
        finally {
            this.lock.unlock();
        }
    }

    /** The list comes first, the slots later: see the class comment. */
    private List<Entry> takeBeforeScanning() {
        this.lock.lock();
        try {
            return List.copyOf(this.pending);
        }
        finally {
            this.lock.unlock();
        }
    }

    private boolean isHeld(Entry entry) {
        return this.pins.isHeld(entry.retired().readers(), entry.stamp());
    }

    private void release(Entry entry) {
        try {
            entry.retired().reclaim();
        }
        catch (Throwable ex) {
            logger.error("Could not release {} completely", entry.retired(), ex);
        }
        this.lock.lock();
        try {
            this.pending.remove(entry);
            this.released.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void rememberHolders() {
        this.lock.lock();
        try {
            for (Entry entry : this.pending) {
                this.pins.standing(entry.retired().readers(), entry.stamp()).forEach(this.seen::see);
            }
            this.seen.endRound();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void tellIfHeldForLong(Entry entry) {
        Duration age = Duration.ofNanos(System.nanoTime() - entry.since());
        if (entry.told().get() || age.compareTo(this.patience) < 0) {
            return;
        }
        List<Held> holders;
        this.lock.lock();
        try {
            holders = holdersOf(entry);
        }
        finally {
            this.lock.unlock();
        }
        if (!holders.isEmpty()) {
            entry.told().set(true);
            entry.retired().heldForLong(age, holders);
        }
    }

    /**
     * Returns the pins and uses that keep retired things from being released.
     * @return one entry for each of them and thing
     */
    public List<Held> holders() {
        this.lock.lock();
        try {
            return this.pending.stream().flatMap((entry) -> holdersOf(entry).stream()).toList();
        }
        finally {
            this.lock.unlock();
        }
    }

    private List<Held> holdersOf(Entry entry) {
        List<Held> found = new ArrayList<>();
        for (Pins.Standing pin : this.pins.standing(entry.retired().readers(), entry.stamp())) {
            found.add(new Held(entry.retired(), pin.label(), pin.threadId(), this.seen.age(pin)));
        }
        found.addAll(entry.retired().uses());
        return found;
    }

    /**
     * Returns what is retired and not released.
     * @return the things, oldest first
     */
    public List<Retired> pending() {
        this.lock.lock();
        try {
            return this.pending.stream().map(Entry::retired).toList();
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Waits until nothing is retired that is not released.
     * @param timeout how long to wait at most
     * @return whether nothing is left
     */
    public boolean awaitEmpty(Duration timeout) {
        return await(this.pending::isEmpty, timeout);
    }

    /**
     * Waits until at most {@code limit} of the things that {@code which} selects are
     * left.
     * @param which selects among what is retired
     * @param limit how many may be left
     * @param timeout how long to wait at most
     * @return whether no more are left
     */
    public boolean awaitAtMost(java.util.function.Predicate<Retired> which, int limit, Duration timeout) {
        return await(() -> this.pending.stream().map(Entry::retired).filter(which).count() <= limit, timeout);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) {
        long remaining = (timeout.compareTo(FOREVER) < 0) ? timeout.toNanos() : Long.MAX_VALUE;
        this.lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (remaining <= 0 || this.closed) {
                    return false;
                }
                remaining = this.released.awaitNanos(remaining);
            }
            return true;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return condition.getAsBoolean();
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * Returns whether the calling thread is the one that releases.
     * @return {@code true} on the reclaimer's thread
     */
    public boolean isCurrentThread() {
        return Thread.currentThread() == this.thread;
    }

    /**
     * Ends the thread after its present round. What is still retired is never released.
     */
    @Override
    public void close() {
        this.lock.lock();
        try {
            this.closed = true;
            this.retiredOrClosed.signalAll();
            this.released.signalAll();
        }
        finally {
            this.lock.unlock();
        }
        java.util.concurrent.locks.LockSupport.unpark(this.thread);
    }

    private record Entry(Retired retired, long stamp, long since, AtomicBoolean told, boolean lateReadersTold) {

        Entry waitingForLateReaders(long newStamp) {
            return new Entry(this.retired, newStamp, this.since, this.told, true);
        }

    }

}
