package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.VerificationReport;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ChangeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LoadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.VerificationDescriptor;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The door to changes of bundles that somebody asks for from outside, by the
 * {@link PolyplugEndpoint} or otherwise. Each attempt, whatever becomes of it, is
 * published as an audit event. Thread-safe.
 */
public final class BundleWrites {

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredFolders folders;

    private final RolloutWrites rollouts;

    private final @Nullable ReloadHistory history;

    private final AuditTrail audit;

    BundleWrites(PolyplugRuntime runtime, @Nullable ConfiguredFolders folders, RolloutWrites rollouts,
            @Nullable ReloadHistory history, ApplicationEventPublisher eventPublisher) {
        this.runtime = runtime;
        this.folders = folders;
        this.rollouts = rollouts;
        this.history = history;
        this.audit = new AuditTrail(eventPublisher);
    }

    /**
     * Brings a bundle into a state, and returns when that is done.
     * @param bundle the bundle's name
     * @param state one of the states that the endpoint knows
     * @param weight a candidate's share of the calls, in per mille, if there is one
     * @param principal who asks, if it is known
     * @return what was done
     * @throws InvalidEndpointRequestException if there is no such state
     * @throws BundleNotFoundException if there is no such bundle
     * @throws PolyplugException if the bundle stays what it was
     */
    public ChangeDescriptor change(String bundle, @Nullable String state, @Nullable Integer weight,
            @Nullable String principal) {
        TargetState target = TargetState.of(state).orElse(null);
        String type = (target != null) ? target.auditType() : "POLYPLUG_INVALID_STATE";
        return audited(type, bundle, principal, () -> {
            if (target == null) {
                String refusal = TargetState.refusal(state);
                throw new InvalidEndpointRequestException(refusal, refusal);
            }
            if (weight != null && target != TargetState.CANARY && target != TargetState.SHADOW) {
                String refusal = "The state '" + target.text() + "' has no 'weight'. Send it without one";
                throw new InvalidEndpointRequestException(refusal, refusal);
            }
            RolloutWrites.requireWeight(weight);
            return change(bundle, target, weight);
        }, BundleWrites::details);
    }

    private ChangeDescriptor change(String bundle, TargetState target, @Nullable Integer weight) {
        return switch (target) {
            case RELOADED -> ReloadDescriptor.of(reload(requireLoaded(bundle)));
            case ROLLED_BACK -> ReloadDescriptor.of(this.runtime.rollbackBundle(requireLoaded(bundle)));
            case LOADED -> load(bundle);
            case VERIFIED -> verify(bundle);
            case CANARY, SHADOW -> this.rollouts.tryOut(requireLoaded(bundle), target, weight);
            case PROMOTED -> this.rollouts.promote(requireLoaded(bundle));
            case ABANDONED -> this.rollouts.abandon(requireLoaded(bundle));
        };
    }

    private ReloadReport reload(String bundle) {
        return hasSource(bundle) ? this.runtime.reloadBundle(fetch(bundle)) : this.runtime.reloadBundle(bundle);
    }

    private boolean hasSource(String bundle) {
        return this.folders != null && this.folders.hasSource(bundle);
    }

    /** The runtime hears nothing of a reload that ends here. */
    private Path fetch(String bundle) {
        long started = System.nanoTime();
        try {
            return Objects.requireNonNull(this.folders).fetch(bundle);
        }
        catch (PolyplugException ex) {
            if (this.history != null) {
                this.history.notFetched(bundle, ex.explanation().advice(),
                        Duration.ofNanos(System.nanoTime() - started));
            }
            throw ex;
        }
    }

    private LoadDescriptor load(String bundle) {
        if (this.runtime.bundle(bundle).isPresent()) {
            throw new BundleLoadException(bundle,
                    Explanation.ofBundle(bundle, "it is loaded already", "Send the state 'reloaded' to replace it"));
        }
        ConfiguredFolders present = this.folders;
        List<Path> directories = (present != null) ? present.foldersOf(bundle) : List.of();
        if (present == null || directories.isEmpty()) {
            throw notConfigured(bundle);
        }
        present.load(directories, (refusal) -> {
            throw refusal;
        });
        return this.runtime.bundle(bundle).map(LoadDescriptor::of).orElseThrow(() -> notConfigured(bundle));
    }

    private VerificationDescriptor verify(String bundle) {
        if (!hasSource(bundle) && this.runtime.bundle(bundle).isPresent()) {
            return judged(this.runtime.verifyBundle(bundle));
        }
        List<Path> directories = (this.folders != null) ? this.folders.foldersOf(bundle) : List.of();
        if (directories.isEmpty()) {
            throw notConfigured(bundle);
        }
        if (directories.size() > 1) {
            throw new BundleLoadException(bundle, Explanation.ofBundle(bundle,
                    "several folders or archives hold it: " + directories, "Remove all but one"));
        }
        return judged(this.runtime.verifyBundle(directories.get(0)));
    }

    private VerificationDescriptor judged(VerificationReport report) {
        boolean serves = this.runtime.bundle(report.bundleName())
            .filter((bundle) -> bundle.digest().equals(report.digest()))
            .isPresent();
        return VerificationDescriptor.of(report, serves);
    }

    private String requireLoaded(String bundle) {
        if (this.runtime.bundle(bundle).isEmpty()) {
            throw new BundleNotFoundException(bundle, "No bundle '" + bundle + "' is loaded");
        }
        return bundle;
    }

    private static BundleNotFoundException notConfigured(String bundle) {
        return new BundleNotFoundException(bundle,
                "No bundle '" + bundle + "' is loaded, and none lies in a configured folder");
    }

    private static Map<String, Object> details(ChangeDescriptor change) {
        if (change instanceof RolloutChangeDescriptor rollout) {
            return RolloutAudit.figures(rollout.rollout());
        }
        Map<String, Object> details = new LinkedHashMap<>();
        if (change instanceof ReloadDescriptor reload) {
            details.put("previousVersion", reload.previousVersion());
            details.put("generation", reload.generation());
        }
        else if (change instanceof LoadDescriptor load) {
            details.put("generation", load.generation());
        }
        details.put("version", change.version());
        return details;
    }

    List<String> unload(String bundle, boolean cascade, @Nullable String principal) {
        return audited("POLYPLUG_UNLOAD", bundle, principal, () -> unload(requireLoaded(bundle), cascade),
                (names) -> Map.of("unloaded", names));
    }

    private List<String> unload(String bundle, boolean cascade) {
        if (cascade) {
            return this.runtime.unloadBundleCascade(bundle);
        }
        this.runtime.unloadBundle(bundle);
        return List.of(bundle);
    }

    private <T> T audited(String type, String bundle, @Nullable String principal, Supplier<T> write,
            Function<T, Map<String, Object>> details) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("bundle", bundle);
        T result;
        try {
            result = write.get();
        }
        catch (RuntimeException | Error ex) {
            data.put("outcome", "failure");
            data.put("reason", reason(ex));
            this.audit.publish(new AuditEvent(principal, type, data));
            throw ex;
        }
        data.put("outcome", "success");
        data.putAll(details.apply(result));
        this.audit.publish(new AuditEvent(principal, type, data));
        return result;
    }

    /**
     * Returns why a change failed, for others than the operators of this instance:
     * without absolute paths and names of threads.
     * @param failure the failure
     * @return the reason, and what to do about it
     */
    public String reasonToTell(Throwable failure) {
        String reason = reason(failure);
        return reasonToTell((reason != null) ? reason : failure.toString());
    }

    /**
     * Returns a reason for others than the operators of this instance: without absolute
     * paths and names of threads.
     * @param reason the reason
     * @return the same without them
     */
    public String reasonToTell(String reason) {
        return otherSight().reason(reason);
    }

    /**
     * Returns what the endpoint has as a bundle's {@code lastReload}, for others than the
     * operators of this instance: without absolute paths and names of threads.
     * @param bundle the bundle's name
     * @return how the last reload, rollback or rollout of the bundle ended; empty if
     * there was none since it was loaded, or the application has no {@link ReloadHistory}
     */
    public Optional<LastReloadDescriptor> lastReload(String bundle) {
        return Optional.ofNullable(this.history)
            .flatMap((known) -> known.lastReload(bundle))
            .map((last) -> LastReloadDescriptor.of(last, otherSight()));
    }

    private Sight otherSight() {
        return Sight.of(false, this.runtime, this.folders);
    }

    private static @Nullable String reason(Throwable failure) {
        if (failure instanceof InvalidEndpointRequestException invalid) {
            return invalid.getReason();
        }
        return (failure instanceof PolyplugException refusal) ? refusal.explanation().advice() : failure.toString();
    }

}
