package io.polyplug.test.app;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What the application heard of bundles. */
@Component
public class Journal {

    private final List<String> entries = new ArrayList<>();

    @EventListener
    synchronized void loaded(BundleLoadedEvent event) {
        this.entries.add("Loaded " + event.bundle().name());
    }

    @EventListener
    synchronized void reload(BundleReloadEvent event) {
        this.entries.add(event.phase().getClass().getSimpleName() + " " + event.phase().bundleName() + " "
                + event.phase().generation());
    }

    public synchronized List<String> entries() {
        return List.copyOf(this.entries);
    }

    public synchronized void clear() {
        this.entries.clear();
    }

}
