package io.polyplug.fleet;

import java.time.Instant;
import java.util.List;

import io.polyplug.fleet.message.Desired;
import org.jspecify.annotations.Nullable;

/**
 * A fleet as one instance knows it. Immutable.
 *
 * @param instance who tells this
 * @param instances all instances that serve bundles, this one among them, by their names
 * @param desired what is desired
 * @param commands the last commands that this instance coordinated, the newest first
 */
public record FleetState(String instance, List<Member> instances, List<Desired> desired, List<CommandState> commands) {

    /**
     * An instance.
     *
     * @param instance its name on the bus
     * @param missingSince when it was heard of last, if it should have been heard of
     * since
     * @param bundles what it serves, as it said last
     */
    public record Member(String instance, @Nullable Instant missingSince, List<MemberBundle> bundles) {
    }

    /**
     * A bundle at one instance.
     *
     * @param bundle its name
     * @param version the version that serves
     * @param generation the generation that serves, in that instance
     * @param digest what tells this build from others, if the bundle has files
     * @param since since when that generation serves
     * @param outcome what came of the last attempt to change that, if there was one, as
     * in {@link io.polyplug.fleet.message.Served}
     * @param reason why it failed, if it did
     * @param differs in what it is not as it should be, if it is not
     */
    public record MemberBundle(String bundle, String version, long generation, @Nullable String digest, Instant since,
            @Nullable String outcome, @Nullable String reason, @Nullable String differs) {
    }

}
