package io.polyplug.test.autoconfigure;

import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells phases by hand to whoever listens to the application's runtime, without a reload:
 * listeners of its builder, and through them the listeners of application events. They
 * are told one after the other, on the calling thread, as a reload does it. Thread-safe.
 * <p>
 * The runtime itself does not notice: what serves goes on, and its statistics stay as
 * they are. A bundle of {@link GuestBundle} can be reloaded like any other where that is
 * wanted.
 */
public final class ReloadPhases {

    private final ObjectProvider<PolyplugRuntime> runtime;

    private volatile @Nullable Consumer<ReloadPhase> listeners;

    ReloadPhases(ObjectProvider<PolyplugRuntime> runtime) {
        this.runtime = runtime;
    }

    void listenersOf(PolyplugRuntime.Builder builder) {
        this.listeners = builder.listeners();
    }

    /**
     * Tells that a reload of a bundle begins.
     * @param bundleName the bundle's name, which need not be loaded
     */
    public void preparing(String bundleName) {
        fire(new ReloadPhase.Preparing(bundleName, BundleId.of(bundleName), generation(bundleName) + 1));
    }

    /**
     * Tells that a new version of a bundle serves.
     * @param bundleName the bundle's name, which need not be loaded
     * @param version the new version: two or three numbers
     */
    public void reloaded(String bundleName, String version) {
        fire(new ReloadPhase.Reloaded(bundleName, BundleId.of(bundleName), generation(bundleName) + 1,
                Version.parse(version)));
    }

    /**
     * Tells that a reload of a bundle has failed.
     * @param bundleName the bundle's name, which need not be loaded
     * @param reason why
     */
    public void failed(String bundleName, String reason) {
        fire(new ReloadPhase.Failed(bundleName, BundleId.of(bundleName), generation(bundleName) + 1, reason,
                new IllegalStateException(reason)));
    }

    /**
     * Tells that a bundle is about to be unloaded.
     * @param bundleName the bundle's name, which need not be loaded
     */
    public void unloading(String bundleName) {
        fire(new ReloadPhase.Unloading(bundleName, BundleId.of(bundleName), generation(bundleName)));
    }

    /**
     * Tells that a bundle's last generation is gone.
     * @param bundleName the bundle's name, which need not be loaded
     */
    public void reclaimed(String bundleName) {
        fire(new ReloadPhase.Reclaimed(bundleName, BundleId.of(bundleName), generation(bundleName)));
    }

    /**
     * Tells any phase.
     * @param phase the phase
     * @throws IllegalStateException if the runtime was built without the application's
     * customizers, which is how its listeners are known
     */
    public void fire(ReloadPhase phase) {
        runtime();
        Consumer<ReloadPhase> known = this.listeners;
        if (known == null) {
            throw new IllegalStateException(
                    "Nobody knows who listens to the application's own runtime: its builder was not given to the beans of"
                            + " type "
                            + "RuntimeBuilderCustomizer. Build it from the bean of type PolyplugRuntime.Builder");
        }
        known.accept(phase);
    }

    private long generation(String bundleName) {
        return runtime().bundle(bundleName).map(BundleInfo::generation).orElse(1L);
    }

    private PolyplugRuntime runtime() {
        return this.runtime.getObject();
    }

}
