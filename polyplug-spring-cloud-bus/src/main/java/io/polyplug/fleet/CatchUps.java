package io.polyplug.fleet;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.Revision;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;

/**
 * What this instance missed and tries to catch up. What it has been brought to once it is
 * not brought to again: what it serves then was changed on purpose, here. Used by one
 * thread.
 */
final class CatchUps {

    private final FleetSettings settings;

    private final Map<String, Revision> reached = new HashMap<>();

    private final Map<String, Attempt> attempts = new HashMap<>();

    CatchUps(FleetSettings settings) {
        this.settings = settings;
    }

    /** Returns whether to try now, and takes it for an attempt. */
    boolean begin(Desired desired, Served served, Instant now) {
        String bundle = desired.bundle();
        if (isReached(desired)) {
            return false;
        }
        if (desired.digest().equals(served.digest())) {
            reach(desired);
            return false;
        }
        Attempt last = this.attempts.get(bundle);
        if (last != null && last.revision().equals(desired.revision())
                && (last.runs() || last.at().plus(this.settings.catchUp()).isAfter(now))) {
            return false;
        }
        this.attempts.put(bundle, new Attempt(desired.revision(), now, true, null));
        return true;
    }

    void end(Desired desired, @Nullable String refusal, Instant now) {
        if (refusal == null) {
            reach(desired);
        }
        else {
            this.attempts.put(desired.bundle(), new Attempt(desired.revision(), now, false, refusal));
        }
    }

    private boolean isReached(Desired desired) {
        Revision known = this.reached.get(desired.bundle());
        return known != null && known.compareTo(desired.revision()) >= 0;
    }

    private void reach(Desired desired) {
        this.reached.put(desired.bundle(), desired.revision());
        this.attempts.remove(desired.bundle());
    }

    /** Returns what is served, with why it was not caught up, if it was tried in vain. */
    Served told(Served served) {
        Attempt last = this.attempts.get(served.bundle());
        return (last != null && last.refusal() != null) ? served.with("not-caught-up", last.refusal()) : served;
    }

    private record Attempt(Revision revision, Instant at, boolean runs, @Nullable String refusal) {
    }

}
