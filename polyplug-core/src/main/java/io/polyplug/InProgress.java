package io.polyplug;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.Explanation;
import io.polyplug.error.ReentrantCallException;

/**
 * What the thread that holds the life-cycle lock is in the middle of. From a listener or
 * a bundle's initialisation it may begin another operation, but not a reload within a
 * reload, and nothing about a bundle that is itself being worked on. The life-cycle lock
 * guards it.
 */
final class InProgress {

    static final String LOADED = "being loaded";

    static final String RELOADED = "being reloaded";

    static final String UNLOADED = "being unloaded";

    /** Why a dry run is refused what it asks for. */
    static final String VERIFYING = "this thread is verifying a bundle, which changes nothing";

    private final Map<String, String> bundles = new HashMap<>();

    private boolean reload;

    private boolean verification;

    /** Returns what is being done to a bundle, or {@code null} if nothing is. */
    @Nullable String of(String bundleName) {
        return this.bundles.get(bundleName);
    }

    void begin(String bundleName, String what) {
        this.bundles.put(bundleName, what);
    }

    void end(String bundleName) {
        this.bundles.remove(bundleName);
    }

    void requireIdle(String bundleName, String wanted) {
        requireIdle(bundleName, wanted, "it");
    }

    /**
     * Refuses an operation on a bundle that is worked on.
     * @param subject what the reason calls the bundle
     */
    void requireIdle(String bundleName, String wanted, String subject) {
        String present = of(bundleName);
        if (present != null) {
            String reason = " is " + present + " by an operation that this thread is in the middle of";
            throw new ReentrantCallException(
                    new Explanation("Refused to " + wanted + " bundle '" + bundleName + "': it" + reason,
                            subject + reason, "Do it after that, or from another thread"),
                    null);
        }
    }

    /**
     * Takes the life-cycle lock for an operation, unless this thread would have to wait
     * for itself, or a bundle asks for it while it is verified: a dry run changes
     * nothing.
     * @throws ReentrantCallException in these cases; the lock is as it was
     */
    void enter(LifecycleLock lock, OperationKind kind, @Nullable String bundleName, String wanted) {
        if (!lock.enter(kind, bundleName, wanted)) {
            throw refused(wanted, LifecycleLock.WOULD_WAIT);
        }
        if (this.verification) {
            lock.leave();
            throw refused(wanted, VERIFYING);
        }
    }

    private static ReentrantCallException refused(String wanted, String reason) {
        return new ReentrantCallException(
                new Explanation("Refused to " + wanted + ": " + reason, reason, "Do it from another thread"), null);
    }

    boolean isVerification() {
        return this.verification;
    }

    void setVerification(boolean verification) {
        this.verification = verification;
    }

    boolean isReload() {
        return this.reload;
    }

    void setReload(boolean reload) {
        this.reload = reload;
    }

}
