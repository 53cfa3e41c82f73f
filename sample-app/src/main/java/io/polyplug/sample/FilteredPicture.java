package io.polyplug.sample;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * The moving picture as the native filter shows it. Thread-safe.
 */
@Component
class FilteredPicture {

    private final ImageFilter filter;

    private final AtomicLong served = new AtomicLong();

    private final AtomicLong failed = new AtomicLong();

    FilteredPicture(ImageFilter filter) {
        this.filter = filter;
    }

    /**
     * Makes a frame of the picture and calls the filter with it.
     * @param seconds the moment of the picture
     * @return the filtered pixels
     */
    byte[] frame(double seconds) {
        byte[] rgba = MovingPicture.frame(seconds);
        try {
            byte[] filtered = this.filter.apply(rgba, MovingPicture.WIDTH, MovingPicture.HEIGHT);
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
