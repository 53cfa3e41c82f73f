package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.polyplug.BundleInfo;
import io.polyplug.FoundBundle;
import io.polyplug.autoconfigure.watch.folder.FolderState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is to be done about what was seen, and in which order: what is loaded is
 * replaced, providers before those that depend on them, so that a dependent starts with
 * the new version; then new bundles are loaded, as one set; then those that are gone are
 * unloaded, dependents first. Whoever has to do with a bundle that is still being written
 * waits for it. Used by one thread.
 */
final class ChangePlan {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.watch");

    private final Attempts attempts;

    private final boolean removals;

    /** What has been told, so that it is not told at each look. */
    private final Set<String> told = new HashSet<>();

    ChangePlan(Attempts attempts, boolean removals) {
        this.attempts = attempts;
        this.removals = removals;
    }

    /**
     * Plans.
     * @param findings what was seen
     * @param loaded the loaded bundles
     * @return what to do, in this order
     */
    List<Change> plan(Findings findings, List<BundleInfo> loaded) {
        Relations relations = new Relations(loaded);
        List<Change> replacements = new ArrayList<>();
        List<Change> additions = new ArrayList<>();
        for (FoundBundle bundle : findings.settled()) {
            Change change = changeOf(bundle, loaded);
            if (change != null && !isHeldUp(change, findings, loaded, relations) && !isTwice(change, replacements)) {
                ((change instanceof Change.Load) ? additions : replacements).add(change);
            }
        }
        List<String> order = relations.providersFirst();
        replacements.sort(Comparator.comparingInt((change) -> order.indexOf(nameOf(change))));
        List<Change> plan = new ArrayList<>(replacements);
        plan.addAll(additions);
        plan.addAll(removals(findings, loaded, replacements, relations));
        return plan;
    }

    private @Nullable Change changeOf(FoundBundle found, List<BundleInfo> loaded) {
        Path folder = found.directory();
        BundleInfo here = FolderLook.loadedFrom(folder, loaded);
        if (here != null) {
            return new Change.Reload(here.name(), folder);
        }
        Optional<BundleInfo> elsewhere = found.name()
            .flatMap((name) -> loaded.stream().filter((bundle) -> bundle.name().equals(name)).findFirst());
        if (elsewhere.isEmpty()) {
            return this.attempts.isDismissed(folder) ? null : new Change.Load(folder);
        }
        BundleInfo other = elsewhere.get();
        if (other.directory().isAbsolute() && !FolderState.hasManifest(other.directory())) {
            return new Change.Move(other.name(), folder);
        }
        tell("Passed over " + folder + ": bundle '" + other.name() + "' is loaded from "
                + (other.directory().isAbsolute() ? other.directory() : "Java objects")
                + ", and one folder is as good as another. It takes its place when that one is removed");
        return null;
    }

    /** Of two folders that could take a bundle's place the first does. */
    private static boolean isTwice(Change change, List<Change> replacements) {
        return replacements.stream().anyMatch((other) -> nameOf(other).equals(nameOf(change)));
    }

    private static boolean isHeldUp(Change change, Findings findings, List<BundleInfo> loaded, Relations relations) {
        if (change instanceof Change.Load) {
            return findings.holdingUp()
                .stream()
                .anyMatch((other) -> FolderLook.loadedFrom(other.directory(), loaded) == null);
        }
        Set<String> relatives = relations.relativesOf(nameOf(change));
        return findings.holdingUp()
            .stream()
            .map((other) -> FolderLook.loadedFrom(other.directory(), loaded))
            .anyMatch((other) -> other != null && relatives.contains(other.name()));
    }

    private List<Change> removals(Findings findings, List<BundleInfo> loaded, List<Change> replacements,
            Relations relations) {
        Set<String> replaced = new HashSet<>();
        replacements.forEach((change) -> replaced.add(nameOf(change)));
        Map<String, BundleInfo> leaving = new HashMap<>();
        for (Path folder : findings.gone()) {
            BundleInfo bundle = FolderLook.loadedFrom(folder, loaded);
            if (bundle != null && !replaced.contains(bundle.name()) && mayLeave(bundle, findings)) {
                leaving.put(bundle.name(), bundle);
            }
        }
        retainWhatNobodyNeeds(leaving, relations);
        List<String> order = relations.providersFirst();
        List<Change> removals = new ArrayList<>();
        leaving.forEach((name, bundle) -> removals.add(new Change.Unload(name, bundle.directory())));
        removals.sort(Comparator.comparingInt((Change change) -> order.indexOf(nameOf(change))).reversed());
        return removals;
    }

    /** Another folder of the bundle may be on its way, or have failed to take over. */
    private boolean mayLeave(BundleInfo bundle, Findings findings) {
        if (!this.removals) {
            tellGone(bundle, ". polyplug.hot-reload.watch-removals=true would unload it");
            return false;
        }
        if (findings.names().contains(bundle.name())) {
            if (findings.holdingUp().isEmpty()) {
                tellGone(bundle, ", for another folder has it too, which is to take over and has not done so");
            }
            return false;
        }
        return findings.holdingUp().stream().allMatch((other) -> other.name().isPresent());
    }

    private void retainWhatNobodyNeeds(Map<String, BundleInfo> leaving, Relations relations) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (BundleInfo bundle : List.copyOf(leaving.values())) {
                Set<String> dependents = relations.bereft(bundle.name(), leaving.keySet());
                if (!dependents.isEmpty()) {
                    tellGone(bundle, ", for " + dependents + " depend on it");
                    leaving.remove(bundle.name());
                    changed = true;
                }
            }
        }
    }

    private void tellGone(BundleInfo bundle, String why) {
        tell("The folder " + bundle.directory() + " of bundle '" + bundle.name() + "' is gone (generation "
                + bundle.generation() + "); the bundle goes on serving" + why);
    }

    private void tell(String text) {
        if (this.told.add(text)) {
            logger.warn("{}", text);
        }
    }

    static String nameOf(Change change) {
        if (change instanceof Change.Reload reload) {
            return reload.bundle();
        }
        if (change instanceof Change.Move move) {
            return move.bundle();
        }
        return (change instanceof Change.Unload unload) ? unload.bundle() : "";
    }

}
