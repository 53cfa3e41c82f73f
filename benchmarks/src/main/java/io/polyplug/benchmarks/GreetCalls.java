package io.polyplug.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * {@code greet(StringView) -> StringView}. By the bare ways the guest allocates by an
 * upcall of {@code malloc}, and the caller frees what it gets.
 */
final class GreetCalls {

    private static final int FUNCTION = 1;

    /** The compiler must not know what comes back. */
    private static final String[] NAMES = { "world", "there", "Frida", "Oskar" };

    private GreetCalls() {
    }

    static Call by(Way way, Hosts hosts) {
        return switch (way) {
            case PROXY, PROXY_JNA -> proxy(hosts.measured(way));
            case JNI -> jni(hosts.measured(way));
            case JAVA -> java(hosts.measured(way));
            case RAW, CONFINED -> raw(hosts.bound(way, FUNCTION));
            case JNA -> jna(hosts.bound(way, FUNCTION));
        };
    }

    static String name(int i) {
        return NAMES[i & (NAMES.length - 1)];
    }

    static long checksum(String answer) {
        return (long) answer.length() + answer.charAt(answer.length() - 1);
    }

    // The same three times: what the compiler learns about a line must not mix ways.

    private static Call proxy(Measured measured) {
        return (i) -> checksum(measured.greet(name(i)));
    }

    private static Call jni(Measured measured) {
        return (i) -> checksum(measured.greet(name(i)));
    }

    private static Call java(Measured measured) {
        return (i) -> checksum(measured.greet(name(i)));
    }

    static Call raw(Bound bound) {
        RawFrame frame = new RawFrame();
        return (i) -> {
            frame.putBytes(name(i).getBytes(StandardCharsets.UTF_8));
            frame.call(bound.function);
            return checksum(new String(frame.takeResult(), StandardCharsets.UTF_8));
        };
    }

    private static Call jna(Bound bound) {
        FfiFrame frame = new FfiFrame();
        return (i) -> {
            frame.putBytes(name(i).getBytes(StandardCharsets.UTF_8));
            frame.call(bound.function);
            return checksum(new String(frame.takeResult(), StandardCharsets.UTF_8));
        };
    }

}
