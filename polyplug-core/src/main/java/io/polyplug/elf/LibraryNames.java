package io.polyplug.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives libraries other names in an ELF file that names them, by writing over the names
 * where they stand: as its own, as ones that it needs, and as ones whose versions it
 * needs. Nothing else of the file changes, its length included. Thread-safe: it keeps
 * nothing.
 */
public final class LibraryNames {

    private static final int WINDOW = 32 * 1024;

    private final FileWindow file;

    private final ElfDynamic dynamic;

    private final ElfSegments segments;

    private final Map<String, String> names;

    /** What is to be written, by place in the file. */
    private final Map<Long, String> changes = new TreeMap<>();

    private LibraryNames(FileWindow file, Map<String, String> names) throws IOException, ElfDefect {
        this.file = file;
        this.segments = new ElfSegments(file);
        this.dynamic = new ElfDynamic(file, this.segments);
        this.names = names;
    }

    /**
     * Writes names over others.
     * @param library a file that is a shared library, and that nobody else reads
     * @param names new names by old ones, in ASCII and as long as these
     * @return whether it was done; {@code false} if the file shares the bytes of a name
     * with something else, and was not changed
     * @throws IOException if the file cannot be read or written, or is no library
     */
    public static boolean replace(Path library, Map<String, String> names) throws IOException {
        try (FileChannel channel = FileChannel.open(library, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            LibraryNames found = new LibraryNames(new FileWindow(channel, channel.size(), WINDOW), names);
            found.collect();
            if (found.areShared()) {
                return false;
            }
            for (Map.Entry<Long, String> change : found.changes.entrySet()) {
                ByteBuffer bytes = StandardCharsets.US_ASCII.encode(change.getValue());
                long place = change.getKey();
                while (bytes.hasRemaining()) {
                    place += channel.write(bytes, place);
                }
            }
            return true;
        }
        catch (ElfDefect ex) {
            throw new IOException(library + " " + ex.getMessage(), ex);
        }
    }

    private void collect() throws IOException, ElfDefect {
        for (long index : this.dynamic.libraryNames()) {
            add(index);
        }
        new ElfVersions(this.file, this.segments, this.dynamic).neededFiles(this::add);
    }

    private void add(long index) throws IOException, ElfDefect {
        String name = this.names.get(this.dynamic.name(index));
        if (name != null) {
            this.changes.put(this.dynamic.namePosition(index), name);
        }
    }

    /** Linkers let a name be the end of another one. */
    private boolean areShared() throws IOException, ElfDefect {
        for (long place : this.changes.keySet()) {
            if (this.file.u8(place - 1) != 0) {
                return true;
            }
        }
        Sharing sharing = new Sharing();
        for (long index : this.dynamic.libraryNames()) {
            sharing.look(index);
        }
        for (long index : this.dynamic.otherNames()) {
            sharing.look(index);
        }
        ElfVersions versions = new ElfVersions(this.file, this.segments, this.dynamic);
        versions.neededFiles(sharing::look);
        versions.versionNames(sharing::look);
        ElfSymbols.forEachName(this.file, this.dynamic, sharing::lookAtSymbol);
        return sharing.found;
    }

    /** Takes the place of a name in the table of names. */
    @FunctionalInterface
    interface NameAction {

        void accept(long index) throws IOException, ElfDefect;

    }

    /** Looks whether other names begin within those that change. */
    private final class Sharing {

        private boolean found;

        void look(long index) throws ElfDefect {
            long place = LibraryNames.this.dynamic.namePosition(index);
            if (!LibraryNames.this.changes.containsKey(place)) {
                lookWithin(place);
            }
        }

        void lookAtSymbol(long index) throws ElfDefect {
            lookWithin(LibraryNames.this.dynamic.namePosition(index));
        }

        private void lookWithin(long place) {
            LibraryNames.this.changes
                .forEach((start, name) -> this.found |= place >= start && place < start + name.length());
        }

    }

}
