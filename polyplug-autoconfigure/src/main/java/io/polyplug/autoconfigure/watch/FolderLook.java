package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.polyplug.BundleInfo;
import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.watch.Attempts.Attempt;
import io.polyplug.autoconfigure.watch.FolderObservation.Verdict;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import io.polyplug.autoconfigure.watch.folder.LinkChain;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the folders of bundles again and again, and tells what has changed since it
 * was attempted. Used by one thread, except for the first look.
 */
final class FolderLook {

    private final PolyplugRuntime runtime;

    private final ConfiguredFolders folders;

    private final Attempts attempts;

    private final Duration quietPeriod;

    private final Map<Path, FolderObservation> observations = new HashMap<>();

    /** Configured folders that have been there. */
    private final Set<Path> seen = new LinkedHashSet<>();

    private final MissingFolders missing;

    FolderLook(PolyplugRuntime runtime, ConfiguredFolders folders, Attempts attempts, Duration quietPeriod) {
        this.runtime = runtime;
        this.folders = folders;
        this.attempts = attempts;
        this.quietPeriod = quietPeriod;
        this.missing = new MissingFolders(quietPeriod);
    }

    /** Takes everything that is there for attempted: the start is about to attempt it. */
    void first() {
        for (FoundBundle bundle : found(this.folders.changingFolders())) {
            FolderState state = FolderState.orNull(bundle.directory());
            if (state != null) {
                this.attempts.begin(bundle.directory(), new Attempt(state, null));
                this.attempts.attempt(bundle.directory());
                this.missing.saw(List.of(bundle.directory()));
            }
        }
    }

    /** Looks. */
    Findings look(long now) {
        Set<Path> configured = this.folders.changingFolders();
        List<FoundBundle> found = found(configured);
        configured.forEach(this.seen::add);
        Set<Path> places = places(this.seen);
        List<FoundBundle> settled = new ArrayList<>();
        List<FoundBundle> holdingUp = new ArrayList<>();
        Map<Path, String> unfinished = new LinkedHashMap<>();
        boolean open = false;
        for (FoundBundle bundle : found) {
            FolderObservation observation = this.observations.computeIfAbsent(bundle.directory(),
                    (folder) -> new FolderObservation(folder, this.quietPeriod));
            Verdict verdict = look(bundle.directory(), observation, places, now);
            open |= verdict.isOpen();
            if (verdict == Verdict.SETTLED) {
                settled.add(bundle);
            }
            if (observation.holdsUp(now)) {
                holdingUp.add(bundle);
            }
            observation.unfinished().ifPresent((text) -> unfinished.put(bundle.directory(), text));
        }
        Set<String> names = found.stream().flatMap((bundle) -> bundle.name().stream()).collect(Collectors.toSet());
        Set<Path> present = found.stream().map(FoundBundle::directory).collect(Collectors.toSet());
        Set<Path> loaded = loaded();
        Set<Path> gone = gone(present, loaded, now);
        open |= this.missing.isOpen(now);
        Optional<String> failure = failure(present).or(() -> this.missing.failure(loaded, now));
        return new Findings(names, settled, holdingUp, gone, unfinished, open, places, failure);
    }

    /** What begins with two dots Kubernetes keeps for itself. */
    private List<FoundBundle> found(Set<Path> configured) {
        return this.runtime.findBundles(configured)
            .stream()
            .filter((bundle) -> FolderState.hasManifest(bundle.directory())
                    && !bundle.directory().getFileName().toString().startsWith(".."))
            .toList();
    }

    private Verdict look(Path folder, FolderObservation observation, Set<Path> places, long now) {
        FolderState state = null;
        try {
            state = FolderState.of(folder);
            places.addAll(state.folders());
            if (Files.isSymbolicLink(folder)) {
                places.addAll(LinkChain.of(folder));
            }
            this.attempts.saw(folder, state);
            return observation.look(state, this.attempts, now);
        }
        catch (IOException ex) {
            return observation.lookInVain(state, ex, now);
        }
        catch (UncheckedIOException ex) {
            return observation.lookInVain(state, Objects.requireNonNull(ex.getCause()), now);
        }
    }

    /** A manifest that is to come makes a bundle of a folder that is there already. */
    private static Set<Path> places(Collection<Path> configured) {
        Set<Path> places = new HashSet<>();
        for (Path folder : configured) {
            places.addAll(LinkChain.of(folder));
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
                children.forEach(places::add);
            }
            catch (IOException | DirectoryIteratorException ex) {
                // What is not there is told elsewhere, and is looked for at the next
                // time.
            }
        }
        return places;
    }

    private Set<Path> loaded() {
        return this.runtime.bundles().stream().map(BundleInfo::directory).collect(Collectors.toSet());
    }

    private Set<Path> gone(Set<Path> present, Set<Path> loaded, long now) {
        Set<Path> absent = new HashSet<>(this.observations.keySet());
        loaded.stream().filter(this.attempts::isKnown).forEach(absent::add);
        absent.removeIf(this.folders::isCopy);
        absent.removeAll(present);
        this.missing.saw(present);
        return this.missing.gone(absent, now);
    }

    /** Forgets folders that are gone for good. */
    void forget(Set<Path> folders) {
        this.observations.keySet().removeAll(folders);
        this.missing.forget(folders);
        this.attempts.forget(folders);
    }

    /** Keeps that work on what was seen in a folder begins. */
    void begin(Path folder) {
        FolderObservation observation = this.observations.get(folder);
        if (observation != null) {
            observation.begin(this.attempts);
        }
    }

    /** A folder that has been there is missed. */
    private Optional<String> failure(Set<Path> present) {
        return this.seen.stream()
            .filter((folder) -> !Files.isReadable(folder))
            .findFirst()
            .map((folder) -> folder + (Files.exists(folder) ? " cannot be read" : " is not there"))
            .or(() -> this.observations.entrySet()
                .stream()
                .flatMap((each) -> (present.contains(each.getKey()) ? each.getValue().failure()
                        : concealment(each.getKey()))
                    .stream())
                .sorted()
                .findFirst());
    }

    /** What cannot be looked into may hold a manifest or not. */
    private static Optional<String> concealment(Path folder) {
        return (FolderState.hasManifest(folder) || MissingFolders.lacksManifest(folder)) ? Optional.empty()
                : Optional.of("bundle folder " + folder + " cannot be read");
    }

    /** Returns the bundle that was loaded from a folder, or {@code null}. */
    static @Nullable BundleInfo loadedFrom(Path folder, List<BundleInfo> loaded) {
        return loaded.stream().filter((bundle) -> bundle.directory().equals(folder)).findFirst().orElse(null);
    }

}
