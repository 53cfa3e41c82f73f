package io.polyplug.fleet.bus;

import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.actuate.BundleWrites;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.VerificationDescriptor;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Desired;
import io.polyplug.rollout.RolloutInfo;
import org.jspecify.annotations.Nullable;

/**
 * Carries out at this instance what a fleet orders, through the door that the endpoint
 * uses. Thread-safe.
 *
 * @param runtime what serves
 * @param door the door
 */
record OrderWork(PolyplugRuntime runtime, BundleWrites door) {

    private static final String CATCHING_UP = "polyplug-fleet";

    /** Returns what became of a change; it does not fail. */
    Result carryOut(Change change, @Nullable String principal) {
        try {
            return switch (change.state()) {
                case "reloaded" -> reload(change, principal);
                case "canary" -> tryOut(change, principal);
                case "rolled-back" -> serves(change) ? Result.already() : make(change, principal);
                case "promoted" -> promote(change, principal);
                case "abandoned" -> (rollout(change) == null) ? Result.already() : make(change, principal);
                default -> new Result(Answer.REFUSED, "this instance does not know the state '" + change.state()
                        + "'. Update its polyplug-spring-cloud-bus");
            };
        }
        catch (RuntimeException | Error ex) {
            return new Result(Answer.FAILED, this.door.reasonToTell(ex));
        }
    }

    /**
     * Returns why this instance does not serve what is desired, or {@code null} if it
     * does.
     */
    @Nullable String catchUp(Desired desired) {
        Change change = new Change(desired.bundle(), "reloaded", null, desired.version(), desired.digest());
        RolloutInfo rollout = rollout(change);
        return (rollout != null) ? "version " + rollout.candidateVersion() + " is being tried here. End the rollout"
                : carryOut(change, CATCHING_UP).reason();
    }

    private Result reload(Change change, @Nullable String principal) {
        VerificationDescriptor found = verify(change, principal);
        return unlessRefused(change, found.version(), found.digest(),
                () -> found.serves() ? Result.already() : make(change, principal));
    }

    private Result tryOut(Change change, @Nullable String principal) {
        RolloutInfo rollout = rollout(change);
        if (rollout != null) {
            return unlessRefused(change, rollout.candidateVersion().toString(), null,
                    () -> (change.weight() != null && change.weight() == rollout.weight()) ? Result.already()
                            : make(change, principal));
        }
        if (change.version() == null && change.digest() == null) {
            return make(change, principal);
        }
        VerificationDescriptor found = verify(change, principal);
        return unlessRefused(change, found.version(), found.digest(), () -> make(change, principal));
    }

    private Result promote(Change change, @Nullable String principal) {
        RolloutInfo rollout = rollout(change);
        if (rollout == null) {
            return serves(change) ? Result.already() : make(change, principal);
        }
        return unlessRefused(change, rollout.candidateVersion().toString(), null, () -> make(change, principal));
    }

    /** Refuses a change if what was found is not what it is meant for. */
    private static Result unlessRefused(Change change, String version, @Nullable String digest, Supplier<Result> work) {
        String objection = change.objection(version, digest);
        return (objection == null) ? work.get() : new Result(Answer.REFUSED,
                objection + ". Bring that build to this instance, or send the command without an expectation");
    }

    private VerificationDescriptor verify(Change change, @Nullable String principal) {
        return (VerificationDescriptor) this.door.change(change.bundle(), "verified", null, principal);
    }

    private Result make(Change change, @Nullable String principal) {
        this.door.change(change.bundle(), change.state(), change.weight(), principal);
        return new Result(Answer.DONE, null);
    }

    private @Nullable RolloutInfo rollout(Change change) {
        return this.runtime.rollout(change.bundle()).orElse(null);
    }

    /** Returns whether a build is expected and serves. */
    private boolean serves(Change change) {
        if (change.version() == null && change.digest() == null) {
            return false;
        }
        return this.runtime.bundle(change.bundle())
            .map((bundle) -> change.objection(bundle.version().toString(), bundle.digest()) == null)
            .orElseThrow(() -> new BundleNotFoundException(change.bundle(),
                    "No bundle '" + change.bundle() + "' is loaded"));
    }

    /**
     * What became of a change.
     *
     * @param outcome as in an {@link Answer}
     * @param reason why it was refused or failed
     */
    record Result(String outcome, @Nullable String reason) {

        static Result already() {
            return new Result(Answer.ALREADY, null);
        }

    }

}
