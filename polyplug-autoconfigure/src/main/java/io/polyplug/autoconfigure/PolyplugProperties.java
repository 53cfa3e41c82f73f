package io.polyplug.autoconfigure;

import java.io.File;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.polyplug.Compatibility;
import io.polyplug.ReturnedMemory;
import io.polyplug.SignalPolicy;
import io.polyplug.SignaturePolicy;
import io.polyplug.rollout.RolloutMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of polyplug. Immutable. It has more components than a
 * constructor should have parameters, because the names of the properties are the
 * interface here. The descriptions of the components are those that an editor shows for
 * the properties.
 *
 * @param enabled Whether to make a runtime and load bundles into it.
 * @param locations Folders whose sub-folders and archives (".ppb") are bundles to load at
 * start-up, folders of single bundles, and archives: as plain paths, "file:" URLs or, for
 * archives, "classpath:" locations. What is missing fails the start-up unless its
 * location is prefixed with "optional:".
 * @param loadOnStartup Whether to load at start-up what the locations hold and the
 * bundles with a path of their own. Beans of Java objects are loaded in any case.
 * @param bundles Settings of single bundles, by bundle name.
 * @param onLoadFailure What to do when a bundle cannot be loaded at start-up.
 * @param workDirectory Folder for the private copies that bundles run from. By default
 * below the temporary folder.
 * @param dataDirectory Folder below which each bundle has one for the files that it
 * writes. By default such files go when the application ends.
 * @param backend How native code is called.
 * @param compatibility How strictly declared versions and function counts are held
 * against what a bundle has.
 * @param signals What to do about signal handlers that a bundle's library takes from the
 * JVM.
 * @param engines Engines of script languages, by the loader that manifests name: "lua",
 * "js-quickjs" or "python".
 * @param async Threads of asynchronous calls.
 * @param hotReload Replacing bundles while they are in use.
 * @param rollout Rollouts by steps: a new version gets a share of the calls first.
 * @param signature Signatures of bundles.
 * @param contracts Guest contracts.
 * @param lifecycle Operations on bundles, such as loads and reloads.
 * @param shutdown Closing the runtime.
 * @param health Health contributor.
 */
@ConfigurationProperties("polyplug")
public record PolyplugProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> locations,
        @DefaultValue("true") boolean loadOnStartup, @DefaultValue Map<String, Bundle> bundles,
        @DefaultValue("fail") OnLoadFailure onLoadFailure, @Nullable File workDirectory, @Nullable File dataDirectory,
        @DefaultValue("auto") Backend backend, @DefaultValue("strict") Compatibility compatibility,
        @DefaultValue("restore") SignalPolicy signals, @DefaultValue Map<String, Engine> engines,
        @DefaultValue Async async, @DefaultValue HotReload hotReload, @DefaultValue Rollout rollout,
        @DefaultValue Signature signature, @DefaultValue Contracts contracts, @DefaultValue Lifecycle lifecycle,
        @DefaultValue Shutdown shutdown, @DefaultValue Health health) {

    /**
     * What to do when a bundle cannot be loaded at start-up.
     */
    public enum OnLoadFailure {

        /** The application does not start. */
        FAIL,

        /** The failure is logged and the bundle left out. */
        SKIP

    }

    /**
     * How native code is called.
     */
    public enum Backend {

        /** The fastest that this JVM and the class path offer. */
        AUTO,

        /** The foreign function and memory interface of Java 25 and later. */
        FFM,

        /** JNA. */
        JNA,

        /** No native code at all: only bundles of Java objects can be loaded. */
        NONE

    }

    /**
     * Settings of one bundle.
     *
     * @param path Folder or archive of this bundle, as a plain path, a "file:" URL or,
     * for an archive, a "classpath:" location, if it lies in none of the locations. What
     * is missing fails the start-up unless the path is prefixed with "optional:".
     * @param source Where this bundle is published and fetched from, in the place of a
     * path: "maven:" with a coordinate, "oci:" with a reference, or an "https:" URL.
     * Needs polyplug-sources on the class path.
     * @param digest Digest of the archive that is fetched, as "sha256:" and 64
     * hexadecimal digits. Required for an "https:" URL.
     * @param required Whether the health is DOWN while this bundle is not loaded.
     * @param returnedMemory What becomes of memory that the bundle returns. By default
     * what its manifest says.
     * @param signals What to do about signal handlers that this bundle's library takes
     * from the JVM. By default as for all bundles.
     * @param async Threads of asynchronous calls of this bundle. Without any of these
     * settings it has none of its own; with one, the others are those for all bundles.
     * @param rollout Rollouts of this bundle. What is not set is as for all bundles.
     * @param config Settings that the bundle itself reads, by the host contract
     * "polyplug.Config". Each generation reads them once.
     */
    public record Bundle(@Nullable String path, @Nullable String source, @Nullable String digest,
            @DefaultValue("false") boolean required, @Nullable ReturnedMemory returnedMemory,
            @Nullable SignalPolicy signals, @Nullable BundleAsync async, @Nullable BundleRollout rollout,
            @DefaultValue Map<String, String> config) {

        /**
         * Tells the keys of the bundle's own settings alone, for values may be secrets,
         * and so may be a part of the source.
         */
        @Override
        public String toString() {
            return "Bundle[path=" + this.path + ", digest=" + this.digest + ", required=" + this.required
                    + ", returnedMemory=" + this.returnedMemory + ", signals=" + this.signals + ", async=" + this.async
                    + ", rollout=" + this.rollout + ", config=" + this.config.keySet() + "]";
        }

    }

    /**
     * An engine that runs bundles of a script language.
     *
     * @param library File of the engine's library, as a plain path or a "file:" URL.
     * @param instances Number of machines that each bundle gets. One thread at a time is
     * in each, and each has variables of its own.
     * @param options What the engine is told besides. For "python": "interpreter",
     * "minimum-version" and "reload".
     */
    public record Engine(@Nullable String library, @DefaultValue("1") int instances,
            @DefaultValue Map<String, String> options) {
    }

    /**
     * Threads of asynchronous calls of one bundle.
     *
     * @param pool Pool of threads.
     * @param threadNamePrefix Prefix of the names of these threads. By default that for
     * all bundles with the bundle's name.
     */
    public record BundleAsync(@DefaultValue BundlePool pool, @Nullable String threadNamePrefix) {
    }

    /**
     * Pool of threads of one bundle.
     *
     * @param size Number of threads, which is how many calls are made at a time.
     * @param queueCapacity Number of calls that wait while all threads are busy.
     * @param keepAlive How long a thread stays without a call.
     */
    public record BundlePool(@Nullable Integer size, @Nullable Integer queueCapacity, @Nullable Duration keepAlive) {
    }

    /**
     * Threads of asynchronous calls.
     *
     * @param pool Pool of threads.
     * @param threadNamePrefix Prefix of the names of these threads.
     */
    public record Async(@DefaultValue Pool pool, @DefaultValue("polyplug-async-") String threadNamePrefix) {
    }

    /**
     * Pool of threads.
     *
     * @param size Number of threads, which is how many calls are made at a time. They are
     * started when they are needed.
     * @param queueCapacity Number of calls that wait while all threads are busy. Further
     * ones are refused.
     * @param keepAlive How long a thread stays without a call.
     */
    public record Pool(@DefaultValue("8") int size, @DefaultValue("1000") int queueCapacity,
            @DefaultValue("60s") Duration keepAlive) {
    }

    /**
     * Replacing bundles while they are in use.
     *
     * @param enabled Whether bundles may be reloaded and rolled back.
     * @param closedButMappedLimit How many generations of a bundle may stay mapped after
     * they were closed. When so many do, the bundle is loaded and reloaded no more. By
     * default 8, and no limit where the C library unmaps nothing.
     * @param watch Whether to watch the folders of bundles: what changes is reloaded, and
     * a new folder is loaded.
     * @param watchMethod How changes are noticed.
     * @param watchRemovals Whether a bundle is unloaded when its folder is removed.
     * @param quietPeriod How long nothing may be written to a bundle's folder before it
     * is reloaded.
     * @param pollingInterval How often to look at the folders without having been told of
     * a change.
     */
    public record HotReload(@DefaultValue("true") boolean enabled, @Nullable Integer closedButMappedLimit,
            @DefaultValue("false") boolean watch, @DefaultValue("auto") WatchMethod watchMethod,
            @DefaultValue("false") boolean watchRemovals, @DefaultValue("400ms") Duration quietPeriod,
            @DefaultValue("1s") Duration pollingInterval) {
    }

    /**
     * How changes of bundles are noticed.
     */
    public enum WatchMethod {

        /**
         * The operating system tells of them, and the folders are looked at every polling
         * interval all the same.
         */
        AUTO,

        /** The folders are looked at every polling interval. */
        POLLING

    }

    /**
     * Rollouts by steps. After the last step the new version serves all calls; where it
     * does worse than the version before, that one goes on.
     *
     * @param steps Steps, each with the "weight" of the new version in per mille of the
     * calls, and the "duration" and the number of its "calls" that the step takes at
     * least. Without any, a rollout waits for its operator.
     * @param errorRatio How much higher the share of failed calls may be than with the
     * version before, from 0 to 1. The share of different results of a shadow may be as
     * high.
     * @param latencyRatio How many times as long the median call may take as with the
     * version before. "Infinity" is no limit.
     * @param minimumCalls How many calls the new version gets in each step before it is
     * judged. No step ends before that.
     * @param mode What the new version is called for.
     * @param bundles Names of the bundles that the steps are for. By default they are for
     * all. What is set for one bundle comes before that.
     * @param watch Whether a change that is found by watching begins a rollout, where
     * there are steps. Otherwise it is reloaded.
     */
    public record Rollout(@DefaultValue List<RolloutStep> steps, @DefaultValue("0.01") double errorRatio,
            @DefaultValue("2") double latencyRatio, @DefaultValue("100") long minimumCalls,
            @DefaultValue("canary") RolloutMode mode, @DefaultValue List<String> bundles,
            @DefaultValue("true") boolean watch) {
    }

    /**
     * Rollouts of one bundle by steps. What is not set is as for all bundles.
     *
     * @param enabled Whether rollouts of this bundle go by steps. By default they do if
     * it has steps of its own, and otherwise if those for all bundles are for it.
     * @param steps Steps, in the place of those for all bundles.
     * @param errorRatio How much higher the share of failed calls may be than with the
     * version before, from 0 to 1. The share of different results of a shadow may be as
     * high.
     * @param latencyRatio How many times as long the median call may take as with the
     * version before. "Infinity" is no limit.
     * @param minimumCalls How many calls the new version gets in each step before it is
     * judged. No step ends before that.
     * @param mode What the new version is called for.
     * @param watch Whether a change that is found by watching begins a rollout, where
     * there are steps. Otherwise it is reloaded.
     */
    public record BundleRollout(@Nullable Boolean enabled, @DefaultValue List<RolloutStep> steps,
            @Nullable Double errorRatio, @Nullable Double latencyRatio, @Nullable Long minimumCalls,
            @Nullable RolloutMode mode, @Nullable Boolean watch) {
    }

    /**
     * Step of a rollout.
     *
     * @param weight Share of the calls that the new version gets, in per mille.
     * @param duration How long the step takes at least.
     * @param calls How many calls the new version gets in it at least.
     */
    public record RolloutStep(int weight, @DefaultValue("0s") Duration duration, @DefaultValue("0") long calls) {
    }

    /**
     * Signatures of bundles.
     *
     * @param policy What happens to a bundle without a good signature, when it is loaded,
     * reloaded or rolled back.
     * @param trustedKeys Ed25519 public keys, one of which must have signed a bundle.
     * Each is given in hexadecimal, in base64, or as the location of a resource with its
     * 32 bytes or of a key file. Without any, every key is good.
     */
    public record Signature(@DefaultValue("off") SignaturePolicy policy, @DefaultValue List<String> trustedKeys) {
    }

    /**
     * Guest contracts.
     *
     * @param failFast Whether the start-up fails when a contract that was injected has no
     * provider after loading. Otherwise only the calls fail.
     */
    public record Contracts(@DefaultValue("false") boolean failFast) {
    }

    /**
     * Operations on bundles.
     *
     * @param operationTimeout How long an operation, such as a reload, waits for another
     * one to end. After that it is refused.
     * @param slowOperationThreshold How long one step of an operation may take, such as
     * the initialisation of a bundle, before the log and the health name it.
     */
    public record Lifecycle(@DefaultValue("30s") Duration operationTimeout,
            @DefaultValue("10s") Duration slowOperationThreshold) {
    }

    /**
     * Closing the runtime.
     *
     * @param drainTimeout How long calls in flight have to end, from when the context
     * begins to close. The web server shares it.
     */
    public record Shutdown(@DefaultValue("30s") Duration drainTimeout) {
    }

    /**
     * Health contributor.
     *
     * @param stuckCallThreshold Age from which a call that holds up the reclamation of a
     * replaced generation is reported as stuck.
     * @param stuckCallStatus Status while a call is stuck.
     * @param failedReloadStatus Status while the last reload of a loaded bundle has
     * failed, or a plan has abandoned its new version.
     * @param slowOperationStatus Status while a step of an operation takes longer than
     * the threshold of slow operations.
     * @param errorRatioThreshold Part of the latest calls of a bundle from which on it is
     * told that they end with an error, above 0 and 1 at most.
     * @param errorRatioWindow How far back calls are the latest. Whoever asks for the
     * health less often than that is told of the calls since the last time.
     * @param errorRatioMinimumCalls How many calls a bundle must have had in the window
     * before their errors are told.
     * @param errorRatioStatus Status while too many calls of a bundle end with an error.
     */
    public record Health(@DefaultValue("30s") Duration stuckCallThreshold,
            @DefaultValue("up") HealthStatus stuckCallStatus, @DefaultValue("up") HealthStatus failedReloadStatus,
            @DefaultValue("up") HealthStatus slowOperationStatus, @DefaultValue("0.5") double errorRatioThreshold,
            @DefaultValue("1m") Duration errorRatioWindow, @DefaultValue("10") int errorRatioMinimumCalls,
            @DefaultValue("up") HealthStatus errorRatioStatus) {
    }

    /**
     * What the health becomes of something that is out of order, from the best to the
     * worst.
     */
    public enum HealthStatus {

        /** It is a detail. */
        UP,

        /** The instance should get no requests. */
        OUT_OF_SERVICE,

        /** The instance does not work. */
        DOWN;

        /**
         * Returns the worst of some statuses.
         * @param statuses the statuses
         * @return the worst, or {@link #UP} of none
         */
        public static HealthStatus worst(HealthStatus... statuses) {
            return Stream.of(statuses).max(Comparator.naturalOrder()).orElse(UP);
        }

    }

}
