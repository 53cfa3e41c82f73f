package io.polyplug.operation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.OperationKind;
import io.polyplug.RunningOperation;
import io.polyplug.store.Generation;

/**
 * The generations that are being reclaimed, each with what is being done to it.
 * Thread-safe.
 */
public final class Reclamations {

    private final Map<Generation, TracedOperation> running = new ConcurrentHashMap<>();

    Reclamations() {
    }

    /**
     * Tells that a generation is about to be reclaimed.
     * @param generation the generation
     */
    public void begin(Generation generation) {
        this.running.put(generation,
                TracedOperation.begin(OperationKind.RECLAIM, generation.bundleName(), Step.BEGINNING, null));
    }

    /**
     * Tells what is done next. On the thread that reclaims the generation, and no other.
     * @param generation the generation
     * @param step what, in words
     */
    public void step(Generation generation, String step) {
        TracedOperation present = this.running.get(generation);
        if (present != null) {
            this.running.put(generation, present.at(step));
            present.tellEnd();
        }
    }

    /**
     * Tells that a generation was reclaimed.
     * @param generation the generation
     */
    public void end(Generation generation) {
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
