package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * Where figures come from.
 *
 * @param processor its model
 * @param processors how many of them this process may use
 * @param memory bytes
 * @param kernel name and version
 * @param fileSystem the type of the file system that bundles and their copies lie on
 * @param jvm name and version
 * @param date the day, in UTC
 */
record Machine(String processor, int processors, long memory, String kernel, String fileSystem, String jvm,
        LocalDate date) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private static final String UNKNOWN = "processor of unknown model";

    /**
     * Looks at this one.
     * @param folder where bundles and their copies are made
     */
    static Machine here(Path folder) {
        try {
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Machine(model(Files.readString(PROCESSORS)), system.getAvailableProcessors(),
                    system.getTotalMemorySize(), system.getName() + ' ' + system.getVersion(),
                    Files.getFileStore(folder).type(), System.getProperty("java.vm.name") + ' ' + Runtime.version(),
                    LocalDate.now(ZoneOffset.UTC));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Returns what the kernel calls the processor.
     * @param information {@code /proc/cpuinfo}: by name on x86-64, by numbers on AArch64
     */
    static String model(String information) {
        Function<String, Optional<String>> value = (name) -> information.lines()
            .filter((line) -> line.startsWith(name))
            .map((line) -> line.substring(line.indexOf(':') + 1).strip().replaceAll("\\s+", " "))
            .findFirst();
        return value.apply("model name").orElseGet(() -> {
            String numbers = Stream.of("CPU implementer", "CPU part")
                .flatMap((name) -> value.apply(name).map((number) -> name + ' ' + number).stream())
                .collect(Collectors.joining(", "));
            return numbers.isEmpty() ? UNKNOWN : numbers;
        });
    }

    /** Returns all of it in a line. */
    String toLine() {
        return String.join("; ", this.processor, this.processors + " processors",
                String.format(Locale.ROOT, "%.1f GiB of memory", (double) this.memory / (1 << 30)), this.kernel,
                this.fileSystem, this.jvm, this.date.toString());
    }

}
