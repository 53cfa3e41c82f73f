package io.polyplug.fleet.message;

import org.jspecify.annotations.Nullable;

/**
 * What an instance serves of one bundle, and what came of the last attempt to change
 * that.
 *
 * @param bundle the bundle's name
 * @param version the version that serves
 * @param generation the generation that serves, in that instance
 * @param digest what tells this build from others, if the bundle has files
 * @param activatedAt since when that generation serves, in milliseconds since 1970 by the
 * instance's clock
 * @param outcome {@code reloaded}, {@code rolled-back}, {@code promoted},
 * {@code abandoned}, {@code failed} or {@code not-caught-up}, if there was an attempt
 * @param reason why the bundle is what it was, if it is
 */
public record Served(String bundle, String version, long generation, @Nullable String digest, long activatedAt,
        @Nullable String outcome, @Nullable String reason) {

    /**
     * Returns the same with another last outcome.
     * @param newOutcome the outcome
     * @param newReason why the bundle is what it was
     * @return what is served, with that outcome
     */
    public Served with(String newOutcome, String newReason) {
        return new Served(this.bundle, this.version, this.generation, this.digest, this.activatedAt, newOutcome,
                newReason);
    }

}
