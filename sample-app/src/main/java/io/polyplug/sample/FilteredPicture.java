package io.polyplug.sample;

import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.sample.contract.Filter;

import org.springframework.stereotype.Component;

/**
 * The moving picture as the native filter shows it, and how often it did. Thread-safe.
 */
@Component
class FilteredPicture {

    private final Filter filter;

    private final AtomicLong served = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    FilteredPicture(Filter filter) {
        this.filter = filter;
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
            byte[] filtered = this.filter.apply(rgba, width, height);
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
