package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory of this process and of those it has started. All of the Java heap is
 * resident from the start, so what grows of the resident memory is the rest.
 *
 * @param resident bytes
 * @param heap bytes of the Java heap that are in use
 */
record ProcessMemory(long resident, long heap) {

    private static final long PAGE = 4096;

    /** What is found to be unused is often let go of only by the next collection. */
    private static final int COLLECTIONS = 3;

    /**
     * Looks, once the collector has run and the C library has given back what is free.
     */
    static ProcessMemory atRest() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        trim();
        Runtime runtime = Runtime.getRuntime();
        ProcessHandle self = ProcessHandle.current();
        long resident = Stream.concat(Stream.of(self), self.descendants()).mapToLong(ProcessMemory::resident).sum();
        return new ProcessMemory(resident, runtime.totalMemory() - runtime.freeMemory());
    }

    private static long resident(ProcessHandle process) {
        try {
            String pages = Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm")).split(" ", -1)[1];
            return Long.parseLong(pages) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @SuppressWarnings("restricted")
    private static void trim() {
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
    }

}
