package io.polyplug.epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases what was retired once nobody can be using it, on one platform daemon thread;
 * on another one while a release does not come back. Thread-safe.
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

    /** What is being released, by whatever thread. Guarded by the lock. */
    private final Set<Entry> releasing = new LinkedHashSet<>();

    private final Runnable whenReleasing;

    /** Whoever makes this decides what released code finds, whoever relieves. */
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    /** Guarded by the lock. */
    private @Nullable Worker worker;

    /**
     * Creates the reclaimer and starts its thread.
     * @param pins what protects readers
     * @param patience how long something is held before it is told so
     * @param whenReleasing told before each release, so that somebody looks after it: see
     * {@link #relieve(Duration)}
     */
    public Reclaimer(Pins<?> pins, Duration patience, Runnable whenReleasing) {
        this(pins, patience, whenReleasing, true);
    }

    /** Without a running thread nothing is released but by {@link #round()}. */
    Reclaimer(Pins<?> pins, Duration patience, Runnable whenReleasing, boolean running) {
        this.pins = pins;
        this.epoch = pins.epoch();
        this.patience = patience;
        this.whenReleasing = whenReleasing;
        if (running) {
            this.worker = new Worker();
            this.worker.start();
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

    /**
     * Lets another thread go on if the present one has been releasing one thing for too
     * long. The other one does what is left when that comes back, and ends.
     * @param longest how long a release may take
     * @return whether the one that goes on is releasing something
     */
    public boolean relieve(Duration longest) {
        this.lock.lock();
        try {
            Worker present = this.worker;
            if (present == null || this.closed || present.releasingSince == 0) {
                return false;
            }
            boolean relieved = System.nanoTime() - present.releasingSince >= longest.toNanos();
            if (relieved) {
                Worker next = new Worker();
                next.start();
                this.worker = next;
            }
            return !relieved;
        }
        finally {
            this.lock.unlock();
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

    private boolean awaitWork(Worker asking) {
        this.lock.lock();
        try {
            while (this.pending.size() == this.releasing.size() && !this.closed && this.worker == asking) {
                this.retiredOrClosed.awaitUninterruptibly();
            }
            return !this.closed && this.worker == asking;
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
        this.pins.homes().passBarrier();
        for (Entry entry : taken) {
            if (isRelieved()) {
                return true;
            }
            if (isHeld(entry) || waitsForARelease(entry)) {
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
            List<Entry> free = new ArrayList<>(this.pending);
            free.removeAll(this.releasing);
            return free;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** A release that takes long may be using it. */
    private boolean waitsForARelease(Entry entry) {
        List<Retired> others;
        this.lock.lock();
        try {
            others = this.releasing.stream().map(Entry::retired).toList();
        }
        finally {
            this.lock.unlock();
        }
        return others.stream().anyMatch(entry.retired()::waitsFor);
    }

    private boolean isHeld(Entry entry) {
        return this.pins.isHeld(entry.retired().readers(), entry.stamp());
    }

    private void release(Entry entry) {
        beginRelease(entry);
        try {
            this.whenReleasing.run();
            entry.retired().reclaim();
        }
        catch (Throwable ex) {
            logger.error("Could not release {} completely", entry.retired(), ex);
        }
        finally {
            endRelease(entry);
        }
    }

    private void endRelease(Entry entry) {
        this.lock.lock();
        try {
            this.pending.remove(entry);
            this.releasing.remove(entry);
            ifOurs((own) -> own.releasingSince = 0);
            this.released.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void beginRelease(Entry entry) {
        this.lock.lock();
        try {
            this.releasing.add(entry);
            ifOurs((own) -> own.releasingSince = System.nanoTime());
        }
        finally {
            this.lock.unlock();
        }
    }

    private void ifOurs(Consumer<Worker> action) {
        if (Thread.currentThread() instanceof Worker own && own.isOf(this)) {
            action.accept(own);
        }
    }

    /** Returns whether another thread has taken over from the calling one. */
    private boolean isRelieved() {
        if (!isCurrentThread()) {
            return false;
        }
        this.lock.lock();
        try {
            return this.worker != Thread.currentThread();
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
            List<Retired> found = new ArrayList<>();
            for (Entry entry : this.pending) {
                found.add(entry.retired());
            }
            return List.copyOf(found);
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
    public boolean awaitAtMost(Predicate<Retired> which, int limit, Duration timeout) {
        return await(() -> this.pending.stream().map(Entry::retired).filter(which).count() <= limit, timeout);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) {
        long remaining = TimeUnit.NANOSECONDS.convert(timeout);
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
     * Returns whether the calling thread is one that releases.
     * @return {@code true} on the reclaimer's thread, and on one from which it took over
     */
    public boolean isCurrentThread() {
        return Thread.currentThread() instanceof Worker own && own.isOf(this);
    }

    /**
     * Ends the thread after its present round. What is still retired is never released.
     */
    @Override
    public void close() {
        Worker present;
        this.lock.lock();
        try {
            this.closed = true;
            present = this.worker;
            this.retiredOrClosed.signalAll();
            this.released.signalAll();
        }
        finally {
            this.lock.unlock();
        }
        LockSupport.unpark(present);
    }

    /** Runs rounds until another one has taken over. */
    private final class Worker extends Thread {

        /** When the present release began, or 0. Guarded by the lock. */
        private long releasingSince;

        Worker() {
            super("polyplug-reclaimer");
            setDaemon(true);
            setContextClassLoader(Reclaimer.this.classLoader);
        }

        boolean isOf(Reclaimer reclaimer) {
            return Reclaimer.this == reclaimer;
        }

        @Override
        public void run() {
            long pause = SHORTEST_PAUSE;
            while (awaitWork(this)) {
                if (roundLogged()) {
                    pause = SHORTEST_PAUSE;
                }
                else {
                    LockSupport.parkNanos(pause);
                    pause = Math.min(LONGEST_PAUSE, pause * 2);
                }
            }
        }

    }

    private record Entry(Retired retired, long stamp, long since, AtomicBoolean told, boolean lateReadersTold) {

        Entry waitingForLateReaders(long newStamp) {
            return new Entry(this.retired, newStamp, this.since, this.told, true);
        }

    }

}
