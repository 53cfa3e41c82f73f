package io.polyplug.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.elf.ElfFile;
import io.polyplug.elf.ElfTrait;
import io.polyplug.files.LinkedFolder;
import io.polyplug.loader.BundleFiles;
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

    static BundleLibraries read(BundleFiles source, Predicate<String> names) {
        return read(source, source.copy().directory(), source.artifact(), names);
    }

    /** Reads them once more where they have other names. */
    BundleLibraries in(LinkedFolder linked, Predicate<String> names) {
        return read(this.source, linked.directory(), linked.directory().resolve(this.folder.relativize(this.artifact)),
                names);
    }

    private static BundleLibraries read(BundleFiles source, Path folder, Path artifact, Predicate<String> names) {
        if (!ElfFile.isFormatOfThisPlatform()) {
            return new BundleLibraries(source, folder, artifact, List.of());
        }
        Set<Path> files = new LinkedHashSet<>(List.of(artifact));
        List<Member> members = new ArrayList<>();
        for (Path next = artifact; next != null; next = firstUnread(files, members)) {
            Member member = read(source, folder, artifact, next, names);
            members.add(member);
            member.own().values().forEach((place) -> files.add(followed(folder, place)));
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

    private static @Nullable Path firstUnread(Set<Path> files, List<Member> members) {
        return files.stream().skip(members.size()).findFirst().orElse(null);
    }

    private static Member read(BundleFiles source, Path root, Path artifact, Path file, Predicate<String> names) {
        ElfFile elf = ElfFile.read(file, source.shown(root.relativize(file)), source.manifest().name(), names);
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
