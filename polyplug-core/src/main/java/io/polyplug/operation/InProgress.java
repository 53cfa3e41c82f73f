package io.polyplug.operation;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the thread that holds the life-cycle lock is in the middle of. From a listener or
 * a bundle's initialisation it may begin another operation, but not a reload within a
 * reload, and nothing about a bundle that is itself being worked on. The life-cycle lock
 * guards it.
 */
final class InProgress {

    private final Map<String, String> bundles = new HashMap<>();

    private boolean reload;

    private boolean dryRun;

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

    boolean isDryRun() {
        return this.dryRun;
    }

    void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    boolean isReload() {
        return this.reload;
    }

    void setReload(boolean reload) {
        this.reload = reload;
    }

}
