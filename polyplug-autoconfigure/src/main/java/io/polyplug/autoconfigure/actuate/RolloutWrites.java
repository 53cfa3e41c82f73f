package io.polyplug.autoconfigure.actuate;

import java.util.Locale;
import java.util.Optional;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ChangeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.rollout.ConfiguredRollouts;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReloadException;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What the endpoint may do to the rollout of a bundle that is loaded.
 */
final class RolloutWrites {

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredRollouts configured;

    RolloutWrites(PolyplugRuntime runtime, @Nullable ConfiguredRollouts configured) {
        this.runtime = runtime;
        this.configured = configured;
    }

    /**
     * Refuses a weight that is none.
     * @throws InvalidEndpointRequestException if it is out of its range
     */
    static void requireWeight(@Nullable Integer weight) {
        try {
            if (weight != null) {
                RolloutSettings.requireWeight(weight);
            }
        }
        catch (IllegalArgumentException ex) {
            String refusal = ex.getMessage() + ". Send 10 for one call of a hundred";
            throw new InvalidEndpointRequestException(refusal, refusal);
        }
    }

    /** Begins a rollout, or changes the weight of the one there is. */
    ChangeDescriptor tryOut(String bundle, TargetState target, @Nullable Integer weight) {
        RolloutMode mode = (target == TargetState.SHADOW) ? RolloutMode.SHADOW : RolloutMode.CANARY;
        Optional<RolloutInfo> present = this.runtime.rollout(bundle);
        RolloutInfo rollout = present.isPresent() ? weigh(present.get(), mode, weight)
                : this.runtime.canaryBundle(bundle, settings(bundle, mode, weight));
        return RolloutChangeDescriptor.of(target, rollout);
    }

    private RolloutInfo weigh(RolloutInfo present, RolloutMode mode, @Nullable Integer weight) {
        String bundle = present.bundleName();
        if (present.mode() != mode || weight == null) {
            throw refusal(bundle,
                    "it has a rollout already, of version " + present.candidateVersion() + " as "
                            + text(present.mode()),
                    "Send the state '" + text(present.mode())
                            + "' with another 'weight', or end it by 'promoted' or 'abandoned'");
        }
        return this.runtime.weighBundle(bundle, weight);
    }

    private RolloutSettings settings(String bundle, RolloutMode mode, @Nullable Integer weight) {
        ConfiguredRollouts present = this.configured;
        if (weight != null) {
            return (present != null) ? present.waiting(bundle, mode, weight)
                    : new RolloutSettings(mode, weight, null, null, null);
        }
        return Optional.ofNullable(present)
            .flatMap((each) -> each.planned(bundle, mode))
            .orElseThrow(() -> refusal(bundle, "there is no plan for it, and the request has no 'weight'",
                    "Send the 'weight' in per mille, or give it a plan by 'polyplug.rollout' or '"
                            + ConfiguredFolders.property(bundle, "rollout") + "'"));
    }

    ChangeDescriptor promote(String bundle) {
        return ReloadDescriptor.of(TargetState.PROMOTED, this.runtime.promoteBundle(bundle));
    }

    ChangeDescriptor abandon(String bundle) {
        return RolloutChangeDescriptor.of(TargetState.ABANDONED, this.runtime.abandonBundle(bundle));
    }

    private static String text(RolloutMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static ReloadException refusal(String bundle, String reason, String cure) {
        return new ReloadException(bundle, false, Explanation.ofBundle(bundle, reason, cure));
    }

}
