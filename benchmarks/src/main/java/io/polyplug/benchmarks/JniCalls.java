package io.polyplug.benchmarks;

import java.nio.file.Path;

/** The functions of bundle {@code measured}, through JNI ({@code jni.c}). Thread-safe. */
final class JniCalls implements Measured {

    private JniCalls() {
    }

    /** Loads the library, which can be done once in a JVM. */
    @SuppressWarnings("restricted")
    static JniCalls load(Path library) {
        System.load(library.toString());
        prepare(Point.class);
        return new JniCalls();
    }

    private static native void prepare(Class<?> point);

    private static native long nativeAdd(int a, long b);

    private static native String nativeGreet(String name);

    private static native Point nativeMid(Point a, Point b);

    private static native byte[] nativeMirror(byte[] bytes);

    @Override
    public long add(int a, long b) {
        return nativeAdd(a, b);
    }

    @Override
    public String greet(String name) {
        return nativeGreet(name);
    }

    @Override
    public Point mid(Point a, Point b) {
        return nativeMid(a, b);
    }

    @Override
    public byte[] mirror(byte[] bytes) {
        return nativeMirror(bytes);
    }

    @Override
    public int callBack(int a, int b) {
        throw new UnsupportedOperationException("Not written for JNI");
    }

    @Override
    public long seconds(Unit unit, long count) {
        throw new UnsupportedOperationException("Not written for JNI");
    }

    @Override
    public Unit largest(long seconds) {
        throw new UnsupportedOperationException("Not written for JNI");
    }

}
