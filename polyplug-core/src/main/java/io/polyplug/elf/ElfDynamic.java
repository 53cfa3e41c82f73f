package io.polyplug.elf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The dynamic section of an ELF file: what the library needs, and where its symbols are.
 */
final class ElfDynamic {

    private static final int DT_NEEDED = 1;

    private static final int DT_HASH = 4;

    private static final int DT_STRTAB = 5;

    private static final int DT_SYMTAB = 6;

    private static final int DT_STRSZ = 10;

    private static final int DT_SONAME = 14;

    private static final int DT_RPATH = 15;

    private static final int DT_RUNPATH = 29;

    /** Packed relocations of Android, and the oldest form of their successor. */
    private static final Set<Long> ANDROID_TAGS = Set.of(0x6000_000fL, 0x6000_0010L, 0x6000_0011L, 0x6000_0012L,
            0x6fff_e000L);

    private static final long DT_FLAGS_1 = 0x6fff_fffbL;

    private static final long DT_GNU_HASH = 0x6fff_fef5L;

    private static final long DF_1_NODELETE = 8;

    private static final int ENTRY_SIZE = 16;

    private static final int MOST_ENTRIES = 10_000;

    private static final int LONGEST_NAME = 4096;

    private final FileWindow file;

    private final ElfSegments segments;

    private final List<Long> needed = new ArrayList<>();

    private long soname = -1;

    private long rpath = -1;

    private long runpath = -1;

    private long strings;

    private long stringsSize;

    private long symbols;

    private long hash;

    private long gnuHash;

    private long flags;

    ElfDynamic(FileWindow file, ElfSegments segments) throws IOException, ElfDefect {
        this.file = file;
        this.segments = segments;
        long entry = segments.offsetOf(segments.dynamicAddress(), segments.dynamicSize(), "dynamic section");
        long count = Math.min(segments.dynamicSize() / ENTRY_SIZE, MOST_ENTRIES);
        for (long index = 0; index < count && take(file.u64(entry), file.u64(entry + 8)); index++) {
            entry += ENTRY_SIZE;
        }
        if (this.strings == 0 || this.symbols == 0) {
            throw ElfDefect.incomplete("is damaged: its dynamic section names no symbols");
        }
        this.strings = segments.offsetOf(this.strings, this.stringsSize, "table of names");
    }

    private boolean take(long tag, long value) throws ElfDefect {
        if (ANDROID_TAGS.contains(tag)) {
            throw new ElfDefect(
                    "was built for Android: its relocations are packed in a form that the C library of Linux"
                            + " does not read",
                    "Build it for Linux with glibc.");
        }
        if (tag == DT_FLAGS_1) {
            this.flags = value;
        }
        else if (tag == DT_GNU_HASH) {
            this.gnuHash = value;
        }
        else if (tag >= 0 && tag <= DT_RUNPATH) {
            switch ((int) tag) {
                case DT_NEEDED -> this.needed.add(value);
                case DT_SONAME -> this.soname = value;
                case DT_RPATH -> this.rpath = value;
                case DT_RUNPATH -> this.runpath = value;
                case DT_STRTAB -> this.strings = value;
                case DT_STRSZ -> this.stringsSize = value;
                case DT_SYMTAB -> this.symbols = value;
                case DT_HASH -> this.hash = value;
                default -> {
                }
            }
        }
        return tag != 0;
    }

    boolean isMarkedNoDelete() {
        return (this.flags & DF_1_NODELETE) != 0;
    }

    Optional<String> soname() throws IOException, ElfDefect {
        return (this.soname < 0) ? Optional.empty() : Optional.of(name(this.soname));
    }

    /** Returns the folders to search as they are written; RUNPATH stands over RPATH. */
    List<String> searchPath() throws IOException, ElfDefect {
        long path = (this.runpath >= 0) ? this.runpath : this.rpath;
        return (path < 0) ? List.of() : List.of(name(path).split(":"));
    }

    List<String> needed() throws IOException, ElfDefect {
        List<String> names = new ArrayList<>();
        for (long index : this.needed) {
            names.add(name(index));
        }
        return names;
    }

    private String name(long index) throws IOException, ElfDefect {
        long position = namePosition(index);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int octet = this.file.u8(position); octet != 0; octet = this.file.u8(++position)) {
            bytes.write(octet);
            if (bytes.size() > LONGEST_NAME) {
                throw ElfDefect.incomplete("is damaged: a name in its dynamic section has no end");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns the place in the file of a name in the table of names. */
    long namePosition(long index) throws ElfDefect {
        if (Long.compareUnsigned(index, this.stringsSize) >= 0) {
            throw ElfDefect.incomplete("is damaged: a name lies outside its table of names");
        }
        return this.strings + index;
    }

    /** Returns the place in the file of the symbol table, and that all of it is there. */
    long symbolPosition(long count, int entrySize) throws ElfDefect {
        return this.segments.offsetOf(this.symbols, count * entrySize, "symbol table");
    }

    /** Returns how many symbols there are, which only the hash tables say. */
    long symbolCount() throws IOException, ElfDefect {
        if (this.hash != 0) {
            return this.file.u32(this.segments.offsetOf(this.hash, 8, "hash table") + 4);
        }
        return (this.gnuHash != 0) ? countByGnuHash() : 0;
    }

    private long countByGnuHash() throws IOException, ElfDefect {
        long header = this.segments.offsetOf(this.gnuHash, 16, "hash table");
        long bucketCount = this.file.u32(header);
        long firstHashed = this.file.u32(header + 4);
        long buckets = header + 16 + this.file.u32(header + 8) * Long.BYTES;
        long last = 0;
        for (long bucket = 0; bucket < bucketCount; bucket++) {
            last = Math.max(last, this.file.u32(buckets + bucket * Integer.BYTES));
        }
        if (last < firstHashed) {
            return firstHashed;
        }
        long chains = buckets + bucketCount * Integer.BYTES;
        while ((this.file.u32(chains + (last - firstHashed) * Integer.BYTES) & 1) == 0) {
            last++;
        }
        return last + 1;
    }

}
