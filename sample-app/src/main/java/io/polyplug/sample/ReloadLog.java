package io.polyplug.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The last things that happened to bundles, from the application's events. Thread-safe.
 */
@Component
class ReloadLog {

    private static final int CAPACITY = 50;

    private final Deque<Entry> entries = new ArrayDeque<>();

    private long count;

    @EventListener
    void loaded(BundleLoadedEvent event) {
        add("Loaded", event.bundle().generation(), "version " + event.bundle().version());
    }

    @EventListener
    void reload(BundleReloadEvent event) {
        ReloadPhase phase = event.phase();
        add(phase.getClass().getSimpleName(), phase.generation(), detail(phase));
    }

    private static String detail(ReloadPhase phase) {
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            return "version " + reloaded.version();
        }
        if (phase instanceof ReloadPhase.Failed failed) {
            return failed.reason();
        }
        return "";
    }

    private synchronized void add(String phase, long generation, String detail) {
        this.entries.addFirst(new Entry(++this.count, Instant.now(), phase, generation, detail));
        if (this.entries.size() > CAPACITY) {
            this.entries.removeLast();
        }
    }

    /**
     * Returns the entries.
     * @return the entries, the latest first
     */
    synchronized List<Entry> entries() {
        return List.copyOf(this.entries);
    }

    /**
     * Something that happened to the bundle.
     *
     * @param number counts the entries
     * @param at when it happened
     * @param phase {@code Loaded}, or the phase of a reload
     * @param generation the generation concerned
     * @param detail what else there is to say, or nothing
     */
    record Entry(long number, Instant at, String phase, long generation, String detail) {
    }

}
