package io.polyplug.epoch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of threads, of which no two are alike: a home slot is found by one, and is the
 * thread's that has it. {@link Thread#getId()} may be overridden, and two threads may
 * then have one id; {@code Thread.threadId()}, since Java 19, may not. Before that a
 * thread whose class overrides it gets an id from here. Static and thread-safe.
 */
public final class ThreadIds {

    /** The JVM will never count so many threads. */
    private static final long FIRST_GIVEN = 1L << 48;

    private static final AtomicLong NEXT_GIVEN = new AtomicLong(FIRST_GIVEN);

    private static final ThreadLocal<Long> GIVEN = ThreadLocal.withInitial(NEXT_GIVEN::getAndIncrement);

    /** Whether the threads of a class say who they are by a method of their own. */
    private static final ClassValue<Boolean> OVERRIDDEN = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("getId").getDeclaringClass() != Thread.class;
            }
            catch (NoSuchMethodException ex) {
                throw new IllegalStateException(ex);
            }
        }

    };

    private static final MethodHandle ID = find();

    private ThreadIds() {
    }

    private static MethodHandle find() {
        MethodType type = MethodType.methodType(long.class);
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "threadId", type);
        }
        catch (NoSuchMethodException ex) {
            return checked();
        }
        catch (IllegalAccessException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private static MethodHandle checked() {
        try {
            return MethodHandles.lookup()
                .findStatic(ThreadIds.class, "ownOrGiven", MethodType.methodType(long.class, Thread.class));
        }
        catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** Of the calling thread, where ids can be overridden. */
    static long ownOrGiven(Thread thread) {
        Class<?> type = thread.getClass();
        return (type != Thread.class && OVERRIDDEN.get(type)) ? GIVEN.get() : thread.getId();
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
