package io.polyplug.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.polyplug.BundleInfo;
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

    private long swaps;

    @EventListener
    void loaded(BundleLoadedEvent event) {
        if (!entries().isEmpty()) {
            swapped();
        }
        BundleInfo bundle = event.bundle();
        add("Loaded", bundle.name(), bundle.generation(), bundle.version().toString(), "");
    }

    @EventListener
    void reload(BundleReloadEvent event) {
        ReloadPhase phase = event.phase();
        String name = phase.getClass().getSimpleName();
        if (phase instanceof ReloadPhase.Reloaded reloaded) {
            swapped();
            add(name, phase.bundleName(), phase.generation(), reloaded.version().toString(), "");
        }
        else if (phase instanceof ReloadPhase.Failed failed) {
            add(name, phase.bundleName(), phase.generation(), "", failed.reason());
        }
        else {
            add(name, phase.bundleName(), phase.generation(), "", "");
        }
    }

    private synchronized void swapped() {
        this.swaps++;
    }

    /**
     * Notes what the application itself has to say.
     * @param what what happened, in a word or two
     * @param detail what else there is to say
     */
    void note(String what, String detail) {
        add(what, "", 0, "", detail);
    }

    private synchronized void add(String phase, String bundle, long generation, String version, String detail) {
        this.entries.addFirst(new Entry(++this.count, Instant.now(), phase, bundle, generation, version, detail));
        if (this.entries.size() > CAPACITY) {
            this.entries.removeLast();
        }
    }

    /**
     * {@return the entries, the latest first}
     */
    synchronized List<Entry> entries() {
        return List.copyOf(this.entries);
    }

    /**
     * {@return how often another version took over, forwards or back, or another bundle}
     */
    synchronized long swaps() {
        return this.swaps;
    }

    /**
     * Something that happened to a bundle.
     *
     * @param number counts the entries
     * @param at when it happened
     * @param phase {@code Loaded}, the phase of a reload, or what the application noted
     * @param bundle the bundle concerned, or nothing
     * @param generation the generation concerned, or 0
     * @param version the version that took over, or nothing
     * @param detail what else there is to say, or nothing
     */
    record Entry(long number, Instant at, String phase, String bundle, long generation, String version, String detail) {
    }

}
