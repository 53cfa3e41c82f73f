package io.polyplug.benchmarks;

import java.nio.charset.StandardCharsets;

import io.polyplug.benchmarks.RawHost.RawFunction;

/**
 * {@code greet(StringView) -> StringView}: what a string of 5 characters costs there, and
 * one of 11 back.
 */
final class GreetCalls {

    static final int FUNCTION = 1;

    /** The compiler must not know what comes back. */
    private static final String[] NAMES = { "world", "there", "Frida", "Oskar" };

    private GreetCalls() {
    }

    private static long checksum(String answer) {
        return answer.charAt(answer.length() - 1);
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

        String call(String name) {
            return this.measured.greet(name);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += checksum(call(NAMES[i % NAMES.length]));
            }
            return results;
        }

    }

    /**
     * Through a downcall handle; the guest allocates by an upcall of {@code malloc}, and
     * the result is freed by a downcall.
     */
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

        String call(String name) {
            this.frame.putBytes(name.getBytes(StandardCharsets.UTF_8));
            this.frame.call(this.function);
            return new String(this.frame.takeResult(), StandardCharsets.UTF_8);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += checksum(call(NAMES[i % NAMES.length]));
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

        String call(String name) {
            return JniCalls.greet(name);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += checksum(call(NAMES[i % NAMES.length]));
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

        String call(String name) {
            this.frame.putBytes(name.getBytes(StandardCharsets.UTF_8));
            this.frame.call(this.function);
            return new String(this.frame.takeResult(), StandardCharsets.UTF_8);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += checksum(call(NAMES[i % NAMES.length]));
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

        String call(String name) {
            return this.measured.greet(name);
        }

        @Override
        public long run(int operations) {
            long results = 0;
            for (int i = 0; i < operations; i++) {
                results += checksum(call(NAMES[i % NAMES.length]));
            }
            return results;
        }

    }

}
