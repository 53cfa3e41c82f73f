package io.polyplug.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.polyplug.elf.ElfFile;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.files.LinkedFolder;
import io.polyplug.loader.BundleFiles;
import io.polyplug.platform.Platform;
import io.polyplug.zip.BundlePath;

/**
 * The library of a bundle with those in its folder that it needs, directly or not, as
 * their files told before anything was opened. Immutable.
 *
 * @param source the private copy
 * @param folder where they are opened: the private copy, or a folder linked to it
 * @param artifact the bundle's own library
 * @param members the libraries, the bundle's own one first
 */
record BundleLibraries(BundleFiles source, Path folder, Path artifact, List<Member> members) {

    private static final String ORIGIN = "$ORIGIN";

    /** Libraries of the system that start no threads and are in most processes. */
    private static final Set<String> PLAIN = Set.of("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2",
            "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6", "libmvec.so.1", "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1");

    /**
     * A library in the private copy.
     *
     * @param file the file, links followed
     * @param elf what it says of itself
     * @param own where in the private copy the names are found that it needs
     */
    record Member(Path file, ElfFile elf, Map<String, Path> own) {

        /** Returns the folders that it wants searched, in the private copy or not. */
        List<Path> searchPath() {
            return searchPath(this.file, this.elf);
        }

        private static List<Path> searchPath(Path file, ElfFile elf) {
            String folder = String.valueOf(file.getParent());
            return elf.searchPath()
                .stream()
                .filter((written) -> !written.isEmpty())
                .map((written) -> Path.of(written.replace("${ORIGIN}", ORIGIN).replace(ORIGIN, folder)).normalize())
                .toList();
        }

    }

    /**
     * How they are read.
     *
     * @param platform what they are to run on
     * @param names names that are looked for among their symbols
     * @param defects told what is wrong with a file; may throw it
     */
    private record Reading(Platform platform, Predicate<String> names, Consumer<BundleLoadException> defects) {
    }

    private static void refuse(BundleLoadException defect) {
        throw defect;
    }

    static BundleLibraries read(BundleFiles source, Predicate<String> names) {
        return read(source, source.copy().directory(), source.artifact(),
                new Reading(Platform.current(), names, BundleLibraries::refuse));
    }

    /**
     * Reads those of some platform, without what cannot be read; that is told to
     * somebody.
     */
    static BundleLibraries read(BundleFiles source, Platform platform, Consumer<BundleLoadException> defects) {
        return read(source, source.copy().directory(), source.artifact(),
                new Reading(platform, (name) -> false, defects));
    }

    /** Reads them once more where they have other names. */
    BundleLibraries in(LinkedFolder linked, Predicate<String> names) {
        return read(this.source, linked.directory(), linked.directory().resolve(this.folder.relativize(this.artifact)),
                new Reading(Platform.current(), names, BundleLibraries::refuse));
    }

    private static BundleLibraries read(BundleFiles source, Path folder, Path artifact, Reading reading) {
        if (!reading.platform().isLinux()) {
            return new BundleLibraries(source, folder, artifact, List.of());
        }
        Set<Path> seen = new HashSet<>(List.of(artifact));
        Queue<Path> files = new ArrayDeque<>(seen);
        List<Member> members = new ArrayList<>();
        for (Path next = files.poll(); next != null; next = files.poll()) {
            try {
                Member member = read(source, folder, artifact, next, reading);
                members.add(member);
                member.own()
                    .values()
                    .stream()
                    .map((place) -> followed(folder, place))
                    .filter(seen::add)
                    .forEach(files::add);
            }
            catch (BundleLoadException ex) {
                reading.defects().accept(ex);
            }
        }
        return new BundleLibraries(source, folder, artifact, List.copyOf(members));
    }

    /** Links lead to another place in the same folder. */
    static Path followed(Path folder, Path place) {
        try {
            Path file = place.toRealPath();
            Path root = folder.toRealPath();
            return file.startsWith(root) ? folder.resolve(root.relativize(file)) : place;
        }
        catch (IOException ex) {
            return place;
        }
    }

    private static Member read(BundleFiles source, Path root, Path artifact, Path file, Reading reading) {
        ElfFile elf = ElfFile.read(file, source.shown(root.relativize(file)), source.manifest().name(), reading.names(),
                reading.platform());
        Set<Path> folders = new LinkedHashSet<>(Member.searchPath(file, elf));
        folders.add(file.resolveSibling(""));
        folders.add(artifact.resolveSibling(""));
        Map<String, Path> own = new LinkedHashMap<>();
        for (String needed : elf.needed()) {
            folders.stream()
                .filter((folder) -> !needed.contains("/") && folder.startsWith(root))
                .map((folder) -> folder.resolve(needed))
                .filter(Files::isRegularFile)
                .findFirst()
                .ifPresent((found) -> own.put(needed, found));
        }
        return new Member(file, elf, Map.copyOf(own));
    }

    /** Returns the folder that the bundle is told to be in. */
    Path initFolder() {
        return this.folder.resolve(this.source.copy().directory().relativize(this.source.artifactFolder()));
    }

    /** Returns a text of others with the user's folder wherever it names ours. */
    String shown(String text) {
        return BundlePath.shown(text, this.folder, this.source.source());
    }

    /** Returns words of the system's loader, which begin with the library that fails. */
    String withoutItsPath(String words) {
        String path = shown(this.artifact.toString()) + ": ";
        return words.startsWith(path) ? words.substring(path.length()) : words;
    }

    boolean have(ElfTrait trait) {
        return this.members.stream().anyMatch((member) -> member.elf().has(trait));
    }

    /** Returns the names of the libraries in the private copy that others there need. */
    Set<String> siblings() {
        return this.members.stream()
            .flatMap((member) -> member.own().keySet().stream())
            .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the names of the libraries outside of the private copy that are needed. */
    Set<String> outside() {
        return this.members.stream()
            .flatMap((member) -> member.elf().needed().stream().filter((needed) -> !member.own().containsKey(needed)))
            .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the names that were asked for and that a library here defines or needs.
     */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Member member : this.members) {
            names.addAll(member.elf().exports());
            names.addAll(member.elf().imports());
        }
        return names;
    }

    /** Returns whether threads may come with the bundle that its imports do not show. */
    boolean mayHaveThreads() {
        return have(ElfTrait.THREADS) || have(ElfTrait.LOOKUPS) || !PLAIN.containsAll(outside());
    }

}
