package io.polyplug.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a copy that takes long, while it runs: after five seconds, and then each time
 * that the time it takes has doubled. Not thread-safe; of one copy.
 */
final class CopyProgress {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final String bundleName;

    private final Path source;

    private final long total;

    private final LongSupplier clock;

    private final long start;

    private long next = PATIENCE;

    private long copied;

    /**
     * @param total how many bytes there are to copy
     * @param clock nanoseconds since whenever
     */
    CopyProgress(String bundleName, Path source, long total, LongSupplier clock) {
        this.bundleName = bundleName;
        this.source = source;
        this.total = total;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Counts bytes that were copied. */
    void add(long bytes) {
        this.copied += bytes;
        long passed = this.clock.getAsLong() - this.start;
        if (passed >= this.next) {
            while (passed >= this.next) {
                this.next *= 2;
            }
            logger
                .warn("Copying bundle '{}' from {} has taken {} s so far: {} of {} MB are copied. Every load, reload and"
                        + " rollback copies all files of a bundle; keep large ones that are not needed to open its library"
                        + " in another folder", this.bundleName, this.source, TimeUnit.NANOSECONDS.toSeconds(passed),
                        megabytes(this.copied), megabytes(this.total));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

}
