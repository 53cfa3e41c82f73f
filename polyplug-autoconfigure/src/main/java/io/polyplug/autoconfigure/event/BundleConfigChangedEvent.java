package io.polyplug.autoconfigure.event;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.context.ApplicationEvent;

/**
 * Published when a bundle was reloaded or rolled back and its new generation has read
 * other settings than the one before, after {@link BundleReloadedEvent} and on the same
 * thread. The source is the bundle's name. Values are not told, for they may be secrets.
 */
public final class BundleConfigChangedEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    /** The number of the generation that read them. */
    private final long generation;

    /** In ascending order. */
    private final TreeSet<String> changedKeys;

    /**
     * Creates the event.
     * @param bundleName the bundle's name
     * @param generation the number of the generation that read the new settings
     * @param changedKeys the keys that were added, removed or given another value
     */
    public BundleConfigChangedEvent(String bundleName, long generation, Set<String> changedKeys) {
        super(bundleName);
        this.generation = generation;
        this.changedKeys = new TreeSet<>(changedKeys);
    }

    /**
     * {@return the name of the bundle whose settings they are}
     */
    public String bundleName() {
        return (String) getSource();
    }

    /**
     * {@return the number of the generation that read the new settings}
     */
    public long generation() {
        return this.generation;
    }

    /**
     * {@return the keys that were added, removed or given another value, in ascending
     * order and without {@code polyplug.bundles.<name>.config.} before them}
     */
    public Set<String> changedKeys() {
        return Collections.unmodifiableSet(this.changedKeys);
    }

}
