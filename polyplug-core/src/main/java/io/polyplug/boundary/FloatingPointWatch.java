package io.polyplug.boundary;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ffi.FloatingPoint;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;

/**
 * Puts back what bundles do to the floating-point environment of threads, and tells which
 * of them do. Thread-safe.
 * <p>
 * Nothing is logged, and nothing waited for, on a thread that calls: it may hold a pin.
 * One daemon thread does both; it sleeps as long as nobody calls.
 */
public final class FloatingPointWatch implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.host");

    /** How long functions are called without a look after a few calls were checked. */
    private static final long UNCHECKED = TimeUnit.SECONDS.toNanos(1);

    /** Milliseconds that an appender may take to end. */
    private static final long LONGEST_END = 5_000;

    private static final String CURE = "Have it put back what it changes before it returns (fegetenv and fesetenv), or"
            + " say floating_point = \"restore\" under [jvm] in the bundle's manifest";

    private final FloatingPoint floatingPoint;

    private final Queue<String> untold = new ConcurrentLinkedQueue<>();

    private final Queue<GuestInterface> unchecked = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean foreignTold = new AtomicBoolean();

    private final Thread thread;

    private volatile boolean closed;

    /**
     * Begins to watch.
     * @param backend how native code is reached
     */
    public FloatingPointWatch(NativeBackend backend) {
        this.floatingPoint = new FloatingPoint(backend);
        this.thread = new Thread(this::run, "polyplug-floating-point");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Returns access to the environment.
     * @return the environment of whichever thread asks
     */
    public FloatingPoint floatingPoint() {
        return this.floatingPoint;
    }

    /**
     * Calls a function and looks at the environment before and after.
     * @param stack of the calling thread
     * @param target whose function it is
     * @param functionId which function
     * @param name describes the function
     * @param call makes the call
     */
    public void check(CallStack stack, GuestInterface target, int functionId, Supplier<String> name, Runnable call) {
        Change change = new Change();
        try {
            keep(stack, change, call);
        }
        finally {
            if (change.what != null) {
                found(target, name, change.what);
            }
            else if (target.checked().passed(functionId)) {
                this.unchecked.add(target);
                LockSupport.unpark(this.thread);
            }
        }
    }

    /**
     * Puts back what a call has changed that was not looked at before; tells it.
     * @param target whose function was called
     * @param name describes the function
     */
    public void changed(GuestInterface target, Supplier<String> name) {
        if (!this.floatingPoint.isAccessible()) {
            return;
        }
        String what;
        try (FloatingPoint.Environment now = this.floatingPoint.current()) {
            what = now.describe();
        }
        this.floatingPoint.restore();
        found(target, name, what);
    }

    private void found(GuestInterface target, Supplier<String> name, String what) {
        Generation owner = target.owner();
        boolean known = owner.restoresFloatingPoint();
        if (owner.ledger().markChangesFloatingPoint() && !known) {
            tell(name.get() + " came back with " + what + " set on the thread that called it, which makes Java's"
                    + " arithmetic wrong there. It was put back, and will be after each call of this bundle until the"
                    + " process ends, which makes its calls slower. " + CURE);
        }
        owner.interfaces().forEach((each) -> each.checked().clear());
    }

    /**
     * Runs native code of a bundle that is not a contract's function.
     * @param stack of the calling thread
     * @param owner whose code it is
     * @param name describes the code
     * @param code makes the call
     */
    public void keep(CallStack stack, Generation owner, Supplier<String> name, Runnable code) {
        Change change = new Change();
        try {
            keep(stack, change, code);
        }
        finally {
            if (change.what != null && !owner.restoresFloatingPoint() && owner.ledger().markToldOfFloatingPoint()) {
                String what = change.what;
                tell(name.get() + " came back with " + what + " set on the thread that called it. It was put"
                        + " back, as it always is there. " + CURE);
            }
        }
    }

    /**
     * Runs code that may be native, without a word.
     * @param stack of the calling thread
     * @param code makes the calls
     */
    public void keepSilently(CallStack stack, Runnable code) {
        keep(stack, new Change(), code);
    }

    /**
     * What a thread brings along from elsewhere is put back, too; inside of a guest it is
     * the guest's, and stays as it is.
     */
    private void keep(CallStack stack, Change change, Runnable code) {
        if (!this.floatingPoint.isAccessible()) {
            code.run();
            return;
        }
        try (FloatingPoint.Environment before = this.floatingPoint.current()) {
            boolean ours = !stack.isAnswering();
            if (ours && !before.isStandard()) {
                this.floatingPoint.restore();
                tellForeign(before.describe());
            }
            try {
                code.run();
            }
            finally {
                putBack(change, before, ours);
            }
        }
    }

    private void putBack(Change change, FloatingPoint.Environment before, boolean ours) {
        try (FloatingPoint.Environment after = this.floatingPoint.current()) {
            if (ours ? after.isStandard() : after.isLike(before)) {
                return;
            }
            change.what = after.describe();
            if (ours) {
                this.floatingPoint.restore();
            }
            else {
                before.restore();
            }
        }
    }

    private void tellForeign(String what) {
        if (this.foreignTold.compareAndSet(false, true)) {
            tell("A thread came to a call of a bundle with " + what
                    + " set, which makes Java's arithmetic wrong. It was"
                    + " put back. A native library that is no bundle left it so, or a bundle's function in one of the"
                    + " calls that are not looked at. Say floating_point = \"restore\" under [jvm] in the manifest of a"
                    + " bundle that may do it");
        }
    }

    private void tell(String message) {
        this.untold.add(message);
        LockSupport.unpark(this.thread);
    }

    private void run() {
        while (!this.closed) {
            if (this.untold.isEmpty() && this.unchecked.isEmpty()) {
                LockSupport.park(this);
            }
            logUntold();
            if (!this.unchecked.isEmpty()) {
                waitUntil(System.nanoTime() + UNCHECKED);
                checkAgain();
            }
        }
        logUntold();
    }

    private void waitUntil(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0 && !this.closed; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            logUntold();
        }
    }

    private void checkAgain() {
        for (GuestInterface next = this.unchecked.poll(); next != null; next = this.unchecked.poll()) {
            next.checked().checkAgain();
        }
    }

    /** An appender that throws must not end the thread. */
    private void logUntold() {
        for (String message = this.untold.poll(); message != null; message = this.untold.poll()) {
            try {
                logger.warn("{}", message);
            }
            catch (RuntimeException ex) {
                // Nobody is left to tell.
            }
        }
    }

    /** Ends the thread, after it has told what there is to tell. */
    @Override
    public void close() {
        this.closed = true;
        LockSupport.unpark(this.thread);
        try {
            this.thread.join(LONGEST_END);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a call has changed. */
    private static final class Change {

        private @Nullable String what;

    }

}
