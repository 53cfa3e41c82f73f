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

    Status status() {
        return new Status(this.filter.name(), this.filter.version(), this.served.get(), this.failed.get());
    }

    /**
     * What the page shows beside the picture.
     *
     * @param filter the filter's name, told by its native code
     * @param version the filter's version, told by its native code
     * @param framesServed how many frames the filter has made
     * @param framesFailed how many calls of the filter have failed
     */
    record Status(String filter, String version, long framesServed, long framesFailed) {
    }

}
