package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process has, as the kernel sees it.
 */
final class ProcessMemory {

    private static final long PAGE = 4096;

    private ProcessMemory() {
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
