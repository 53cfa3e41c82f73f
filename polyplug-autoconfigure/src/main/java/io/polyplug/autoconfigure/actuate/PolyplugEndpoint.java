package io.polyplug.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.error.BundleNotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.ApplicationEventPublisher;

/**
 * {@link Endpoint @Endpoint} to see the loaded bundles and to reload, roll back and
 * unload them. Bundles are named, never located: no request carries a path.
 */
@Endpoint(id = "polyplug", defaultAccess = Access.READ_ONLY)
public class PolyplugEndpoint {

    private final BundleDescriptions descriptions;

    private final BundleWrites writes;

    /**
     * Creates the endpoint of a runtime.
     * @param runtime the runtime
     * @param history where the last reloads come from
     * @param eventPublisher takes the audit events
     */
    public PolyplugEndpoint(PolyplugRuntime runtime, ReloadHistory history, ApplicationEventPublisher eventPublisher) {
        this.descriptions = new BundleDescriptions(runtime, history);
        this.writes = new BundleWrites(runtime, eventPublisher);
    }

    /**
     * Describes the runtime and lists its bundles.
     * @return the description
     */
    @ReadOperation
    public RuntimeDescriptor runtime() {
        return this.descriptions.runtime();
    }

    /**
     * Describes a bundle.
     * @param bundle the bundle's name
     * @return the description, or {@code null} if no such bundle is loaded
     */
    @ReadOperation
    public @Nullable BundleDescriptor bundle(@Selector String bundle) {
        return this.descriptions.bundle(bundle).orElse(null);
    }

    /**
     * Reloads or rolls back a bundle, and returns when that is done.
     * @param bundle the bundle's name
     * @param state {@code reloaded} or {@code rolled-back}
     * @return what was done, or {@code null} if no such bundle is loaded
     * @throws InvalidEndpointRequestException if there is no such state
     * @throws io.polyplug.error.PolyplugException if the bundle stays what it was
     */
    @WriteOperation
    public @Nullable ReloadDescriptor changeState(@Selector String bundle, String state) {
        return changeState(bundle, state, null);
    }

    /**
     * Reloads or rolls back a bundle, whoever was asked: this endpoint or its web
     * extension.
     * @param bundle the bundle's name
     * @param state {@code reloaded} or {@code rolled-back}
     * @param principal who asks, if it is known
     * @return what was done, or {@code null} if no such bundle is loaded
     * @throws InvalidEndpointRequestException if there is no such state
     * @throws io.polyplug.error.PolyplugException if the bundle stays what it was
     */
    protected @Nullable ReloadDescriptor changeState(String bundle, @Nullable String state,
            @Nullable String principal) {
        TargetState target = TargetState.of(state)
            .orElseThrow(
                    () -> new InvalidEndpointRequestException(TargetState.refusal(state), TargetState.refusal(state)));
        try {
            return ReloadDescriptor.of(this.writes.change(bundle, target, principal));
        }
        catch (BundleNotFoundException ex) {
            return null;
        }
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

    /**
     * The runtime.
     *
     * @param backend how native code is called
     * @param hotReload whether bundles may be reloaded
     * @param revision how often the registered contracts changed
     * @param bundles the loaded bundles
     * @param retiredGenerations how many replaced generations still wait for a call to
     * end
     */
    public record RuntimeDescriptor(String backend, boolean hotReload, long revision, List<BundleSummary> bundles,
            int retiredGenerations) implements OperationResponseBody {
    }

    /**
     * A bundle in the list.
     *
     * @param name its name
     * @param version its version
     * @param generation the generation that serves
     * @param contracts what it provides, as {@code name@major}
     */
    public record BundleSummary(String name, String version, long generation, List<String> contracts) {
    }

    /**
     * A bundle on its own.
     *
     * @param name its name
     * @param version its version
     * @param generation the generation that serves
     * @param contracts what it provides
     * @param dependencies what it depends on
     * @param generations the generation that serves and those that wait to be reclaimed
     * @param lastReload how the last reload or rollback ended, if there was one
     */
    public record BundleDescriptor(String name, String version, long generation, List<ContractDescriptor> contracts,
            List<DependencyDescriptor> dependencies, List<GenerationDescriptor> generations,
            @Nullable LastReloadDescriptor lastReload) implements OperationResponseBody {
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
     * @param state {@code active} or {@code retired}
     * @param holders the calls that keep a retired one from being reclaimed
     */
    public record GenerationDescriptor(long generation, String state, List<HolderDescriptor> holders) {
    }

    /**
     * A call that holds a retired generation.
     *
     * @param contract the contract called
     * @param thread the calling thread's name, if it can be told
     * @param ageMs for how long it has been seen
     */
    public record HolderDescriptor(String contract, @Nullable String thread, long ageMs) {
    }

    /**
     * How the last reload or rollback ended.
     *
     * @param outcome {@code reloaded}, {@code rolled-back} or {@code failed}
     * @param reason why it failed, if it did
     * @param at when it ended
     * @param durationMs how long it took, in milliseconds and fractions of them
     */
    public record LastReloadDescriptor(String outcome, @Nullable String reason, Instant at, double durationMs) {
    }

    /**
     * A reload or rollback that succeeded.
     *
     * @param outcome {@code reloaded} or {@code rolled-back}
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
            @Nullable List<String> cascadeFailures) implements OperationResponseBody {

        static ReloadDescriptor of(ReloadReport report) {
            return new ReloadDescriptor(TargetState.after(report.kind()).text(), report.previousVersion().toString(),
                    report.version().toString(), report.generation(), milliseconds(report.duration()),
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
