package io.polyplug.benchmarks;

/**
 * {@code mirror(Buffer) -> Buffer}. By the bare ways the guest allocates by an upcall of
 * {@code malloc}, and the caller frees what it gets.
 */
final class MirrorCalls {

    private static final int FUNCTION = 3;

    private static final int SIZE = 4096;

    private MirrorCalls() {
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

    private static byte[] marked(byte[] bytes, int i) {
        bytes[bytes.length - 1] = (byte) i;
        return bytes;
    }

    private static long checksum(byte[] answer) {
        return (long) answer.length + answer[answer.length - 1];
    }

    // The same three times: what the compiler learns about a line must not mix ways.

    private static Call proxy(Measured measured) {
        byte[] bytes = new byte[SIZE];
        return (i) -> checksum(measured.mirror(marked(bytes, i)));
    }

    private static Call jni(Measured measured) {
        byte[] bytes = new byte[SIZE];
        return (i) -> checksum(measured.mirror(marked(bytes, i)));
    }

    private static Call java(Measured measured) {
        byte[] bytes = new byte[SIZE];
        return (i) -> checksum(measured.mirror(marked(bytes, i)));
    }

    private static Call raw(Bound bound) {
        RawFrame frame = new RawFrame();
        byte[] bytes = new byte[SIZE];
        return (i) -> {
            frame.putBytes(marked(bytes, i));
            frame.call(bound.function);
            return checksum(frame.takeResult());
        };
    }

    private static Call jna(Bound bound) {
        FfiFrame frame = new FfiFrame();
        byte[] bytes = new byte[SIZE];
        return (i) -> {
            frame.putBytes(marked(bytes, i));
            frame.call(bound.function);
            return checksum(frame.takeResult());
        };
    }

}
