package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

import com.sun.management.ThreadMXBean;

/**
 * A call, and a loop of its own around it.
 *
 * @param name what it is, for the table
 * @param loop makes so many calls, and returns the nanoseconds that took
 */
record Variant(String name, LongUnaryOperator loop) {

    static Variant of(String name, Call call) {
        return new Variant(name, loop(call));
    }

    /** Makes so many calls, and returns the nanoseconds that took. */
    long nanos(int operations) {
        return this.loop.applyAsLong(operations);
    }

    /** Returns the bytes on the Java heap that one of so many operations takes. */
    double allocated(int operations) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        nanos(operations);
        return Math.rint((double) (threads.getCurrentThreadAllocatedBytes() - before) / operations * 100) / 100;
    }

    /**
     * Each loop is a copy of the class, so that what the compiler learns about one call
     * does not decide how another is compiled.
     */
    private static LongUnaryOperator loop(Call call) {
        return (LongUnaryOperator) copied(Loop.class, Call.class, call);
    }

    /**
     * Returns an instance of a copy of a class, about which the compiler learns for
     * itself.
     * @param type the class, which is in this package and has a constructor with one
     * parameter
     * @param parameter the type of the parameter
     * @param argument the argument
     */
    static <T> Object copied(Class<?> type, Class<T> parameter, T argument) {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream code = Objects.requireNonNull(type.getResourceAsStream(file))) {
            Class<?> copy = MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), true).lookupClass();
            return copy.getDeclaredConstructor(parameter).newInstance(argument);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** The loop that is copied. */
    static final class Loop implements LongUnaryOperator {

        private final Call call;

        /** Keeps the results from being optimised away. */
        volatile long results;

        Loop(Call call) {
            this.call = call;
        }

        @Override
        public long applyAsLong(long operations) {
            Call own = this.call;
            long sum = 0;
            long start = System.nanoTime();
            for (int i = 0; i < (int) operations; i++) {
                sum += own.call(i);
            }
            long nanos = System.nanoTime() - start;
            this.results = sum;
            return nanos;
        }

    }

}
