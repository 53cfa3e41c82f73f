package io.polyplug;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.store.Generation;

/**
 * The generations that are being reclaimed, each with what is being done to it.
 * Thread-safe.
 */
final class Reclamations {

    private final Map<Generation, TracedOperation> running = new ConcurrentHashMap<>();

    void begin(Generation generation) {
        this.running.put(generation,
                TracedOperation.begin(OperationKind.RECLAIM, generation.bundleName(), Step.BEGINNING, null));
    }

    void step(Generation generation, String step) {
        this.running.computeIfPresent(generation, (key, present) -> present.at(step));
    }

    void end(Generation generation) {
        TracedOperation ended = this.running.remove(generation);
        if (ended != null) {
            ended.tellEnd();
        }
    }

    /** Returns what is running, the oldest step first. */
    List<RunningOperation> running() {
        return this.running.values()
            .stream()
            .map(TracedOperation::describe)
            .sorted(Comparator.comparing(RunningOperation::stepAge).reversed())
            .toList();
    }

    /**
     * Tells of steps that take long, each once.
     * @return whether anything is running
     */
    boolean tellIfSlow(Duration threshold) {
        this.running.values().forEach((each) -> each.tellIfSlow(threshold));
        return !this.running.isEmpty();
    }

}
