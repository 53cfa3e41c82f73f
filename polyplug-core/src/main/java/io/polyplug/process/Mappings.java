package io.polyplug.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where this process has code of files mapped, at one moment, as Linux tells it.
 * Immutable. The list grows with everything that is mapped: read it where that is rare.
 *
 * @param code the system's lines about executable mappings
 */
public record Mappings(List<String> code) {

    /**
     * Reads the mappings of this process.
     * @return the mappings; none where the system does not say
     */
    public static Mappings ofThisProcess() {
        return read(Path.of("/proc/self/maps"));
    }

    static Mappings read(Path list) {
        if (!Files.isReadable(list)) {
            return new Mappings(List.of());
        }
        // Names are bytes, which Latin-1 keeps as they are.
        try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
            return new Mappings(lines.filter(Mappings::isExecutable).toList());
        }
        catch (IOException | UncheckedIOException ex) {
            return new Mappings(List.of());
        }
    }

    private static boolean isExecutable(String line) {
        return line.startsWith("x", line.indexOf(' ') + 3);
    }

    /**
     * Returns where code of the files in a folder is mapped.
     * @param folder the folder
     * @return the executable mappings
     */
    public List<Range> codeIn(Path folder) {
        String bytes = new String((folder + "/").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return this.code.stream().filter((line) -> line.contains(bytes)).map(Range::of).toList();
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
