package io.polyplug.benchmarks;

import java.nio.file.Path;

import io.polyplug.benchmarks.Measured.Point;

/** The functions of bundle {@code measured}, through JNI ({@code jni.c}). */
final class JniCalls {

    private JniCalls() {
    }

    /** Loads the library, which can be done once in a JVM. */
    @SuppressWarnings("restricted")
    static void load(Path library) {
        System.load(library.toString());
        prepare(Point.class);
    }

    private static native void prepare(Class<?> point);

    static native long add(int a, long b);

    static native String greet(String name);

    static native Point mid(Point a, Point b);

    static native byte[] mirror(byte[] bytes);

}
