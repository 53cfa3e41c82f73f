package io.polyplug.operation;

import io.polyplug.OperationKind;
import io.polyplug.ReloadKind;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReloadException;
import io.polyplug.store.Generation;

/**
 * How a bundle is replaced, in words: reloaded on request, rolled back, reloaded after a
 * bundle that it depends on, or by a rollout.
 *
 * @param kind the same for programs
 * @param operation what it is as an operation
 * @param done what is told when it is done
 * @param verb what was asked for
 * @param noun the same as a thing
 * @param after which bundle it follows, with a space before it; empty on request
 */
public record Change(ReloadKind kind, OperationKind operation, String done, String verb, String noun, String after) {

    /** A reload on request. */
    public static final Change RELOAD = new Change(ReloadKind.RELOAD, OperationKind.RELOAD, "Reloaded", "reload",
            "reload", "");

    /** A rollback. */
    public static final Change ROLLBACK = new Change(ReloadKind.ROLLBACK, OperationKind.ROLLBACK, "Rolled back",
            "roll back", "rollback", "");

    /** A rollout that begins. */
    public static final Change ROLLOUT = new Change(ReloadKind.RELOAD, OperationKind.ROLLOUT, "Rolled out", "roll out",
            "rollout", "");

    /** A rollout that ends with its candidate in the place of what served. */
    public static final Change PROMOTION = new Change(ReloadKind.RELOAD, OperationKind.ROLLOUT, "Promoted", "promote",
            "promotion", "");

    /** A dry run of a reload. */
    public static final Change VERIFICATION = new Change(ReloadKind.RELOAD, OperationKind.VERIFY, "Verified", "verify",
            "verification", "");

    /**
     * Returns a reload that follows from another one.
     * @param bundleName the bundle that was replaced before
     * @return the change
     */
    public static Change after(String bundleName) {
        return new Change(ReloadKind.RELOAD, OperationKind.RELOAD, "Reloaded", "reload", "reload",
                " after '" + bundleName + "'");
    }

    /**
     * Returns the refusal of an attempt that had not begun yet.
     * @param bundleName the bundle
     * @param reentrant whether the thread stands in its own way
     * @param reason why
     * @param cure what to do
     * @return the exception to throw
     */
    public ReloadException refused(String bundleName, boolean reentrant, String reason, String cure) {
        return refused(bundleName, reentrant, "bundle '" + bundleName + "'", reason, cure);
    }

    /**
     * Returns the same for a folder of which no bundle is known.
     * @param folder the folder
     * @param reentrant whether the thread stands in its own way
     * @param reason why
     * @param cure what to do
     * @return the exception to throw
     */
    public ReloadException refusedAt(String folder, boolean reentrant, String reason, String cure) {
        return refused(folder, reentrant, folder, reason, cure);
    }

    private ReloadException refused(String name, boolean reentrant, String shown, String reason, String cure) {
        return new ReloadException(name, reentrant,
                new Explanation(this.noun + " refused for " + shown + ": " + reason, reason, cure));
    }

    /**
     * Returns the failure of an attempt.
     * @param serving what goes on serving
     * @param why reason and cure
     * @param cause what was thrown
     * @return the exception to throw
     */
    public ReloadException failed(Generation serving, Explanation why, Throwable cause) {
        String summary = this.noun + " failed for bundle '" + serving.bundleName() + "': "
                + withServing(serving, why.reason());
        return new ReloadException(serving.bundleName(), false, new Explanation(summary, why.reason(), why.cure()),
                cause);
    }

    /**
     * Returns a reason with what goes on serving.
     * @param serving the generation that does
     * @param reason why it was not replaced
     * @return one sentence and another one without its full stop
     */
    public static String withServing(Generation serving, String reason) {
        return reason + ". Version " + serving.version() + " (generation " + serving.number() + ") goes on serving";
    }

}
