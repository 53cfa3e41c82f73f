package io.polyplug.elf;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.polyplug.elf.LibraryNames.NameAction;

/**
 * The versions of symbols that a library needs and defines, as far as they have names.
 */
final class ElfVersions {

    private static final int MOST_ENTRIES = 10_000;

    /** A version without which the library can do. */
    private static final int WEAK = 2;

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

    /** Returns the versions that must be there, by the library that is to have them. */
    Map<String, Set<String>> needed() throws IOException, ElfDefect {
        Map<String, Set<String>> needed = new TreeMap<>();
        forEach(this.dynamic.neededVersions(), 12, (entry) -> {
            Set<String> versions = needed.computeIfAbsent(this.dynamic.name(this.file.u32(entry + 4)),
                    (library) -> new TreeSet<>());
            forEachAt(entry + this.file.u32(entry + 8), 12, (version) -> {
                if ((this.file.u16(version + 4) & WEAK) == 0) {
                    versions.add(this.dynamic.name(this.file.u32(version + 8)));
                }
            });
        });
        return needed;
    }

    /** Returns the versions that the library itself has. */
    Set<String> defined() throws IOException, ElfDefect {
        Set<String> defined = new TreeSet<>();
        forEach(this.dynamic.definedVersions(), 16, (entry) -> forEachAt(entry + this.file.u32(entry + 12), 4,
                (name) -> defined.add(this.dynamic.name(this.file.u32(name)))));
        return defined;
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
