package io.polyplug.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process has mapped, as Linux tells it. Immutable; each question reads anew,
 * and the list grows with everything that is mapped: ask where it is rare.
 *
 * @param list the system's list, one mapping a line
 */
public record Mappings(Path list) {

    /**
     * Returns the mappings of this process.
     * @return the list
     */
    public static Mappings ofThisProcess() {
        return new Mappings(Path.of("/proc/self/maps"));
    }

    /**
     * Returns where code of the files in a folder is mapped.
     * @param folder the folder
     * @return the executable mappings; empty where the system does not say
     */
    public List<Range> codeIn(Path folder) {
        // Names are bytes, which Latin-1 keeps as they are.
        String bytes = new String((folder + "/").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (!Files.isReadable(this.list)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(this.list, StandardCharsets.ISO_8859_1)) {
            return lines.filter((line) -> line.contains(bytes) && isExecutable(line)).map(Range::of).toList();
        }
        catch (IOException | UncheckedIOException ex) {
            return List.of();
        }
    }

    private static boolean isExecutable(String line) {
        return line.startsWith("x", line.indexOf(' ') + 3);
    }

    /**
     * Addresses from {@code start} up to {@code end}.
     *
     * @param start the first address
     * @param end the first address behind it
     */
    public record Range(long start, long end) {

        static Range of(String line) {
            int dash = line.indexOf('-');
            return new Range(Long.parseUnsignedLong(line, 0, dash, 16),
                    Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16));
        }

        boolean holds(long address) {
            return Long.compareUnsigned(address, this.start) >= 0 && Long.compareUnsigned(address, this.end) < 0;
        }

    }

}
