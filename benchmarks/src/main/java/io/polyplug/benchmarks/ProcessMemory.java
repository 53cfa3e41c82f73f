package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this process. All of the Java heap is resident from the start, so what
 * grows is the rest.
 */
final class ProcessMemory {

    private static final long PAGE = 4096;

    private ProcessMemory() {
    }

    /**
     * Returns the bytes that are resident once the collector has run and the C library
     * has given back what is free.
     */
    @SuppressWarnings("restricted")
    static long residentAtRest() {
        System.gc();
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("malloc_trim").ifPresent((function) -> {
            MethodHandle trim = linker.downcallHandle(function,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            try {
                int trimmed = (int) trim.invokeExact(0L);
                assert trimmed >= 0;
            }
            catch (Throwable ex) {
                throw RawHost.unexpected(ex);
            }
        });
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the bytes of the Java heap that were in use when the collector ran last. */
    static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

}
