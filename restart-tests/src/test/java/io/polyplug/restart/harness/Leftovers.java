package io.polyplug.restart.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks for what an application has left in its JVM. Knows the JDK alone, so that it
 * works beside applications as well as in them.
 */
public final class Leftovers {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private Leftovers() {
    }

    /** Collects garbage until nobody reaches an object any more; not for ever. */
    public static boolean isCollected(Reference<?> reference) {
        return becomes(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    /**
     * Returns the threads that polyplug or JNA started, once those that end have ended.
     */
    public static List<String> threads() {
        becomes(() -> ownThreads().isEmpty());
        return ownThreads();
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .map(Thread::getName)
            .filter((name) -> name.startsWith("polyplug") || name.startsWith("JNA"))
            .sorted()
            .toList();
    }

    /** Returns what is mapped from a folder, once those libraries that go have gone. */
    public static List<String> libraries(Path folder) {
        return remaining((file) -> file.startsWith(folder + "/"));
    }

    /** Returns what is mapped from a folder now. */
    public static List<String> mapped(Path folder) {
        return mapped((file) -> file.startsWith(folder + "/"));
    }

    /** Returns the libraries that JNA has unpacked and are mapped, in the same way. */
    public static List<String> unpackedByJna() {
        return remaining((file) -> file.matches(".*/jna[^/]*\\.tmp.*"));
    }

    private static List<String> remaining(Predicate<String> which) {
        becomes(() -> mapped(which).isEmpty());
        return mapped(which);
    }

    private static List<String> mapped(Predicate<String> which) {
        System.gc();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map((line) -> line.replaceFirst("^(\\S+ +){5}", ""))
                .filter(which)
                .distinct()
                .sorted()
                .toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static boolean becomes(BooleanSupplier state) {
        long begin = System.nanoTime();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

}
