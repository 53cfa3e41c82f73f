package io.polyplug.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.polyplug.bundle.Manifest;
import io.polyplug.elf.ElfNames;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.library.ExaminedLibraries.Library;
import io.polyplug.library.ExaminedLibraries.Needed;
import io.polyplug.library.ExaminedLibraries.Place;
import io.polyplug.library.ExaminedLibraries.Stay;
import io.polyplug.loader.BundleFiles;
import io.polyplug.platform.CLibrary;
import io.polyplug.platform.Platform;
import io.polyplug.process.LibrarySearch;

/**
 * A bundle's libraries for one platform, looked at and not opened: what the native loader
 * asks before it opens them, and as far as their files tell it, what the system's loader
 * would say. Not thread-safe; used once.
 */
public final class LibraryExamination {

    private static final String GLIBC = "GLIBC_";

    private final BundleFiles source;

    private final Platform platform;

    private final Consumer<BundleLoadException> problems;

    private final BundleLibraries bundle;

    private final LibrarySearch search;

    private final Map<Path, ElfNames> names = new LinkedHashMap<>();

    /** Libraries that were found, by the names under which they are needed. */
    private final Map<String, Path> found = new HashMap<>();

    /** Whether all that is needed was found and could be read. */
    private boolean complete = true;

    private LibraryExamination(BundleFiles source, Platform platform, Consumer<BundleLoadException> problems) {
        this.source = source;
        this.platform = platform;
        this.problems = problems;
        this.bundle = BundleLibraries.read(source, platform, problems);
        this.search = isForHere() ? LibrarySearch.ofThisSystem() : new LibrarySearch(List.of(), Map.of());
    }

    /**
     * Examines the library that a manifest names, and those in the folder that it needs.
     * @param source the bundle
     * @param platform what the library is for
     * @param problems told of each thing for which the bundle would not be loaded
     * @return what was found; nothing for what is no Linux library
     */
    public static ExaminedLibraries of(BundleFiles source, Platform platform, Consumer<BundleLoadException> problems) {
        LibraryExamination examination = new LibraryExamination(source, platform, problems);
        LibraryChecks.ofFiles(CLibrary.current() != CLibrary.MUSL)
            .check(examination.bundle, (refusal) -> problems.accept(refusal.of(source)));
        return examination.examine();
    }

    private boolean isForHere() {
        return this.platform.equals(Platform.current());
    }

    private ExaminedLibraries examine() {
        if (this.bundle.members().isEmpty()) {
            return new ExaminedLibraries(List.of(), List.of());
        }
        this.bundle.members().forEach((member) -> this.names.put(member.file(), read(member.file())));
        Set<String> reached = reached();
        List<Library> libraries = new ArrayList<>();
        for (BundleLibraries.Member member : this.bundle.members()) {
            libraries.add(library(member, reached));
        }
        requireSymbols();
        if (isForHere()) {
            checkVersions();
        }
        boolean lazy = this.source.manifest().jvm().bindsLazily();
        Set<String> undefined = undefined();
        if (!lazy && !undefined.isEmpty()) {
            undefined.forEach((name) -> refuse("undefined symbol: " + name));
        }
        return new ExaminedLibraries(
                libraries.stream().map((each) -> each.lacking(lacking(each.file(), undefined))).toList(), stays());
    }

    private ElfNames read(Path file) {
        try {
            return ElfNames.read(file);
        }
        catch (IOException ex) {
            this.complete = false;
            return new ElfNames("", List.of(), Set.of(), Set.of(), Map.of(), Set.of());
        }
    }

    private ElfNames namesOf(Path file) {
        return this.names.computeIfAbsent(file, this::read);
    }

    private Set<String> lacking(Path file, Set<String> undefined) {
        Set<String> lacking = new TreeSet<>(namesOf(file).required());
        lacking.retainAll(undefined);
        return lacking;
    }

    /** What one library finds is there for all of the bundle. */
    private Set<String> reached() {
        Set<String> reached = new HashSet<>();
        for (BundleLibraries.Member member : this.bundle.members()) {
            member.own().forEach((needed, place) -> {
                if (member.searchPath().contains(place.getParent())) {
                    reached.add(needed);
                }
            });
        }
        return reached;
    }

    private Library library(BundleLibraries.Member member, Set<String> reached) {
        List<Needed> needed = new ArrayList<>();
        for (String name : member.elf().needed()) {
            needed.add(needed(member, name, reached));
        }
        ElfNames all = namesOf(member.file());
        Set<String> exports = new TreeSet<>(all.defined());
        exports.removeIf((name) -> !name.startsWith("polyplug_"));
        return new Library(member.file(), all.processor(), needed, member.elf().searchPath(), newestGlibc(all), exports,
                Set.of(), traits(member));
    }

    private Needed needed(BundleLibraries.Member member, String name, Set<String> reached) {
        Path own = member.own().get(name);
        if (own != null && reached.contains(name)) {
            this.found.put(name, own);
            return new Needed(name, Place.BUNDLE, Optional.of(own));
        }
        if (!isForHere()) {
            this.complete = false;
            return new Needed(name, Place.UNKNOWN, Optional.empty());
        }
        Optional<Path> file = find(name, member.searchPath());
        if (file.isEmpty()) {
            this.complete = false;
            refuse(name + ": cannot open shared object file: No such file or directory");
        }
        return new Needed(name, file.isPresent() ? Place.SYSTEM : Place.MISSING, file);
    }

    /** Those of the JVM are in the process already. */
    private Optional<Path> find(String name, List<Path> folders) {
        Path known = this.found.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        List<Path> places = new ArrayList<>(folders);
        Path java = Path.of(System.getProperty("java.home", ""), "lib");
        places.addAll(List.of(java, java.resolve("server")));
        Optional<Path> file = this.search.find(name, places);
        file.ifPresent((each) -> this.found.put(name, each));
        return file;
    }

    private void refuse(String words) {
        this.problems.accept(LibraryChecks.explain(this.bundle, words).of(this.source));
    }

    private void requireSymbols() {
        Set<String> exports = namesOf(this.bundle.members().get(0).file()).defined();
        List.of(NativeLoader.VERSION_SYMBOL, NativeLoader.INIT_SYMBOL)
            .stream()
            .filter((symbol) -> !exports.contains(symbol))
            .forEach((symbol) -> this.problems.accept(LibraryRefusal.ofMissing(symbol).of(this.source)));
    }

    private void checkVersions() {
        for (BundleLibraries.Member member : this.bundle.members()) {
            namesOf(member.file()).requiredVersions().forEach((library, versions) -> {
                Path file = this.found.get(library);
                Set<String> present = (file != null) ? namesOf(file).definedVersions() : Set.of();
                if (!present.isEmpty()) {
                    versions.stream()
                        .filter((version) -> !present.contains(version))
                        .forEach((version) -> refuse(library + ": version `" + version + "' not found"));
                }
            });
        }
    }

    /**
     * Returns the names that nobody has: no library of the bundle, none that one of these
     * needs, and not the JVM.
     */
    private Set<String> undefined() {
        Set<String> undefined = new TreeSet<>();
        this.bundle.members().forEach((member) -> undefined.addAll(namesOf(member.file()).required()));
        this.bundle.members().forEach((member) -> undefined.removeAll(namesOf(member.file()).defined()));
        Queue<Path> files = new ArrayDeque<>(this.found.values());
        Set<Path> seen = new HashSet<>(files);
        for (Path next = files.poll(); next != null && this.complete; next = files.poll()) {
            undefined.removeAll(namesOf(next).defined());
            for (String library : namesOf(next).needed()) {
                find(library, List.of()).filter(seen::add).ifPresent(files::add);
            }
        }
        if (!undefined.isEmpty() && this.complete) {
            find("libjvm.so", List.of()).ifPresent((file) -> undefined.removeAll(namesOf(file).defined()));
        }
        return this.complete ? undefined : Set.of();
    }

    private static Optional<String> newestGlibc(ElfNames names) {
        return names.requiredVersions()
            .values()
            .stream()
            .flatMap(Set::stream)
            .filter((version) -> version.matches(GLIBC + "\\d+(\\.\\d+)*"))
            .map((version) -> version.substring(GLIBC.length()))
            .max((one, other) -> compare(one.split("\\."), other.split("\\.")));
    }

    private static int compare(String[] one, String[] other) {
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            int order = Integer.compare(Integer.parseInt(one[i]), Integer.parseInt(other[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length, other.length);
    }

    private static Set<ElfTrait> traits(BundleLibraries.Member member) {
        Set<ElfTrait> traits = new TreeSet<>();
        for (ElfTrait trait : ElfTrait.values()) {
            if (member.elf().has(trait)) {
                traits.add(trait);
            }
        }
        return traits;
    }

    private List<Stay> stays() {
        Manifest.JvmSettings settings = this.source.manifest().jvm();
        List<Stay> stays = new ArrayList<>();
        if (settings.neverUnload()) {
            stays.add(Stay.of(Residence.WANTED, true));
            Residence.certain(this.bundle).forEach((each) -> stays.add(Stay.of(each, true)));
            return stays;
        }
        if (!settings.cleansUp() && this.bundle.have(ElfTrait.EXIT_FUNCTIONS)) {
            stays.add(Stay.of(Residence.EXIT_FUNCTIONS, true));
        }
        Residence.certain(this.bundle).forEach((each) -> stays.add(Stay.of(each, true)));
        Residence.threadLocal(this.bundle).ifPresent((each) -> stays.add(Stay.of(each, false)));
        if (!settings.cleansUp()) {
            if (this.bundle.mayHaveThreads()) {
                stays.add(Stay.of(Residence.whileThreadsRun(howThreadsStart()), false));
            }
            if (this.bundle.have(ElfTrait.THREAD_KEYS)) {
                stays.add(Stay.of(Residence.THREAD_KEYS, false));
            }
        }
        return stays;
    }

    private String howThreadsStart() {
        if (this.bundle.have(ElfTrait.THREADS)) {
            return "starts threads";
        }
        return this.bundle.have(ElfTrait.LOOKUPS) ? "looks functions up by name, which may start some"
                : "needs libraries that may start some";
    }

}
