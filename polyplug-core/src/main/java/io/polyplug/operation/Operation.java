package io.polyplug.operation;

import java.util.function.Function;

/**
 * One operation on bundles, from when it has the life-cycle lock until it gives it back.
 * It belongs to the thread that began it.
 */
public final class Operation implements AutoCloseable {

    /** Why a dry run is refused what it asks for. */
    static final String VERIFYING = "this thread is verifying a bundle, which changes nothing";

    private static final String IN_RELOAD = "this thread is in the middle of a reload, in one of its listeners or in a"
            + " bundle's initialisation";

    private final InProgress inProgress;

    private final Runnable leaving;

    private boolean reload;

    private boolean dryRun;

    Operation(InProgress inProgress, Runnable leaving) {
        this.inProgress = inProgress;
        this.leaving = leaving;
    }

    /**
     * Goes on as a reload, which none may be within, nor within a dry run.
     * @param refusal makes the exception to throw from the reason
     */
    public void becomeReload(Function<String, ? extends RuntimeException> refusal) {
        if (this.inProgress.isDryRun()) {
            throw refusal.apply(VERIFYING);
        }
        if (this.inProgress.isReload()) {
            throw refusal.apply(IN_RELOAD);
        }
        this.inProgress.setReload(true);
        this.reload = true;
    }

    /**
     * Goes on as a dry run: nothing else may be begun within it.
     */
    public void becomeDryRun() {
        this.inProgress.setDryRun(true);
        this.dryRun = true;
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        if (this.reload) {
            this.inProgress.setReload(false);
        }
        if (this.dryRun) {
            this.inProgress.setDryRun(false);
        }
        this.leaving.run();
    }

}
