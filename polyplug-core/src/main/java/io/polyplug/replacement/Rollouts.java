package io.polyplug.replacement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.polyplug.OperationKind;
import io.polyplug.ReloadReport;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReloadException;
import io.polyplug.operation.Change;
import io.polyplug.operation.Operation;
import io.polyplug.operation.Operations;
import io.polyplug.plan.Plans;
import io.polyplug.plan.RolloutSteering;
import io.polyplug.publication.Rollout;
import io.polyplug.publication.RunningRollouts;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.staging.Candidate;

/**
 * Has new versions of bundles get a share of the calls, and ends that: what served goes
 * on, or the candidate takes its place. Thread-safe: operations go one after another.
 */
public final class Rollouts {

    private static final String ON_REQUEST = "it was asked for";

    private static final String WEIGH = "weigh";

    private static final String ABANDON = "abandon";

    private final Requests requests;

    private final Reload reload;

    private final Tryout tryout;

    private final RunningRollouts running;

    private final Plans plans;

    /**
     * Creates it.
     * @param requests knows what operations wait for
     * @param reload knows how a bundle is replaced
     * @param tryout brings candidates beside what serves
     * @param running the rollouts that go on
     * @param plans carries out the plans of those that have one
     */
    public Rollouts(Requests requests, Reload reload, Tryout tryout, RunningRollouts running, Plans plans) {
        this.requests = requests;
        this.reload = reload;
        this.tryout = tryout;
        this.running = running;
        this.plans = plans;
    }

    /**
     * Begins a rollout.
     * @param request which bundle, and what is tried
     * @param settings how it begins
     * @return the rollout
     */
    public RolloutInfo begin(Request request, RolloutSettings settings) {
        return this.reload.perform(request, (attempt, next) -> begin(attempt, next, settings));
    }

    private RolloutInfo begin(Attempt attempt, Candidate next, RolloutSettings settings) {
        Rollout present = this.running.find(attempt.bundle().name());
        if (present != null) {
            next.delete();
            throw Attempt.refused(attempt.change(), present.bundleName(), false,
                    "its version " + present.candidate().generation().version() + " (generation "
                            + present.candidate().generation().number() + ") is being tried already",
                    "Promote or abandon that first");
        }
        Rollout rollout = this.tryout.begin(attempt, next, settings);
        if (settings.plan() != null) {
            // Before listeners are told: what one of them asks for ends the plan.
            rollout.follow(this.plans.start(settings.plan(), new Steering(rollout)));
        }
        this.running.started(rollout);
        return rollout.describe();
    }

    /** It may have ended, and another one may have begun. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isRunning(Rollout rollout) {
        return this.running.find(rollout.bundleName()) == rollout;
    }

    /**
     * Changes the share of the calls that a candidate gets.
     * @param bundleName the bundle
     * @param weight the share in per mille
     * @return the rollout
     */
    public RolloutInfo weigh(String bundleName, int weight) {
        return within(bundleName, WEIGH, (rollout) -> {
            rollout.endPlan();
            return weigh(rollout, weight, 0, ON_REQUEST);
        });
    }

    private RolloutInfo weigh(Rollout rollout, int weight, int step, String reason) {
        int previous = rollout.trial().weight();
        rollout.weigh(weight, step);
        this.running.weighed(rollout, previous, reason);
        return rollout.describe();
    }

    /**
     * Has the candidate serve in the place of what serves, once there is room for one
     * more retired generation; waits for that without the lock.
     * @param bundleName the bundle
     * @return what was done
     */
    public ReloadReport promote(String bundleName) {
        return promote(bundleName, (rollout) -> {
        }, ON_REQUEST);
    }

    private ReloadReport promote(String bundleName, Consumer<Rollout> admission, String reason) {
        long deadline = this.requests.deadline();
        while (true) {
            Attempt attempt;
            try (Operation operation = begin(bundleName, Change.PROMOTION.verb())) {
                Rollout rollout = require(bundleName, Change.PROMOTION.verb());
                admission.accept(rollout);
                operation.becomeReload((cause) -> refused(bundleName, Change.PROMOTION.verb(), true, cause,
                        "Do it from another thread"));
                attempt = this.requests.attempt(Change.PROMOTION, rollout.serving());
                if (this.reload.hasRoomFor(attempt)) {
                    ReloadReport report = this.reload.promote(attempt, rollout);
                    this.running.promoted(rollout, reason);
                    return report;
                }
            }
            this.reload.awaitRoom(attempt, Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    /**
     * Ends a rollout: what served before gets all calls again.
     * @param bundleName the bundle
     * @return the rollout with its last figures
     */
    public RolloutInfo abandon(String bundleName) {
        return within(bundleName, ABANDON, (rollout) -> abandon(rollout, ON_REQUEST, AbandonmentCause.REQUESTED));
    }

    private RolloutInfo abandon(Rollout rollout, String reason, AbandonmentCause cause) {
        this.tryout.abandon(rollout, reason, cause);
        return rollout.describe();
    }

    @SuppressWarnings("try")
    private RolloutInfo within(String bundleName, String wanted, Function<Rollout, RolloutInfo> work) {
        try (Operation operation = begin(bundleName, wanted)) {
            return work.apply(require(bundleName, wanted));
        }
    }

    private Operation begin(String bundleName, String wanted) {
        return operations().begin(OperationKind.ROLLOUT, bundleName,
                wanted + " the rollout of bundle '" + bundleName + "'");
    }

    /** Returns the rollout of a bundle that nobody is working on. */
    private Rollout require(String bundleName, String wanted) {
        operations().requireIdle(bundleName, wanted);
        Rollout rollout = this.running.find(bundleName);
        if (rollout == null) {
            throw refused(bundleName, wanted, false, "it has none", "Begin one first, or look whether it has ended");
        }
        return rollout;
    }

    private static ReloadException refused(String bundleName, String wanted, boolean reentrant, String reason,
            String cure) {
        return new ReloadException(bundleName, reentrant, new Explanation(
                "Refused to " + wanted + " the rollout of bundle '" + bundleName + "': " + reason, reason, cure));
    }

    private Operations operations() {
        return this.requests.operations();
    }

    /**
     * Returns the rollout of a bundle.
     * @param bundleName the bundle
     * @return the rollout as it is now, or nothing if there is none
     */
    public Optional<RolloutInfo> find(String bundleName) {
        @Nullable Rollout present = this.running.find(bundleName);
        return Optional.ofNullable(present).map(Rollout::describe);
    }

    /**
     * {@return the rollouts as they are now, by the names of the bundles}
     */
    public List<RolloutInfo> all() {
        return this.running.all().stream().map(Rollout::describe).toList();
    }

    /**
     * What a plan does to the rollout that it is of, and to no later one of that bundle.
     */
    private final class Steering implements RolloutSteering {

        private final Rollout rollout;

        Steering(Rollout rollout) {
            this.rollout = rollout;
        }

        @Override
        public RolloutInfo now() {
            return this.rollout.describe();
        }

        @Override
        public void weigh(int weight, int step, String reason) {
            within(this.rollout.bundleName(), WEIGH, (present) -> {
                admit(present, WEIGH);
                return Rollouts.this.weigh(present, weight, step, reason);
            });
        }

        @Override
        public void promote(String reason) {
            Rollouts.this.promote(this.rollout.bundleName(), (present) -> admit(present, Change.PROMOTION.verb()),
                    reason);
        }

        @Override
        public void abandon(String reason) {
            within(this.rollout.bundleName(), ABANDON, (present) -> {
                admit(present, ABANDON);
                return Rollouts.this.abandon(present, reason, AbandonmentCause.JUDGED);
            });
        }

        private void admit(Rollout present, String wanted) {
            if (!isRunning(this.rollout) || !this.rollout.isPlanned()) {
                throw refused(present.bundleName(), wanted, false, "the plan that asks for it was given up",
                        "Nothing is to be done");
            }
        }

    }

}
