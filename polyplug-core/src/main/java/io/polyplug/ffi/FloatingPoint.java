package io.polyplug.ffi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.polyplug.platform.Platform;

/**
 * The floating-point environment of the calling thread, which Java needs as the JVM has
 * set it up and native code can change: rounding, flushing of small numbers to zero,
 * traps. Thread-safe; on other systems than Linux nothing is found.
 */
public final class FloatingPoint {

    /** What {@code FE_DFL_ENV} is in glibc and musl. */
    private static final long STANDARD_ENVIRONMENT = -1;

    /** Room for a {@code fenv_t}: 32 bytes on x86-64, 8 on AArch64. */
    private static final int ENVIRONMENT_SIZE = 64;

    private static final int ALIGNMENT = 16;

    private static final boolean LINUX = Platform.current().isLinux();

    private static final boolean X86 = Platform.current().isX86();

    /** The control word of the x87 unit, at the start of a {@code fenv_t} on x86-64. */
    private static final int X87_STANDARD = 0x37f;

    /** Offset of MXCSR in a {@code fenv_t} on x86-64. */
    private static final int MXCSR = 28;

    /** All exceptions masked, rounding to nearest. */
    private static final int MXCSR_STANDARD = 0x1f80;

    /** Without the flags that arithmetic itself sets. */
    private static final int MXCSR_CONTROL = 0xffc0;

    /** What no compiler may know, or it would do the arithmetic itself. */
    private static double oneAndThreeQuartersOfTheLeastNormal = 0x1.cp-1022;

    private final NativeBackend backend;

    private final long get;

    private final long set;

    /**
     * Creates access to the environment.
     * @param backend how native code is reached
     */
    public FloatingPoint(NativeBackend backend) {
        this.backend = backend;
        this.get = backend.processSymbol("fegetenv");
        this.set = backend.processSymbol("fesetenv");
        if (isAccessible()) {
            // What the backend makes at first use is not to be made under a pin.
            current().close();
        }
    }

    /**
     * Returns whether the environment can be looked at and changed here.
     * @return {@code false} if nothing but {@link #keep} does anything
     */
    public boolean isAccessible() {
        return LINUX && canBeKept();
    }

    private boolean canBeKept() {
        return this.get != 0 && this.set != 0;
    }

    /**
     * Runs native code, after which the calling thread's environment is as before.
     * Whatever the system, as long as its C library can do so.
     * @param <T> what the code answers
     * @param code makes the call
     * @return the answer
     */
    public <T> T keep(Supplier<T> code) {
        if (!canBeKept()) {
            return code.get();
        }
        long address = this.backend.require(ENVIRONMENT_SIZE, ALIGNMENT);
        try {
            this.backend.invoke(NativeBackend.Shape.WORD, this.get, 0, address);
            try {
                return code.get();
            }
            finally {
                restore(address);
            }
        }
        finally {
            this.backend.free(address);
        }
    }

    /**
     * Returns whether arithmetic gives what Java says. Costs four additions and no native
     * call; knows nothing of traps.
     * @return {@code false} if small numbers become zero, or results are not rounded to
     * nearest
     */
    public static boolean isExact() {
        // Three quarters of the least normal number: 0 where results are flushed to zero.
        double small = oneAndThreeQuartersOfTheLeastNormal - Double.MIN_NORMAL;
        // Beside this number that is three quarters of a step. Flushed as an operand, or
        // rounded down, there is no step; rounded up a quarter more is a second one.
        double sum = (small + 0x1p-970) + Double.MIN_NORMAL / 4;
        return sum == 0x1.0000000000001p-970;
    }

    /**
     * Reads the environment.
     * @return a copy, to be restored or just closed
     */
    public Environment current() {
        long address = this.backend.require(ENVIRONMENT_SIZE, ALIGNMENT);
        this.backend.invoke(NativeBackend.Shape.WORD, this.get, 0, address);
        return new Environment(address);
    }

    /**
     * Puts the calling thread's environment back to what Java needs.
     */
    public void restore() {
        restore(STANDARD_ENVIRONMENT);
    }

    private void restore(long address) {
        this.backend.invoke(NativeBackend.Shape.WORD, this.set, 0, address);
    }

    /**
     * Returns the function that puts the environment back, for callers with a frame of
     * their own. Its argument is {@link #standardEnvironment()}.
     * @return the address of {@code fesetenv}
     */
    public long restoreFunction() {
        return this.set;
    }

    /**
     * Returns what names the environment that Java needs.
     * @return the argument of {@link #restoreFunction()}
     */
    public long standardEnvironment() {
        return STANDARD_ENVIRONMENT;
    }

    /**
     * A copy of a thread's environment, in native memory until it is closed.
     */
    public final class Environment implements AutoCloseable {

        private final long address;

        private final int control;

        private final int x87;

        private Environment(long address) {
            this.address = address;
            this.x87 = X86 ? FloatingPoint.this.backend.getInt(address) & 0xffff : X87_STANDARD;
            this.control = X86 ? FloatingPoint.this.backend.getInt(address + MXCSR) & MXCSR_CONTROL
                    : FloatingPoint.this.backend.getInt(address);
        }

        /**
         * Returns whether it is what Java needs.
         * @return {@code true} if nothing has to be put back
         */
        public boolean isStandard() {
            return this.x87 == X87_STANDARD && this.control == (X86 ? MXCSR_STANDARD : 0);
        }

        /**
         * Returns whether another copy says the same.
         * @param other the other one
         * @return {@code true} if only results differ that arithmetic notes there
         */
        public boolean isLike(Environment other) {
            return this.x87 == other.x87 && this.control == other.control;
        }

        /** Puts it back on the calling thread. */
        public void restore() {
            FloatingPoint.this.restore(this.address);
        }

        /**
         * Returns how it differs from what Java needs.
         * @return for example {@code flush-to-zero and rounding upwards}
         */
        public String describe() {
            List<String> found = X86 ? describeX86() : describeAarch64();
            return found.isEmpty() ? "other control bits" : String.join(" and ", found);
        }

        private List<String> describeX86() {
            List<String> found = new ArrayList<>();
            addIf(found, (this.control & 0x8000) != 0, "flush-to-zero");
            addIf(found, (this.control & 0x40) != 0, "denormals-are-zero");
            addRounding(found, this.control >> 13 & 3);
            addIf(found, (this.control & MXCSR_STANDARD) != MXCSR_STANDARD, "traps");
            addIf(found, this.x87 != X87_STANDARD, "another x87 control word");
            return found;
        }

        private List<String> describeAarch64() {
            List<String> found = new ArrayList<>();
            addIf(found, (this.control & 1 << 24) != 0, "flush-to-zero");
            int rounding = this.control >> 22 & 3;
            addRounding(found, (rounding == 1 || rounding == 2) ? 3 - rounding : rounding);
            addIf(found, (this.control & 0x9f00) != 0, "traps");
            return found;
        }

        private static void addIf(List<String> found, boolean present, String what) {
            if (present) {
                found.add(what);
            }
        }

        /** As x86 numbers the ways. */
        private static void addRounding(List<String> found, int way) {
            String[] names = { "", "rounding downwards", "rounding upwards", "rounding towards zero" };
            addIf(found, way != 0, names[way]);
        }

        @Override
        public void close() {
            FloatingPoint.this.backend.free(this.address);
        }

    }

}
