package io.polyplug.autoconfigure.actuate;

import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ChangeDescriptor;
import io.polyplug.rollout.RolloutInfo;

/**
 * A rollout that was begun, changed or ended.
 *
 * @param outcome {@code canary}, {@code shadow} or {@code abandoned}
 * @param version the version that served before, and serves on
 * @param generation its generation
 * @param rollout the rollout; of one that was ended, with its last figures
 */
public record RolloutChangeDescriptor(String outcome, String version, long generation,
        RolloutDescriptor rollout) implements ChangeDescriptor {

    static RolloutChangeDescriptor of(TargetState target, RolloutInfo rollout) {
        return new RolloutChangeDescriptor(target.text(), rollout.servingVersion().toString(),
                rollout.servingGeneration(), RolloutDescriptor.of(rollout));
    }

    RolloutChangeDescriptor seen(Sight sight) {
        return new RolloutChangeDescriptor(this.outcome, this.version, this.generation, this.rollout.seen(sight));
    }

}
