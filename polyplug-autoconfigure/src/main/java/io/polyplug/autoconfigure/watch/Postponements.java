package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What could not even be attempted, because another operation hangs or calls hold too
 * many old generations, and when it is worth asking again: after some time, and then
 * after twice as much. It is over when the bundle is reloaded, whoever does that.
 * Thread-safe.
 */
final class Postponements {

    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<Path, Postponement> postponements = new ConcurrentHashMap<>();

    void postpone(Path folder) {
        this.postponements.compute(folder, (key, before) -> Postponement.after(before));
    }

    void done(Path folder) {
        this.postponements.remove(folder);
    }

    boolean isPostponed(Path folder) {
        Postponement present = this.postponements.get(folder);
        return present != null && System.nanoTime() - present.until() < 0;
    }

    /**
     * One of them.
     *
     * @param until when it ends, in nanoseconds
     * @param delay how long it was
     */
    private record Postponement(long until, Duration delay) {

        static Postponement after(@Nullable Postponement before) {
            Duration delay = (before == null) ? FIRST : before.delay().multipliedBy(2);
            if (delay.compareTo(LONGEST) > 0) {
                delay = LONGEST;
            }
            return new Postponement(System.nanoTime() + delay.toNanos(), delay);
        }

    }

}
