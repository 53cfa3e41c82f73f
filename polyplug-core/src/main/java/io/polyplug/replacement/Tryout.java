package io.polyplug.replacement;

import io.polyplug.operation.Operations;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.Publication;
import io.polyplug.publication.Rollout;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.staging.Candidate;
import io.polyplug.staging.StagedGeneration;
import io.polyplug.staging.Staging;

/**
 * Brings candidates beside what serves, and takes them away again. The life-cycle lock
 * guards it.
 */
public final class Tryout {

    private final Staging staging;

    private final Publication publication;

    private final Operations operations;

    /**
     * Creates it.
     * @param staging makes candidates
     * @param publication has them share the calls
     * @param operations told what is done next
     */
    public Tryout(Staging staging, Publication publication, Operations operations) {
        this.staging = staging;
        this.publication = publication;
        this.operations = operations;
    }

    /** What fails leaves what serves as it is, and nothing of the candidate. */
    Rollout begin(Attempt attempt, Candidate next, RolloutSettings settings) {
        LoadedBundle serving = attempt.bundle();
        attempt.begin();
        try {
            next.requireReplaces(serving.active());
            attempt.makes(next.number());
            return begin(serving, this.staging.stage(next, serving.active()), settings);
        }
        catch (Throwable ex) {
            next.delete();
            throw attempt.failed(ex);
        }
        finally {
            attempt.end();
        }
    }

    private Rollout begin(LoadedBundle serving, StagedGeneration candidate, RolloutSettings settings) {
        try {
            this.publication.requireFit(candidate.generation(), serving);
            Rollout rollout = new Rollout(serving, candidate, settings);
            this.publication.begin(rollout);
            return rollout;
        }
        catch (Throwable ex) {
            candidate.discard(this.operations.trace()::step);
            throw ex;
        }
    }

    void abandon(Rollout rollout, String reason, AbandonmentCause cause) {
        this.publication.abandon(rollout, reason, cause);
    }

}
