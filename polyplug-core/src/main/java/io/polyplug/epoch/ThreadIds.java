package io.polyplug.epoch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The ids of threads. {@link Thread#getId()} may be overridden, and two threads may then
 * have one id; {@code Thread.threadId()}, since Java 19, may not. Static and thread-safe.
 */
public final class ThreadIds {

    private static final MethodHandle ID = find();

    private ThreadIds() {
    }

    private static MethodHandle find() {
        MethodType type = MethodType.methodType(long.class);
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "threadId", type);
        }
        catch (NoSuchMethodException ex) {
            return getId(type);
        }
        catch (IllegalAccessException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private static MethodHandle getId(MethodType type) {
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "getId", type);
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /**
     * Returns the id of the calling thread.
     * @return the id, which is never used again
     */
    public static long current() {
        try {
            return (long) ID.invokeExact(Thread.currentThread());
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

}
