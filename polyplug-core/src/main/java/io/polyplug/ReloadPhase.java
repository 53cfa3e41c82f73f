package io.polyplug;

import java.time.Duration;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;

/**
 * A step in the life of a bundle, told to the listeners of
 * {@link PolyplugRuntime.Builder#onReload(java.util.function.Consumer)}.
 * <p>
 * A reload is {@link Preparing}, then {@link Reloaded} or {@link Failed}. Brackets of one
 * runtime never overlap; those of bundles that are reloaded along lie within that of the
 * bundle they depend on, before its {@code Reloaded}. These and {@link Unloading} are
 * told on the thread that works, while it holds the life-cycle lock: a listener may call
 * contracts, and load and unload bundles, but not the one that is being worked on; a
 * reload or rollback within a reload is refused. {@link Reclaimed} is told on a thread of
 * the reclaimer without any lock, and may reach a listener on two threads at once. What a
 * listener throws is logged and changes nothing.
 */
public sealed interface ReloadPhase {

    /**
     * {@return the bundle's name}
     */
    String bundleName();

    /**
     * {@return the bundle's id}
     */
    BundleId bundleId();

    /**
     * {@return the generation concerned, from 1}
     */
    long generation();

    /**
     * A reload begins; the version that served still serves.
     *
     * @param bundleName the bundle's name
     * @param bundleId the bundle's id
     * @param generation the generation that the attempt will make
     * @param previousGeneration the generation that serves
     * @param kind whether it is a reload or a rollback
     */
    record Preparing(String bundleName, BundleId bundleId, long generation, long previousGeneration,
            ReloadKind kind) implements ReloadPhase {

        /**
         * Creates the phase of a reload that replaces the generation before.
         * @param bundleName the bundle's name
         * @param bundleId the bundle's id
         * @param generation the generation that the attempt will make
         */
        public Preparing(String bundleName, BundleId bundleId, long generation) {
            this(bundleName, bundleId, generation, generation - 1, ReloadKind.RELOAD);
        }

    }

    /**
     * The new version is published; every call that starts now sees it.
     *
     * @param bundleName the bundle's name
     * @param bundleId the bundle's id
     * @param generation the generation that serves now
     * @param version the version that serves now
     * @param previousGeneration the generation that served before
     * @param duration from the start of the work, after waiting for other reloads, to
     * this phase; with the dependents that were reloaded along
     * @param kind whether it was a reload or a rollback
     */
    record Reloaded(String bundleName, BundleId bundleId, long generation, Version version, long previousGeneration,
            Duration duration, ReloadKind kind) implements ReloadPhase {

        /**
         * Creates the phase of a reload that replaced the generation before in no time.
         * @param bundleName the bundle's name
         * @param bundleId the bundle's id
         * @param generation the generation that serves now
         * @param version the version that serves now
         */
        public Reloaded(String bundleName, BundleId bundleId, long generation, Version version) {
            this(bundleName, bundleId, generation, version, generation - 1, Duration.ZERO, ReloadKind.RELOAD);
        }

    }

    /**
     * The attempt came to nothing; the version that served goes on serving. It is told of
     * a candidate that is refused as well, without {@link Preparing}: its rollout does
     * not begin.
     *
     * @param bundleName the bundle's name
     * @param bundleId the bundle's id
     * @param generation the generation that the attempt would have made
     * @param reason why it failed, and what to do about it
     * @param cause the failure, which the reload throws after this phase
     * @param previousGeneration the generation that goes on serving
     * @param duration from the start of the work, after waiting for other reloads, to
     * this phase
     * @param kind whether it was a reload or a rollback
     */
    record Failed(String bundleName, BundleId bundleId, long generation, String reason, Throwable cause,
            long previousGeneration, Duration duration, ReloadKind kind) implements ReloadPhase {

        /**
         * Creates the phase of a reload that failed to replace the generation before in
         * no time.
         * @param bundleName the bundle's name
         * @param bundleId the bundle's id
         * @param generation the generation that the attempt would have made
         * @param reason why it failed, and what to do about it
         * @param cause the failure, which the reload throws after this phase
         */
        public Failed(String bundleName, BundleId bundleId, long generation, String reason, Throwable cause) {
            this(bundleName, bundleId, generation, reason, cause, generation - 1, Duration.ZERO, ReloadKind.RELOAD);
        }

    }

    /**
     * The bundle is about to go; it still serves.
     *
     * @param bundleName the bundle's name
     * @param bundleId the bundle's id
     * @param generation the generation that goes
     */
    record Unloading(String bundleName, BundleId bundleId, long generation) implements ReloadPhase {
    }

    /**
     * The last call of a retired generation has ended and its library is closed; or it is
     * closed later, where another one keeps the loader busy.
     *
     * @param bundleName the bundle's name
     * @param bundleId the bundle's id
     * @param generation the generation that is gone
     */
    record Reclaimed(String bundleName, BundleId bundleId, long generation) implements ReloadPhase {
    }

}
