package io.polyplug.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.sun.jna.NativeLibrary;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.PolyplugException;

/**
 * The system below Java: its C library, and how it is reached.
 */
final class NativeSide {

    private static final String FFM = "ffm";

    private static final int QUERY = 0;

    private static final int PRIVATE_EXPEDITED = 1 << 3;

    private NativeSide() {
    }

    static List<Finding> examine(String wanted) {
        List<Finding> findings = new ArrayList<>();
        findings.add(cLibrary(Path.of("/proc/self/maps")));
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().backend(wanted).build()) {
            String backend = runtime.backend();
            findings.add(backend(backend));
            if (backend.equals(FFM) && isLinux()) {
                findings.add(barrier());
            }
        }
        catch (PolyplugException ex) {
            findings.add(Finding.fails("backend", ex.explanation().message()));
        }
        return findings;
    }

    private static Finding backend(String backend) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (backend.equals(FFM)) {
            return Finding.fine("backend", "ffm, on " + platform);
        }
        return Finding.slow("backend", backend + ", on " + platform
                + ": calls are not compiled, and each has a memory fence. 'ffm' on Java 25 has neither cost");
    }

    /** Judged by what is mapped, as the runtime does. */
    static Finding cLibrary(Path mappings) {
        try (Stream<String> lines = Files.lines(mappings, StandardCharsets.ISO_8859_1)) {
            List<String> files = lines.filter((line) -> line.contains("/ld-musl-") || line.contains("/libc.so.6"))
                .toList();
            if (files.stream().anyMatch((line) -> line.contains("/ld-musl-"))) {
                return Finding.slow("libc", "musl: it unmaps no library, so each reload keeps its memory, and libraries"
                        + " built for glibc may not open. Use an image with glibc");
            }
            return files.isEmpty() ? Finding.unknown("libc", "Neither glibc nor musl is mapped")
                    : Finding.fine("libc", "glibc: libraries are unmapped when they are replaced");
        }
        catch (IOException ex) {
            return Finding.unknown("libc", "This system does not say which it has: " + ex);
        }
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    /** Asks the kernel, and changes nothing. */
    private static Finding barrier() {
        long number = switch (System.getProperty("os.arch", "")) {
            case "amd64" -> 324;
            case "aarch64" -> 283;
            default -> -1;
        };
        if (number < 0) {
            return Finding.unknown("membarrier", "Not known on this processor");
        }
        try {
            int commands = NativeLibrary.getProcess()
                .getFunction("syscall")
                .invokeInt(new Object[] { number, (long) QUERY, 0L, 0L });
            return (commands > 0 && (commands & PRIVATE_EXPEDITED) != 0)
                    ? Finding.fine("membarrier", "The kernel has it, so calls need no memory fence")
                    : Finding.slow("membarrier", "The kernel denies it, so each call has a memory fence. It needs Linux"
                            + " 4.14, and a seccomp profile that allows the system call");
        }
        catch (LinkageError | IllegalArgumentException ex) {
            return Finding.unknown("membarrier", "The kernel could not be asked: " + ex);
        }
    }

}
