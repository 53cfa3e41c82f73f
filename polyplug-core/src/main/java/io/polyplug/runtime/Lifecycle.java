package io.polyplug.runtime;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.ReloadReport;
import io.polyplug.VerificationReport;
import io.polyplug.error.PolyplugException;
import io.polyplug.operation.Change;
import io.polyplug.replacement.Reload;
import io.polyplug.replacement.Requests;
import io.polyplug.replacement.Rollouts;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutSettings;

/**
 * The doors to everything that is done to bundles. Thread-safe: operations go one after
 * another.
 */
public final class Lifecycle {

    private final Loading loading;

    private final Requests requests;

    private final Reload reload;

    private final Unloading unloading;

    private final Rollouts rollouts;

    private final Verification verification;

    Lifecycle(Loading loading, Requests requests, Replacing replacing, Unloading unloading, Verification verification) {
        this.loading = loading;
        this.requests = requests;
        this.reload = replacing.reload();
        this.rollouts = replacing.rollouts();
        this.unloading = unloading;
        this.verification = verification;
    }

    /**
     * Loads the bundle in a folder.
     * @param path the folder, or a file in it
     * @return what was loaded
     */
    public BundleInfo load(Path path) {
        return this.loading.load(path);
    }

    /**
     * Loads a bundle of Java objects.
     * @param bundle the bundle
     * @return what was loaded
     */
    public BundleInfo load(InProcessBundle bundle) {
        return this.loading.load(bundle);
    }

    /**
     * Loads bundles as one set: everything is copied and read before anything is opened.
     * @param folders bundles, and folders of bundles
     * @param admission told folder and name of each before any is opened; leaves out what
     * it throws for
     * @param refusals told of each bundle that cannot be loaded; when it throws,
     * everything the call has loaded goes again, together with what inits loaded
     * @return what was loaded, in that order
     */
    public List<BundleInfo> loadAll(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> refusals) {
        return this.loading.loadAll(folders, admission, refusals);
    }

    /**
     * Replaces the bundle of a folder.
     * @param path the folder, or a file in it
     * @return what was done
     */
    public ReloadReport reload(Path path) {
        return this.reload.perform(this.requests.replace(Change.RELOAD, path));
    }

    /**
     * Replaces a bundle by what its folder holds now.
     * @param bundleName the bundle
     * @return what was done
     */
    public ReloadReport reload(String bundleName) {
        return this.reload.perform(this.requests.replace(Change.RELOAD, bundleName));
    }

    /**
     * Replaces a bundle of Java objects.
     * @param bundle what takes its place
     * @return what was done
     */
    public ReloadReport reload(InProcessBundle bundle) {
        return this.reload.perform(this.requests.replace(Change.RELOAD, bundle));
    }

    /**
     * Brings back what ran before.
     * @param bundleName the bundle
     * @return what was done
     */
    public ReloadReport rollback(String bundleName) {
        return this.reload.perform(this.requests.rollback(bundleName));
    }

    /**
     * Has what a folder holds get a share of the calls.
     * @param path the folder, or a file in it
     * @param settings how the rollout begins
     * @return the rollout
     */
    public RolloutInfo canary(Path path, RolloutSettings settings) {
        return this.rollouts.begin(this.requests.replace(Change.ROLLOUT, path), settings);
    }

    /**
     * Has what the folder of a bundle holds now get a share of the calls.
     * @param bundleName the bundle
     * @param settings how the rollout begins
     * @return the rollout
     */
    public RolloutInfo canary(String bundleName, RolloutSettings settings) {
        return this.rollouts.begin(this.requests.replace(Change.ROLLOUT, bundleName), settings);
    }

    /**
     * Has a bundle of Java objects get a share of the calls.
     * @param bundle what is tried
     * @param settings how the rollout begins
     * @return the rollout
     */
    public RolloutInfo canary(InProcessBundle bundle, RolloutSettings settings) {
        return this.rollouts.begin(this.requests.replace(Change.ROLLOUT, bundle), settings);
    }

    /**
     * {@return who changes and ends rollouts}
     */
    public Rollouts rollouts() {
        return this.rollouts;
    }

    /**
     * Judges what the folder of a loaded bundle holds now.
     * @param bundleName the bundle
     * @return what would be reloaded
     */
    public VerificationReport verify(String bundleName) {
        return this.verification.verify(bundleName);
    }

    /**
     * Judges what a folder holds now.
     * @param path the folder, or a file in it
     * @return what would be loaded or reloaded
     */
    public VerificationReport verify(Path path) {
        return this.verification.verify(Requests.directoryOf(path));
    }

    /**
     * Unloads a bundle that nobody depends on.
     * @param bundleName the bundle
     */
    public void unload(String bundleName) {
        this.unloading.unload(bundleName);
    }

    /**
     * Unloads a bundle after those that depend on it.
     * @param bundleName the bundle
     * @return the names in the order in which they went
     */
    public List<String> unloadCascade(String bundleName) {
        return this.unloading.unloadCascade(bundleName);
    }

    /**
     * The two ways to replace a bundle.
     *
     * @param reload at once
     * @param rollouts by a candidate that is tried first
     */
    record Replacing(Reload reload, Rollouts rollouts) {
    }

}
