package io.polyplug.sample;

import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.sample.contract.Filter;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The moving picture as a filter shows it, and how often it did. Two bundles have a
 * filter: a library, and a script. The one that was loaded or reloaded last is called.
 * Thread-safe.
 */
@Component
class FilteredPicture {

    private final Filter library;

    private final Filter script;

    private volatile boolean scripted;

    private final AtomicLong served = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    FilteredPicture(@Qualifier(FilterBundle.BUNDLE) Filter library, @Qualifier(LuaFilter.BUNDLE) Filter script) {
        this.library = library;
        this.script = script;
    }

    @EventListener
    void loaded(BundleLoadedEvent event) {
        this.scripted = event.bundle().name().equals(LuaFilter.BUNDLE);
    }

    @EventListener
    void reload(BundleReloadEvent event) {
        if (event.phase() instanceof ReloadPhase.Reloaded reloaded) {
            this.scripted = reloaded.bundleName().equals(LuaFilter.BUNDLE);
        }
    }

    /**
     * {@return the name of the bundle whose filter is called}
     */
    String bundle() {
        return this.scripted ? LuaFilter.BUNDLE : FilterBundle.BUNDLE;
    }

    /**
     * {@return the filter that is called}
     */
    Filter filter() {
        return this.scripted ? this.script : this.library;
    }

    /**
     * Makes a frame of the picture and calls the filter with it.
     * @param seconds the moment of the picture
     * @return the filtered pixels
     */
    byte[] frame(double seconds) {
        return filtered(MovingPicture.frame(seconds), MovingPicture.WIDTH, MovingPicture.HEIGHT);
    }

    /**
     * Calls the filter with a picture, and counts what becomes of it.
     * @param rgba the pixels
     * @param width the picture's width in pixels
     * @param height the picture's height in pixels
     * @return the filtered pixels
     */
    byte[] filtered(byte[] rgba, int width, int height) {
        try {
            byte[] filtered = filter().apply(rgba, width, height);
            this.served.incrementAndGet();
            return filtered;
        }
        catch (RuntimeException ex) {
            this.failed.incrementAndGet();
            throw ex;
        }
    }

    Frames frames() {
        return new Frames(this.served.get(), this.failed.get());
    }

    /**
     * What became of the frames so far.
     *
     * @param served how many the filter has made
     * @param failed how many calls of the filter have failed
     */
    record Frames(long served, long failed) {
    }

}
