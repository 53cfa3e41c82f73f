package io.polyplug.fleet;

import java.time.Instant;
import java.util.List;

import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import org.jspecify.annotations.Nullable;

/**
 * A command as its coordinator knows it. Immutable.
 *
 * @param id the command's id
 * @param change what is done, with the build that the first instance made known
 * @param destination which instances are meant
 * @param waves the instances of each wave
 * @param wave the wave that was sent last, from 1
 * @param outcome {@code running}, {@code succeeded}, {@code stopped} or {@code timed-out}
 * @param reason why it did not succeed, if it did not
 * @param awaited who has not answered the wave that was sent last
 * @param answers what others answered
 * @param missing who is meant and was not asked, since it was missing at the beginning
 * @param startedAt when it began
 * @param endedAt when it ended, if it has
 */
public record CommandState(String id, Change change, String destination, List<List<String>> waves, int wave,
        String outcome, @Nullable String reason, List<String> awaited, List<Answer> answers, List<String> missing,
        Instant startedAt, @Nullable Instant endedAt) {
}
