package io.polyplug.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Revision;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;

/**
 * A command at the instance that drives it: which wave is at work, who has not answered,
 * and what became of it. Used by one thread.
 */
final class Coordination {

    private final Revision revision;

    private final Command command;

    private final Plan plan;

    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private final TreeSet<String> awaited = new TreeSet<>();

    private Change change;

    private int sent;

    private Instant deadline;

    private String outcome = "running";

    private @Nullable String reason;

    private @Nullable Instant endedAt;

    private boolean told;

    Coordination(Revision revision, Command command, Plan plan) {
        this.revision = revision;
        this.command = command;
        this.plan = plan;
        this.change = command.change();
        this.deadline = plan.startedAt();
    }

    String bundle() {
        return this.change.bundle();
    }

    Revision revision() {
        return this.revision;
    }

    boolean isRunning() {
        return this.endedAt == null;
    }

    /** Returns the order for the next wave if one can be sent; what is done then ends. */
    Optional<Order> next(String coordinator, Instant now) {
        if (!isRunning() || !this.awaited.isEmpty()) {
            return Optional.empty();
        }
        if (this.sent == this.plan.waves().size()) {
            end("succeeded", null, now);
            return Optional.empty();
        }
        List<String> wave = this.plan.waves().get(this.sent);
        this.sent++;
        this.awaited.addAll(wave);
        this.deadline = now.plus(this.command.timeout());
        return Optional.of(new Order(this.revision, coordinator, this.command.principal(), this.change, wave,
                now.toEpochMilli(), this.command.timeout().toMillis()));
    }

    void heard(Answer answer, Instant now) {
        if (this.plan.waves().stream().limit(this.sent).noneMatch((wave) -> wave.contains(answer.instance()))) {
            return;
        }
        this.answers.putIfAbsent(answer.instance(), answer);
        this.awaited.remove(answer.instance());
        if (!isRunning()) {
            return;
        }
        String objection = answer.successful() ? compare(answer.served())
                : (answer.reason() != null) ? answer.reason() : answer.outcome();
        if (objection != null) {
            end("stopped", "Instance '" + answer.instance() + "' " + answer.outcome() + ": " + objection, now);
        }
    }

    /** What the first serves all others must serve as well. */
    private @Nullable String compare(@Nullable Served served) {
        if (!this.change.replaces() || served == null || served.digest() == null) {
            return null;
        }
        String objection = this.change.objection(served.version(), served.digest());
        if (objection == null) {
            this.change = this.change.expecting(served.version(), served.digest());
        }
        return objection;
    }

    void tick(Instant now) {
        if (isRunning() && this.deadline.isBefore(now)) {
            end("timed-out",
                    "No answer within " + this.command.timeout().toMillis() + " ms from " + this.awaited
                            + ". What these instances serve is shown when they are heard of. Send the command again",
                    now);
        }
    }

    void stop(String why, Instant now) {
        if (isRunning()) {
            end("stopped", why, now);
        }
    }

    private void end(String how, @Nullable String why, Instant now) {
        this.outcome = how;
        this.reason = why;
        this.endedAt = now;
    }

    /** Returns the end of this command, once. */
    Optional<Ending> ending() {
        if (isRunning() || this.told) {
            return Optional.empty();
        }
        this.told = true;
        return Optional.of(new Ending(this.revision, bundle(), desired()));
    }

    private @Nullable Desired desired() {
        String version = this.change.version();
        String digest = this.change.digest();
        return ("succeeded".equals(this.outcome) && this.change.replaces() && version != null && digest != null)
                ? new Desired(bundle(), this.command.destination(), version, digest, this.revision) : null;
    }

    CommandState state() {
        return new CommandState(this.revision.command(), this.change, this.command.destination(), this.plan.waves(),
                this.sent, this.outcome, this.reason, new ArrayList<>(this.awaited),
                new ArrayList<>(this.answers.values()), this.plan.missing(), this.plan.startedAt(), this.endedAt);
    }

    /**
     * Who takes part in a command, fixed when it begins.
     *
     * @param waves the instances of each wave
     * @param missing who is meant and is not asked
     * @param startedAt when the command begins
     */
    record Plan(List<List<String>> waves, List<String> missing, Instant startedAt) {
    }

}
