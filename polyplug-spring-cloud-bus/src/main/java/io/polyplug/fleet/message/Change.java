package io.polyplug.fleet.message;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done to a bundle.
 *
 * @param bundle the bundle's name
 * @param state {@code reloaded}, {@code rolled-back}, {@code canary}, {@code promoted} or
 * {@code abandoned}
 * @param weight a candidate's share of the calls in per mille, if the state is
 * {@code canary}
 * @param version the version that an instance must find, or it refuses; any if none is
 * given
 * @param digest the build that an instance must find, or it refuses; any if none is given
 */
public record Change(String bundle, String state, @Nullable Integer weight, @Nullable String version,
        @Nullable String digest) {

    /**
     * Returns the same change for another build.
     * @param newVersion the version
     * @param newDigest the digest
     * @return the change
     */
    public Change expecting(@Nullable String newVersion, @Nullable String newDigest) {
        return new Change(this.bundle, this.state, this.weight, newVersion, newDigest);
    }

    /**
     * {@return whether another build serves when this has been done}
     */
    public boolean replaces() {
        return !"canary".equals(this.state) && !"abandoned".equals(this.state);
    }

    /**
     * Returns what speaks against a build that was found.
     * @param foundVersion the version found
     * @param foundDigest the digest found, if it is known
     * @return the reason, or {@code null} if it is the one that is expected
     */
    public @Nullable String objection(String foundVersion, @Nullable String foundDigest) {
        if (this.version != null && !this.version.equals(foundVersion)) {
            return "version " + foundVersion + " was found where " + this.version + " is expected";
        }
        if (this.digest != null && foundDigest != null && !this.digest.equals(foundDigest)) {
            return "the build " + foundDigest + " was found where " + this.digest + " is expected";
        }
        return null;
    }

}
