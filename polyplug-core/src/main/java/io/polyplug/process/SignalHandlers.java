package io.polyplug.process;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.platform.Platform;

/**
 * The signal handlers of the process. Thread-safe; what is read may be changed by others
 * at any time.
 */
public final class SignalHandlers {

    /** {@code SIG_DFL} is 0 and {@code SIG_IGN} is 1. */
    private static final long SIG_IGN = 1;

    /**
     * {@code struct sigaction}: 152 bytes of glibc and musl on x86-64 and AArch64. The
     * handler is its first word, the mask begins with the second.
     */
    private static final int ACTION_SIZE = 160;

    private static final int MASK = Long.BYTES;

    private static final int FLAGS = Long.BYTES + 128;

    /** One more than the highest number. */
    private static final int SIGNALS = 32;

    private static final int SIG_SETMASK = 2;

    /** {@code sigset_t} of glibc and musl. */
    private static final int MASK_SIZE = 128;

    private final NativeBackend backend;

    private final long function;

    private final long mask;

    /** What the function reads and writes. */
    private final ByteBuffer action = ByteBuffer.allocateDirect(ACTION_SIZE).order(ByteOrder.nativeOrder());

    private final long actionAddress;

    /** The last one of all signals: they rarely change, and each library keeps one. */
    private Snapshot last = new Snapshot(ByteBuffer.allocate(SIGNALS * ACTION_SIZE).order(ByteOrder.nativeOrder()));

    /**
     * Finds the function that reads and sets handlers, where the whole process finds it:
     * with {@code libjsig} preloaded that is the one of that library.
     * @param backend how native code is reached
     * @param libraries the system's loader
     */
    public SignalHandlers(NativeBackend backend, Libraries libraries) {
        this.backend = backend;
        boolean linux = Platform.current().isLinux();
        this.function = linux ? libraries.symbol(0, "sigaction") : 0;
        this.mask = linux ? libraries.symbol(0, "pthread_sigmask") : 0;
        this.actionAddress = backend.addressOf(this.action);
    }

    /**
     * Reads all handlers.
     * @return what is set now; nothing that ever differs where the system is not Linux
     */
    public synchronized Snapshot snapshot() {
        Snapshot now = snapshot(EnumSet.allOf(Signal.class));
        if (!now.differences(this.last).isEmpty()) {
            this.last = now;
        }
        return this.last;
    }

    /**
     * Reads the handlers of some signals, which costs one system call each.
     * @param signals the signals
     * @return what is set now; for other signals, what the system does by default
     */
    public synchronized Snapshot snapshot(Set<Signal> signals) {
        ByteBuffer actions = ByteBuffer.allocate(SIGNALS * ACTION_SIZE).order(ByteOrder.nativeOrder());
        if (this.function != 0) {
            for (Signal signal : signals) {
                this.backend.invoke(Shape.WORD, this.function, 0, signal.number(), 0, this.actionAddress);
                actions.put(at(signal), this.action, 0, ACTION_SIZE);
            }
        }
        return new Snapshot(actions);
    }

    /**
     * Sets a handler as it was.
     * @param signal the signal
     * @param snapshot how it was
     */
    public synchronized void restore(Signal signal, Snapshot snapshot) {
        if (this.function != 0) {
            this.action.put(0, snapshot.actions(), at(signal), ACTION_SIZE);
            this.backend.invoke(Shape.WORD, this.function, 0, signal.number(), this.actionAddress, 0);
        }
    }

    /**
     * Sets what the system does by default.
     * @param signal the signal
     */
    public void reset(Signal signal) {
        restore(signal, snapshot(Set.of()));
    }

    /**
     * Notes which signals the calling thread blocks, for code that may change it: a
     * thread that blocks those of the JVM ends the process when it gets one.
     * @return sets it as it was when it is closed, which is to be on the same thread
     */
    public Blocked blocked() {
        ByteBuffer set = ByteBuffer.allocateDirect(MASK_SIZE).order(ByteOrder.nativeOrder());
        if (this.mask != 0) {
            this.backend.invoke(Shape.WORD, this.mask, 0, SIG_SETMASK, 0, this.backend.addressOf(set));
        }
        return () -> {
            if (this.mask != 0) {
                try {
                    this.backend.invoke(Shape.WORD, this.mask, 0, SIG_SETMASK, this.backend.addressOf(set), 0);
                }
                finally {
                    Reference.reachabilityFence(set);
                }
            }
        };
    }

    private static int at(Signal signal) {
        return signal.number() * ACTION_SIZE;
    }

    /** The signals that a thread blocks. */
    @FunctionalInterface
    public interface Blocked extends AutoCloseable {

        /** Has the thread block them again, and no others. */
        @Override
        void close();

    }

    /**
     * What was set at one moment. Immutable.
     *
     * @param actions one {@code struct sigaction} a signal, in native byte order
     */
    public record Snapshot(ByteBuffer actions) {

        /**
         * Returns the signals that are handled differently.
         * @param other another moment
         * @return the signals whose handler, mask or flags differ
         */
        public Set<Signal> differences(Snapshot other) {
            Set<Signal> differences = EnumSet.noneOf(Signal.class);
            for (Signal signal : Signal.values()) {
                if (differ(at(signal), this.actions, other.actions)) {
                    differences.add(signal);
                }
            }
            return differences;
        }

        /**
         * The system knows 64 signals, one word of the mask. glibc fills the rest of it
         * with what lay on its stack.
         */
        private static boolean differ(int at, ByteBuffer one, ByteBuffer other) {
            return one.getLong(at) != other.getLong(at) || one.getLong(at + MASK) != other.getLong(at + MASK)
                    || one.getInt(at + FLAGS) != other.getInt(at + FLAGS);
        }

        /**
         * Returns the code that handles a signal.
         * @param signal the signal
         * @return an address; 0 or 1 where there is no handler
         */
        public long handler(Signal signal) {
            return this.actions.getLong(at(signal));
        }

        /**
         * Returns whether a signal is handled by code.
         * @param signal the signal
         * @return {@code false} where the system acts, or the signal is ignored
         */
        public boolean isHandled(Signal signal) {
            return Long.compareUnsigned(handler(signal), SIG_IGN) > 0;
        }

        /**
         * {@return the signals that are handled by code}
         */
        public Set<Signal> handled() {
            Set<Signal> handled = EnumSet.noneOf(Signal.class);
            for (Signal signal : Signal.values()) {
                if (isHandled(signal)) {
                    handled.add(signal);
                }
            }
            return handled;
        }

    }

}
