package io.polyplug.elf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All names in a Linux library: what it has, and what others must have. Reading them
 * takes its time; opening a library does without. Immutable.
 *
 * @param processor the processor that it was built for, such as {@code x86_64}
 * @param needed the names of the libraries that it needs
 * @param defined the functions and variables that it has for others
 * @param required the functions and variables that it cannot do without
 * @param requiredVersions the versions of symbols that must be there, by the name of the
 * library that is to have them, such as {@code GLIBC_2.34}
 * @param definedVersions the versions of symbols that it has
 */
public record ElfNames(String processor, List<String> needed, Set<String> defined, Set<String> required,
        Map<String, Set<String>> requiredVersions, Set<String> definedVersions) {

    private static final int HEADER_SIZE = 64;

    private static final int ENTRY_SIZE = 24;

    private static final int STB_LOCAL = 0;

    private static final int STB_GLOBAL = 1;

    private static final int WINDOW = 32 * 1024;

    /**
     * Reads the names.
     * @param library a file that {@link ElfFile} could be read from
     * @return its names
     * @throws IOException if the file cannot be read, or is no library
     */
    public static ElfNames read(Path library) throws IOException {
        try (FileChannel channel = FileChannel.open(library, StandardOpenOption.READ)) {
            FileWindow file = new FileWindow(channel, channel.size(), WINDOW);
            file.require(0, HEADER_SIZE, "header");
            ElfSegments segments = new ElfSegments(file);
            FileWindow texts = new FileWindow(channel, channel.size(), WINDOW);
            ElfDynamic dynamic = new ElfDynamic(texts, segments);
            Set<String> defined = new TreeSet<>();
            Set<String> required = new TreeSet<>();
            long count = dynamic.symbolCount();
            long symbol = dynamic.symbolPosition(count, ENTRY_SIZE);
            for (long index = 1; index < count; index++) {
                long entry = symbol + index * ENTRY_SIZE;
                int binding = file.u8(entry + 4) >> 4;
                boolean here = file.u16(entry + 6) != 0;
                if (here ? binding != STB_LOCAL : binding == STB_GLOBAL) {
                    (here ? defined : required).add(dynamic.name(file.u32(entry)));
                }
            }
            ElfVersions versions = new ElfVersions(file, segments, dynamic);
            return new ElfNames(ElfFile.describe(file.u16(18)), List.copyOf(dynamic.needed()), Set.copyOf(defined),
                    Set.copyOf(required), Map.copyOf(versions.needed()), Set.copyOf(versions.defined()));
        }
        catch (ElfDefect ex) {
            throw new IOException(library + " " + ex.getMessage(), ex);
        }
    }

}
