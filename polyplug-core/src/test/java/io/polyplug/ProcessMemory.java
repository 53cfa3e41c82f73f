package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;

/**
 * How much memory this process has, as the kernel sees it.
 */
final class ProcessMemory {

    private static final long PAGE = 4096;

    private ProcessMemory() {
    }

    /**
     * Returns what is resident once the JVM has collected its garbage and the C library
     * has given back what nobody uses.
     */
    static long residentBytesAtRest() {
        System.gc();
        try {
            Function.getFunction("c", "malloc_trim").invokeInt(new Object[] { new NativeLong(0) });
        }
        catch (UnsatisfiedLinkError ex) {
            // Another C library than glibc keeps its free pages; the number is larger
            // then.
        }
        return residentBytes();
    }

    static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
