package io.polyplug.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.GuestCallException;
import io.polyplug.ledger.BundleLedger;

/**
 * The machines of one generation, each of which one thread at a time may be in.
 * Thread-safe. Who waits for a seat holds no pin, unless a native frame stands on it.
 */
public final class Seats {

    private static final int REENTRANT_CALL = 9;

    private final BundleLedger ledger;

    private final Semaphore free;

    /** Who is in which machine. */
    private final AtomicReferenceArray<@Nullable Thread> sitting;

    private final Seat[] seats;

    private final @Nullable Interpreter interpreter;

    /**
     * Creates the seats, all of them free.
     * @param ledger whose machines they are
     * @param count how many machines there are, at least 1
     * @param interpreter what these machines share with those of other bundles, if they
     * do
     */
    public Seats(BundleLedger ledger, int count, @Nullable Interpreter interpreter) {
        this.ledger = ledger;
        this.interpreter = interpreter;
        this.free = new Semaphore(count);
        this.sitting = new AtomicReferenceArray<>(count);
        this.seats = new Seat[count];
        for (int i = 0; i < count; i++) {
            this.seats[i] = new Seat(i);
        }
    }

    /**
     * {@return how many machines there are}
     */
    public int count() {
        return this.seats.length;
    }

    /**
     * {@return how many of the machines somebody is in, at about this moment}
     */
    public int busy() {
        return this.seats.length - this.free.availablePermits();
    }

    /**
     * {@return how many threads wait for a seat, at about this moment}
     */
    public int waiting() {
        return this.free.getQueueLength();
    }

    /**
     * Counts a call that has found all machines taken and has waited, whatever came of
     * it.
     * @param began when that began, in the time of {@link System#nanoTime()}
     */
    public void waitedSince(long began) {
        this.ledger.addWait(System.nanoTime() - began);
    }

    /**
     * Returns the seat in a machine, whoever has it.
     * @param number which machine, from 0
     * @return its seat
     */
    public Seat seat(int number) {
        return this.seats[number];
    }

    /**
     * Takes a seat, waiting for one while all are taken, interrupted or not.
     * @param nanos how long to wait at most
     * @return the seat, to be left by this thread, or {@code null} if none became free
     * @throws GuestCallException with code 9 if the calling thread has one of them, or is
     * in the interpreter that they share with others: neither can be entered again
     */
    public @Nullable Seat take(long nanos) {
        refuseSecond();
        if (!acquire(nanos)) {
            return null;
        }
        if (this.interpreter != null) {
            this.interpreter.enter();
        }
        return sitDown();
    }

    /**
     * Takes a seat if that can be done at once. Waits for nobody and throws nothing.
     * @return the seat, to be left by this thread, or {@code null} if {@link #take} has
     * to be asked: none is free, or it would refuse the thread, or the machines share an
     * interpreter
     */
    @Nullable Seat takeAtOnce() {
        return (this.interpreter == null && !isSeated(Thread.currentThread()) && this.free.tryAcquire()) ? sitDown()
                : null;
    }

    /**
     * Does something in machines that nobody else can be in, for they are being staged.
     * @param work what is done
     * @throws GuestCallException with code 9 if the calling thread is in one of them, or
     * in the interpreter that they share with others
     */
    public void beforeOthers(Runnable work) {
        refuseSecond();
        if (this.interpreter == null) {
            work.run();
            return;
        }
        this.interpreter.enter();
        try {
            work.run();
        }
        finally {
            this.interpreter.leave();
        }
    }

    private void refuseSecond() {
        if (this.interpreter != null && this.interpreter.hasCurrentThread()) {
            throw new GuestCallException(REENTRANT_CALL, null,
                    "Bundle '" + this.ledger.bundleName()
                            + "' was called by a thread that is in a bundle of the same language: the"
                            + " interpreter, of which a process has one, cannot be entered twice by one thread. Call it"
                            + " after that has returned, or from another thread without waiting for that");
        }
        if (isSeated(Thread.currentThread())) {
            throw new GuestCallException(REENTRANT_CALL, null,
                    "Bundle '" + this.ledger.bundleName()
                            + "' was called by a thread that is in it: what it had called has"
                            + " called it again, and a script cannot be entered twice. Call it after it has"
                            + " returned, or from another thread without waiting for that");
        }
    }

    /** Only a thread itself writes its entry, so it sees that without any order. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isSeated(Thread thread) {
        for (int i = 0; i < this.seats.length; i++) {
            if (this.sitting.getPlain(i) == thread) {
                return true;
            }
        }
        return false;
    }

    private boolean acquire(long nanos) {
        if (this.free.tryAcquire()) {
            return true;
        }
        boolean interrupted = false;
        try {
            long deadline = System.nanoTime() + nanos;
            while (true) {
                try {
                    return this.free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
                catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The permit says that there is one; of a single one it says whose that is.
     */
    private Seat sitDown() {
        Thread me = Thread.currentThread();
        if (this.seats.length == 1) {
            this.sitting.setOpaque(0, me);
            return this.seats[0];
        }
        for (int i = 0;; i = (i + 1) % this.seats.length) {
            if (this.sitting.getPlain(i) == null && this.sitting.compareAndSet(i, null, me)) {
                return this.seats[i];
            }
        }
    }

    /**
     * Returns what is told who has waited in vain.
     * @param nanos how long that was
     * @return the failure, with code 9
     */
    public GuestCallException notFree(long nanos) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < this.seats.length; i++) {
            Thread thread = this.sitting.getOpaque(i);
            if (thread != null) {
                names.append((names.length() == 0) ? " by thread '" : ", '").append(thread.getName()).append('\'');
            }
        }
        return new GuestCallException(REENTRANT_CALL, null,
                "Bundle '" + this.ledger.bundleName() + "' has been busy for " + TimeUnit.NANOSECONDS.toSeconds(nanos)
                        + " seconds: " + ((this.seats.length == 1) ? "its script is" : "all its instances are")
                        + " in use" + names
                        + ". Look what it waits for, or whether it loops; a reload gives the calls to come a new one");
    }

    /**
     * What machines of several bundles share, and one thread cannot be in twice, by
     * whatever machine it comes. Thread-safe; different threads may be in it.
     */
    public static final class Interpreter {

        private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

        /** Creates it without anybody inside. */
        public Interpreter() {
        }

        private boolean hasCurrentThread() {
            return this.inside.contains(Thread.currentThread());
        }

        private void enter() {
            this.inside.add(Thread.currentThread());
        }

        private void leave() {
            this.inside.remove(Thread.currentThread());
        }

    }

    /** The right of one thread to be in a machine. */
    public final class Seat {

        private final int number;

        /**
         * The host table of the machine; written while it is staged, before others see
         * it.
         */
        private long hostTable;

        /** What the machine has said of a failure, in order. */
        private volatile String notes = "";

        private Seat(int number) {
            this.number = number;
        }

        /**
         * {@return which machine this is, from 0}
         */
        public int number() {
            return this.number;
        }

        /**
         * Notes which host table the machine shows. Only while it is staged.
         * @param table the address of the table
         */
        public void showsTable(long table) {
            this.hostTable = table;
        }

        /**
         * {@return the address of the host table that the machine shows}
         */
        public long hostTable() {
            return this.hostTable;
        }

        /**
         * Returns whether this is a seat among some others.
         * @param others the seats of a generation, or {@code null}
         * @return whether it is one of them
         */
        @SuppressWarnings("ReferenceEquality")
        public boolean isOf(@Nullable Seats others) {
            return Seats.this == others;
        }

        /**
         * Leaves the machine. Once, by the thread that took the seat. The permit tells
         * the next one that the seat is free, and what the machine has done.
         */
        public void leave() {
            if (!this.notes.isEmpty()) {
                this.notes = "";
            }
            Seats.this.sitting.setOpaque(this.number, null);
            if (Seats.this.interpreter != null) {
                Seats.this.interpreter.leave();
            }
            Seats.this.free.release();
        }

        /**
         * Notes what the machine says of a failure, behind what it has said before. By
         * one thread at a time.
         * @param text what it says
         */
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void note(String text) {
            this.notes = this.notes.isEmpty() ? text : this.notes + "; " + text;
        }

        /**
         * Returns what was noted since it was asked for last.
         * @return the text, or {@code null} if nothing was
         */
        public @Nullable String takeNote() {
            String taken = this.notes;
            this.notes = "";
            return taken.isEmpty() ? null : taken;
        }

    }

}
