package io.polyplug.sources.fetch;

import java.time.Duration;
import java.util.Locale;

/**
 * How long to wait for a server, and how much to take from it.
 *
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long nothing may come
 * @param maxSize how many bytes an archive may have
 */
public record Limits(Duration connectTimeout, Duration readTimeout, long maxSize) {

    /**
     * Returns that an archive has more bytes than it may.
     * @return the failure
     */
    public SourceFailure tooLarge() {
        return SourceFailure.refused(
                String.format(Locale.ROOT, "what is there has more than the %,d bytes that are allowed", this.maxSize),
                "If that is meant, raise 'polyplug.sources.max-size'");
    }

}
