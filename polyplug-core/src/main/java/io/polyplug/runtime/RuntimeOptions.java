package io.polyplug.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.polyplug.ConfigSource;
import io.polyplug.EngineSettings;
import io.polyplug.ReloadPhase;
import io.polyplug.library.NativeSettings;
import io.polyplug.pool.AsyncSettings;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.staging.StagingRules;

/**
 * What a builder was told. Immutable.
 *
 * @param bundles about bundles
 * @param patience how long what may take
 * @param listeners who is told
 * @param nativeCode how native code is reached and treated
 * @param async what the pools of asynchronous calls are made from
 */
public record RuntimeOptions(Bundles bundles, Patience patience, Listeners listeners, NativeCode nativeCode,
        AsyncSettings async) {

    /**
     * What was told about bundles.
     *
     * @param hotReload whether they may be replaced
     * @param rules what is asked of them
     * @param folders where their files go
     * @param config where their settings come from
     */
    public record Bundles(boolean hotReload, StagingRules rules, Folders folders, ConfigSource config) {
    }

    /**
     * Where files of bundles go.
     *
     * @param work where private copies go, or {@code null} for the default
     * @param data where bundles may write, or {@code null} for the work directory
     */
    public record Folders(@Nullable Path work, @Nullable Path data) {
    }

    /**
     * How long what may take.
     *
     * @param drain how long closing waits for calls in flight
     * @param room how long a reload waits while too many generations of its bundle are
     * held by calls
     * @param held how long a retired generation is held before a warning says so
     * @param operation how long an operation waits for another one
     * @param slowStep how long a step of an operation takes before a warning says so
     */
    public record Patience(Duration drain, Duration room, Duration held, Duration operation, Duration slowStep) {
    }

    /**
     * Who is told what.
     *
     * @param phases told about phases
     * @param rollouts told about rollouts
     * @param closed told when the runtime has been closed
     */
    public record Listeners(List<Consumer<? super ReloadPhase>> phases, List<Consumer<? super RolloutPhase>> rollouts,
            List<Runnable> closed) {

        /**
         * Creates it with copies of the lists.
         */
        public Listeners {
            phases = List.copyOf(phases);
            rollouts = List.copyOf(rollouts);
            closed = List.copyOf(closed);
        }

    }

    /**
     * How native code is reached and treated.
     *
     * @param backend which backend is wanted
     * @param settings what the native loader is told
     * @param engines the engines of script languages, by what manifests call them
     */
    public record NativeCode(String backend, NativeSettings settings, Map<String, EngineSettings> engines) {

        /**
         * Creates it with a copy of the map.
         */
        public NativeCode {
            engines = Map.copyOf(engines);
        }

    }

}
