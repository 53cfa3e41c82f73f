package io.polyplug.elf;

import java.io.IOException;

import io.polyplug.elf.LibraryNames.NameAction;

/**
 * The versions of symbols that a library needs and defines, as far as they have names.
 */
final class ElfVersions {

    private static final int MOST_ENTRIES = 10_000;

    private final FileWindow file;

    private final ElfSegments segments;

    private final ElfDynamic dynamic;

    ElfVersions(FileWindow file, ElfSegments segments, ElfDynamic dynamic) {
        this.file = file;
        this.segments = segments;
        this.dynamic = dynamic;
    }

    /** Tells the names of the libraries whose versions are needed. */
    void neededFiles(NameAction action) throws IOException, ElfDefect {
        forEach(this.dynamic.neededVersions(), 12, (entry) -> action.accept(this.file.u32(entry + 4)));
    }

    /** Tells the names of the versions themselves, needed and defined. */
    void versionNames(NameAction action) throws IOException, ElfDefect {
        forEach(this.dynamic.neededVersions(), 12, (entry) -> forEachAt(entry + this.file.u32(entry + 8), 12,
                (needed) -> action.accept(this.file.u32(needed + 8))));
        forEach(this.dynamic.definedVersions(), 16, (entry) -> forEachAt(entry + this.file.u32(entry + 12), 4,
                (defined) -> action.accept(this.file.u32(defined))));
    }

    private void forEach(long address, int next, NameAction action) throws IOException, ElfDefect {
        if (address != 0) {
            forEachAt(this.segments.offsetOf(address, 16, "table of versions"), next, action);
        }
    }

    /** Each entry says how far away the next one is, 0 for the last. */
    private void forEachAt(long first, int next, NameAction action) throws IOException, ElfDefect {
        long entry = first;
        for (int count = 0; count < MOST_ENTRIES; count++) {
            action.accept(entry);
            long distance = this.file.u32(entry + next);
            if (distance == 0) {
                return;
            }
            entry += distance;
        }
        throw ElfDefect.incomplete("is damaged: a table of versions has no end");
    }

}
