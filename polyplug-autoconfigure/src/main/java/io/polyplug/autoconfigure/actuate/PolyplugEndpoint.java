package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.MachineStatistics;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.VerificationReport;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.rollout.ConfiguredRollouts;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.rollout.RolloutInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.ApplicationEventPublisher;

/**
 * {@link Endpoint @Endpoint} to see the bundles and to load, verify, reload, roll back,
 * roll out and unload them. Bundles are named, never located: no request carries a path.
 */
@Endpoint(id = "polyplug", defaultAccess = Access.READ_ONLY)
public class PolyplugEndpoint {

    private final BundleDescriptions descriptions;

    private final AvailableBundles available;

    private final BundleWrites writes;

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredFolders folders;

    private final Show showValues;

    /**
     * Creates the endpoint of a runtime whose bundles lie in no configured folder. It
     * shows neither paths nor names of threads.
     * @param runtime the runtime
     * @param history where the last reloads come from
     * @param eventPublisher takes the audit events
     */
    @Autowired
    public PolyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history, ApplicationEventPublisher eventPublisher) {
        this(runtime, history, eventPublisher, null, Show.NEVER);
    }

    /**
     * Creates the endpoint of a runtime.
     * @param runtime the runtime
     * @param history where the last reloads come from
     * @param eventPublisher takes the audit events
     * @param folders where bundles lie that can be loaded, if there are such folders
     * @param showValues whether paths and names of threads are shown
     */
    public PolyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history, ApplicationEventPublisher eventPublisher,
            @Nullable ConfiguredFolders folders, Show showValues) {
        this(runtime, history, eventPublisher, folders, null, showValues);
    }

    /**
     * Creates the endpoint of a runtime.
     * @param runtime the runtime
     * @param history where the last reloads come from
     * @param eventPublisher takes the audit events
     * @param folders where bundles lie that can be loaded, if there are such folders
     * @param rollouts how rollouts begin, if that is configured
     * @param showValues whether paths, names of threads and values of calls are shown
     */
    public PolyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history, ApplicationEventPublisher eventPublisher,
            @Nullable ConfiguredFolders folders, @Nullable ConfiguredRollouts rollouts, Show showValues) {
        this(runtime, history, folders,
                new BundleWrites(runtime, folders, new RolloutWrites(runtime, rollouts), history, eventPublisher),
                showValues);
    }

    PolyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history, @Nullable ConfiguredFolders folders,
            BundleWrites writes, Show showValues) {
        this.available = new AvailableBundles(runtime, history, folders);
        this.descriptions = new BundleDescriptions(runtime, history, this.available);
        this.writes = writes;
        this.runtime = runtime;
        this.folders = folders;
        this.showValues = showValues;
    }

    /**
     * Describes the runtime and lists its bundles.
     * @return the description
     */
    @ReadOperation
    public RuntimeDescriptor runtime() {
        return runtime(isShownToManagement());
    }

    /**
     * Describes the runtime and lists its bundles, whoever was asked: this endpoint or
     * its web extension.
     * @param showValues whether absolute paths and names of threads are shown
     * @return the description
     */
    protected RuntimeDescriptor runtime(boolean showValues) {
        return this.descriptions.runtime(sight(showValues));
    }

    /**
     * Describes a bundle.
     * @param bundle the bundle's name
     * @return the description, or {@code null} if no such bundle is loaded
     */
    @ReadOperation
    public @Nullable BundleDescriptor bundle(@Selector String bundle) {
        return bundle(bundle, isShownToManagement());
    }

    /**
     * Describes a bundle, whoever was asked: this endpoint or its web extension.
     * @param bundle the bundle's name
     * @param showValues whether absolute paths and names of threads are shown
     * @return the description, or {@code null} if no such bundle is loaded
     */
    protected @Nullable BundleDescriptor bundle(String bundle, boolean showValues) {
        return this.descriptions.bundle(bundle, sight(showValues)).orElse(null);
    }

    /**
     * Brings a bundle into a state, and returns when that is done.
     * @param bundle the bundle's name
     * @param state {@code reloaded}, {@code rolled-back}, {@code loaded},
     * {@code verified}, {@code canary}, {@code shadow}, {@code promoted} or
     * {@code abandoned}
     * @param weight a candidate's share of the calls, in per mille, if the state is one
     * of a candidate
     * @return what was done, or {@code null} if no such bundle is loaded or, for the last
     * two states, lies in a configured folder
     * @throws InvalidEndpointRequestException if there is no such state
     * @throws io.polyplug.error.PolyplugException if the bundle stays what it was
     */
    @WriteOperation
    public @Nullable ChangeDescriptor changeState(@Selector String bundle, String state, @Nullable Integer weight) {
        return seen(changeState(bundle, state, weight, null), sight(isShownToManagement()));
    }

    /**
     * Brings a bundle into a state, whoever was asked: this endpoint or its web
     * extension.
     * @param bundle the bundle's name
     * @param state {@code reloaded}, {@code rolled-back}, {@code loaded},
     * {@code verified}, {@code canary}, {@code shadow}, {@code promoted} or
     * {@code abandoned}
     * @param weight a candidate's share of the calls, in per mille, if there is one
     * @param principal who asks, if it is known
     * @return what was done, or {@code null} if no such bundle is loaded or, for the last
     * two states, lies in a configured folder
     * @throws InvalidEndpointRequestException if there is no such state
     * @throws io.polyplug.error.PolyplugException if the bundle stays what it was
     */
    protected @Nullable ChangeDescriptor changeState(String bundle, @Nullable String state, @Nullable Integer weight,
            @Nullable String principal) {
        try {
            return this.writes.change(bundle, state, weight, principal);
        }
        catch (BundleNotFoundException ex) {
            return null;
        }
    }

    /** Returns what of a change is shown. */
    static @Nullable ChangeDescriptor seen(@Nullable ChangeDescriptor change, Sight sight) {
        if (change instanceof ReloadDescriptor reload) {
            return reload.seen(sight);
        }
        return (change instanceof RolloutChangeDescriptor rollout) ? rollout.seen(sight) : change;
    }

    /**
     * Unloads a bundle.
     * @param bundle the bundle's name
     * @param cascade whether the bundles that depend on it go as well; otherwise they
     * forbid it
     * @return what was unloaded, or {@code null} if no such bundle is loaded
     * @throws io.polyplug.error.PolyplugException if the bundle stays
     */
    @DeleteOperation
    public @Nullable UnloadDescriptor unload(@Selector String bundle, @Nullable Boolean cascade) {
        return unload(bundle, Boolean.TRUE.equals(cascade), null);
    }

    /**
     * Unloads a bundle, whoever was asked: this endpoint or its web extension.
     * @param bundle the bundle's name
     * @param cascade whether the bundles that depend on it go as well
     * @param principal who asks, if it is known
     * @return what was unloaded, or {@code null} if no such bundle is loaded
     * @throws io.polyplug.error.PolyplugException if the bundle stays
     */
    protected @Nullable UnloadDescriptor unload(String bundle, boolean cascade, @Nullable String principal) {
        try {
            return new UnloadDescriptor(this.writes.unload(bundle, cascade, principal));
        }
        catch (BundleNotFoundException ex) {
            return null;
        }
    }

    /** Who manages the JVM is as good as authorized, as with Boot's endpoints. */
    private boolean isShownToManagement() {
        return this.showValues.isShown(true);
    }

    /** Returns what is shown in an answer. */
    Sight sight(boolean showValues) {
        return Sight.of(showValues, this.runtime, this.folders);
    }

    /** Returns what there is, where a name is asked for that there is not. */
    NotFoundDescriptor absence(String bundle) {
        List<String> others = this.available.names();
        String reason = "No bundle '" + bundle + "' is loaded. "
                + (others.contains(bundle) ? "It lies in a configured folder: the state 'loaded' loads it"
                        : "None lies in a configured folder either: take the name of one that is loaded or available");
        return new NotFoundDescriptor(reason, this.descriptions.loaded(), others);
    }

    /** Returns what runs now, and may keep others waiting. */
    @Nullable OperationDescriptor operation(Sight sight) {
        return this.descriptions.operation(sight);
    }

    /**
     * The runtime.
     *
     * @param backend how native code is called
     * @param hotReload whether bundles may be reloaded
     * @param revision how often the registered contracts changed
     * @param bundles the loaded bundles
     * @param retiredGenerations how many replaced generations still wait for a call to
     * end
     * @param available the bundles that lie in a configured folder and are not loaded
     * @param operation what is being done to bundles right now, if anything is
     */
    public record RuntimeDescriptor(String backend, boolean hotReload, long revision, List<BundleSummary> bundles,
            int retiredGenerations, List<AvailableDescriptor> available,
            @Nullable OperationDescriptor operation) implements OperationResponseBody {
    }

    /**
     * A bundle that could be loaded.
     *
     * @param name its name
     * @param version its version, if its manifest can be read
     * @param state {@code unloaded}, {@code refused}, {@code new} or
     * {@code not-loaded-at-start}
     * @param reason why it was refused, if it was
     * @param since since when it has been in that state, if that is known
     */
    public record AvailableDescriptor(String name, @Nullable String version, String state, @Nullable String reason,
            @Nullable Instant since) {
    }

    /**
     * An operation on bundles that has not ended.
     *
     * @param kind {@code load}, {@code reload}, {@code rollback}, {@code unload},
     * {@code verify}, {@code rollout} or {@code reclaim}
     * @param bundle the bundle that it is at, if one is known
     * @param step what it is doing
     * @param thread the thread that asked for it, if that is shown
     * @param ageMs how long ago it began
     * @param stepAgeMs how long ago the step began
     */
    public record OperationDescriptor(String kind, @Nullable String bundle, String step, @Nullable String thread,
            long ageMs, long stepAgeMs) {
    }

    /**
     * What there is, where something else was asked for.
     *
     * @param reason what there is not, and what to do about it
     * @param loaded the names of the bundles that are loaded
     * @param available the names of those that lie in configured folders otherwise
     */
    public record NotFoundDescriptor(String reason, List<String> loaded,
            List<String> available) implements OperationResponseBody {
    }

    /**
     * A bundle in the list.
     *
     * @param name its name
     * @param version its version
     * @param generation the generation that serves
     * @param contracts what it provides, as {@code name@major}
     * @param digest the first 12 digits of what tells this build from others, if it has
     * files
     * @param activatedAt since when the generation serves
     * @param rollout the version that is tried beside it, if there is one
     */
    public record BundleSummary(String name, String version, long generation, List<String> contracts,
            @Nullable String digest, Instant activatedAt, @Nullable RolloutSummary rollout) {
    }

    /**
     * A rollout in the list.
     *
     * @param mode {@code canary} or {@code shadow}
     * @param weight the candidate's share of the calls, in per mille
     * @param version the candidate's version
     * @param generation its generation
     */
    public record RolloutSummary(String mode, int weight, String version, long generation) {

        static RolloutSummary of(RolloutInfo rollout) {
            return new RolloutSummary(RolloutDescriptor.modeOf(rollout), rollout.weight(),
                    rollout.candidateVersion().toString(), rollout.candidateGeneration());
        }

    }

    /**
     * A bundle on its own.
     *
     * @param name its name
     * @param version its version
     * @param generation the generation that serves
     * @param contracts what it provides
     * @param dependencies what it depends on
     * @param generations the generation that serves, a candidate, and those that wait to
     * be reclaimed
     * @param lastReload how the last reload, rollback or rollout ended, if there was one
     * @param digest what tells this build from others, if it has files
     * @param activatedAt since when the generation serves
     * @param rollout the version that is tried beside it, if there is one
     * @param machines what runs it and who waits for that, if it is a script
     */
    public record BundleDescriptor(String name, String version, long generation, List<ContractDescriptor> contracts,
            List<DependencyDescriptor> dependencies, List<GenerationDescriptor> generations,
            @Nullable LastReloadDescriptor lastReload, @Nullable String digest, Instant activatedAt,
            @Nullable RolloutDescriptor rollout,
            @Nullable MachinesDescriptor machines) implements OperationResponseBody {
    }

    /**
     * The machines that run a script, those of its old generations included.
     *
     * @param count how many there are
     * @param busy how many of them a call is in
     * @param waiting how many calls wait for one
     * @param waits how many calls have waited for one, since the runtime was built
     * @param waitedMs how long these have waited altogether, in milliseconds and
     * fractions of them
     */
    public record MachinesDescriptor(int count, int busy, int waiting, long waits, double waitedMs) {

        static MachinesDescriptor of(MachineStatistics machines) {
            return new MachinesDescriptor(machines.machines(), machines.busy(), machines.waiting(), machines.waits(),
                    milliseconds(machines.waited()));
        }

    }

    /**
     * A contract that a bundle provides.
     *
     * @param name the contract as {@code name@major}
     * @param id its id as 16 hex digits
     * @param version the version implemented
     * @param functions how many functions the implementation has
     * @param providers the bundles that provide it, this one included, the first choice
     * first
     */
    public record ContractDescriptor(String name, String id, String version, int functions, List<String> providers) {
    }

    /**
     * A contract that a bundle depends on.
     *
     * @param contract the contract's name
     * @param minimumVersion the least version it needs
     * @param bundle the one bundle that must provide it, if its manifest names one
     */
    public record DependencyDescriptor(String contract, String minimumVersion, @Nullable String bundle) {
    }

    /**
     * A generation of a bundle.
     *
     * @param generation its number
     * @param state {@code active}, {@code candidate} or {@code retired}
     * @param holders the calls that keep a retired one from being reclaimed
     */
    public record GenerationDescriptor(long generation, String state, List<HolderDescriptor> holders) {
    }

    /**
     * A call that holds a retired generation.
     *
     * @param contract the contract called
     * @param thread the calling thread's name, if it can be told and is shown
     * @param ageMs for how long it has been seen
     */
    public record HolderDescriptor(String contract, @Nullable String thread, long ageMs) {
    }

    /**
     * How the last reload, rollback or rollout ended.
     *
     * @param outcome {@code reloaded}, {@code rolled-back}, {@code promoted},
     * {@code abandoned} or {@code failed}
     * @param reason why it failed or was abandoned, if so
     * @param at when it ended
     * @param durationMs how long it took, in milliseconds and fractions of them; of a
     * rollout that was abandoned, how long that lasted
     */
    public record LastReloadDescriptor(String outcome, @Nullable String reason, Instant at, double durationMs) {

        static LastReloadDescriptor of(ReloadHistory.LastReload last, Sight sight) {
            String reason = last.reason();
            return new LastReloadDescriptor(last.outcome(), (reason != null) ? sight.reason(reason) : null, last.at(),
                    milliseconds(last.duration()));
        }

    }

    /**
     * What a request to bring a bundle into a state did.
     */
    public sealed interface ChangeDescriptor extends OperationResponseBody
            permits ReloadDescriptor, LoadDescriptor, VerificationDescriptor, RolloutChangeDescriptor {

        /**
         * {@return the state that was asked for}
         */
        String outcome();

        /**
         * {@return the version that serves now, or that was verified}
         */
        String version();

    }

    /**
     * A bundle that was loaded.
     *
     * @param outcome {@code loaded}
     * @param version its version
     * @param generation the generation that serves
     * @param digest what tells this build from others, if it has files
     */
    public record LoadDescriptor(String outcome, String version, long generation,
            @Nullable String digest) implements ChangeDescriptor {

        static LoadDescriptor of(BundleInfo bundle) {
            return new LoadDescriptor(TargetState.LOADED.text(), bundle.version().toString(), bundle.generation(),
                    BundleDescriptions.digest(bundle.digest()));
        }

    }

    /**
     * A bundle that was judged, and could serve.
     *
     * @param outcome {@code verified}
     * @param version the version that lies in its folder
     * @param digest what tells this build from others, if it has files
     * @param serves whether it is what serves already
     * @param contracts what it would provide, as {@code name@major}
     * @param durationMs how long it took, in milliseconds and fractions of them
     */
    public record VerificationDescriptor(String outcome, String version, @Nullable String digest, boolean serves,
            List<String> contracts, double durationMs) implements ChangeDescriptor {

        static VerificationDescriptor of(VerificationReport report, boolean serves) {
            return new VerificationDescriptor(TargetState.VERIFIED.text(), report.version().toString(),
                    BundleDescriptions.digest(report.digest()), serves,
                    report.contracts().stream().map(BundleDescriptions::nameWithMajor).toList(),
                    milliseconds(report.duration()));
        }

    }

    /**
     * A reload or rollback that succeeded.
     *
     * @param outcome {@code reloaded}, {@code rolled-back} or {@code promoted}
     * @param previousVersion the version that served before
     * @param version the version that serves now
     * @param generation the generation that serves now
     * @param durationMs how long it took, in milliseconds and fractions of them
     * @param cascaded the dependents that were reloaded along, each before those that
     * depend on it
     * @param cascadeFailures a sentence for each dependent that could not be reloaded
     * along, if there are any
     */
    public record ReloadDescriptor(String outcome, String previousVersion, String version, long generation,
            double durationMs, List<CascadedDescriptor> cascaded,
            @Nullable List<String> cascadeFailures) implements ChangeDescriptor {

        ReloadDescriptor seen(Sight sight) {
            return (this.cascadeFailures != null)
                    ? new ReloadDescriptor(this.outcome, this.previousVersion, this.version, this.generation,
                            this.durationMs, this.cascaded, this.cascadeFailures.stream().map(sight::reason).toList())
                    : this;
        }

        static ReloadDescriptor of(ReloadReport report) {
            return of(TargetState.after(report.kind()), report);
        }

        static ReloadDescriptor of(TargetState target, ReloadReport report) {
            return new ReloadDescriptor(target.text(), report.previousVersion().toString(), report.version().toString(),
                    report.generation(), milliseconds(report.duration()),
                    report.cascaded().stream().flatMap(CascadedDescriptor::of).toList(),
                    report.cascadeFailures().isEmpty() ? null : report.cascadeFailures());
        }

    }

    /**
     * A dependent that was reloaded along.
     *
     * @param bundle its name
     * @param previousVersion the version that served before
     * @param version the version that serves now
     * @param generation the generation that serves now
     */
    public record CascadedDescriptor(String bundle, String previousVersion, String version, long generation) {

        private static Stream<CascadedDescriptor> of(ReloadReport report) {
            return Stream.concat(
                    Stream.of(new CascadedDescriptor(report.bundleName(), report.previousVersion().toString(),
                            report.version().toString(), report.generation())),
                    report.cascaded().stream().flatMap(CascadedDescriptor::of));
        }

    }

    /**
     * Bundles that were unloaded.
     *
     * @param unloaded their names, in the order they went
     */
    public record UnloadDescriptor(List<String> unloaded) implements OperationResponseBody {
    }

    static double milliseconds(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1000.0;
    }

}
