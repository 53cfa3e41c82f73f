package io.polyplug.benchmarks;

import io.polyplug.benchmarks.RawHost.RawFunction;

/** {@code add(i32, i64) -> i64}: what a call of primitives costs. */
final class AddCalls {

    static final int FUNCTION = 0;

    private AddCalls() {
    }

    /** Through a proxy of the runtime. */
    static final class Proxy implements Variant {

        private final String name;

        private final Measured measured;

        Proxy(String name, Measured measured) {
            this.name = name;
            this.measured = measured;
        }

        @Override
        public String name() {
            return this.name;
        }

        long call(int a) {
            return this.measured.add(a, 1L);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

    }

    /** Through a downcall handle, the frame reached by address. */
    static final class Raw implements Variant {

        private final RawFrame frame = new RawFrame();

        private volatile RawFunction function;

        Raw(RawHost host) {
            this.function = host.function(FUNCTION);
        }

        @Override
        public String name() {
            return "raw FFM";
        }

        long call(int a) {
            RawFrame.MEMORY.set(RawFrame.INT, this.frame.arguments, a);
            RawFrame.MEMORY.set(RawFrame.LONG, this.frame.arguments + 8, 1L);
            this.frame.call(this.function);
            return RawFrame.MEMORY.get(RawFrame.LONG, this.frame.result);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

        @Override
        public void close() {
            this.frame.close();
        }

    }

    /** Through a downcall handle, the frame a segment of a confined arena. */
    static final class Confined implements Variant {

        private final RawFrame frame = new RawFrame();

        private volatile RawFunction function;

        Confined(RawHost host) {
            this.function = host.function(FUNCTION);
        }

        @Override
        public String name() {
            return "raw FFM, confined arena";
        }

        long call(int a) {
            this.frame.checked.set(RawFrame.INT, RawFrame.ARGUMENTS, a);
            this.frame.checked.set(RawFrame.LONG, RawFrame.ARGUMENTS + 8, 1L);
            this.frame.callChecked(this.function);
            return this.frame.checked.get(RawFrame.LONG, RawFrame.RESULT);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

        @Override
        public void close() {
            this.frame.close();
        }

    }

    /** Through a native method. */
    static final class Jni implements Variant {

        @Override
        public String name() {
            return "JNI";
        }

        long call(int a) {
            return JniCalls.add(a, 1L);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

    }

    /** Through JNA's {@code ffi_call}. */
    static final class Ffi implements Variant {

        private final FfiFrame frame = new FfiFrame();

        private volatile RawFunction function;

        Ffi(RawHost host) {
            this.function = host.function(FUNCTION);
        }

        @Override
        public String name() {
            return "bare JNA";
        }

        long call(int a) {
            this.frame.memory.putInt(FfiFrame.ARGUMENTS, a);
            this.frame.memory.putLong(FfiFrame.ARGUMENTS + 8, 1L);
            this.frame.call(this.function);
            return this.frame.memory.getLong(FfiFrame.RESULT);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

    }

    /** Through an interface, in Java. */
    static final class Plain implements Variant {

        private final Measured measured = new JavaCalls();

        @Override
        public String name() {
            return "Java";
        }

        long call(int a) {
            return this.measured.add(a, 1L);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += call(i);
            }
            return results;
        }

    }

}
