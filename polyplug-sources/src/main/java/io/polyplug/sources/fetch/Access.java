package io.polyplug.sources.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How a server is spoken to.
 *
 * @param property the property that is about the server, or the one that could be
 * @param username who asks, or {@code null}
 * @param password the password, or {@code null}
 * @param ssl what to trust and how to identify oneself, as it is at that time, or
 * {@code null} for what the JVM has
 */
public record Access(String property, @Nullable String username, @Nullable String password,
        @Nullable Supplier<SSLContext> ssl) {

    /**
     * {@return the value of the header {@code Authorization} for these credentials, if
     * there are any}
     */
    public Optional<String> basic() {
        if (this.username == null || this.password == null) {
            return Optional.empty();
        }
        byte[] credentials = (this.username + ":" + this.password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    /**
     * Returns that the server refuses who asks.
     * @param status how it did so
     * @return the failure
     */
    public SourceFailure denied(int status) {
        return SourceFailure.refused(
                "the server answered " + status + " (" + ((status == 401) ? "unauthorized" : "forbidden") + ")",
                basic().isPresent()
                        ? "Correct '" + this.property + ".username' and '.password', or let that user read it"
                        : "Set '" + this.property + ".username' and '.password'");
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "Access[property=" + this.property + "]";
    }

}
