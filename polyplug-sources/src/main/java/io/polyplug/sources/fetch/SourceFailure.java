package io.polyplug.sources.fetch;

import org.jspecify.annotations.Nullable;

/**
 * Why a source cannot be used, or nothing came from it. Its texts never hold credentials.
 */
public final class SourceFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as a clause. */
    private final String reason;

    /** What to do about it, in one sentence. */
    private final String cure;

    /** Whether asking again may help. */
    private final boolean unavailable;

    private SourceFailure(String reason, String cure, boolean unavailable, @Nullable Throwable cause) {
        super(reason + ". " + cure, cause);
        this.reason = reason;
        this.cure = cure;
        this.unavailable = unavailable;
    }

    /**
     * Returns that asking again would not help.
     * @param reason why, as a clause
     * @param cure what to do about it, in one sentence
     * @return the failure
     */
    public static SourceFailure refused(String reason, String cure) {
        return new SourceFailure(reason, cure, false, null);
    }

    /**
     * Returns that asking again would not help.
     * @param reason why, as a clause
     * @param cure what to do about it, in one sentence
     * @param cause the failure behind it
     * @return the failure
     */
    public static SourceFailure refused(String reason, String cure, Throwable cause) {
        return new SourceFailure(reason, cure, false, cause);
    }

    /**
     * Returns that nobody could be asked: the network or the server is out of order.
     * @param reason why, as a clause
     * @param cure what to do about it, in one sentence
     * @param cause the failure behind it, if there is one
     * @return the failure
     */
    public static SourceFailure unavailable(String reason, String cure, @Nullable Throwable cause) {
        return new SourceFailure(reason, cure, true, cause);
    }

    /**
     * {@return why, as a clause}
     */
    public String reason() {
        return this.reason;
    }

    /**
     * {@return what to do about it, in one sentence}
     */
    public String cure() {
        return this.cure;
    }

    /**
     * {@return whether nobody could be asked, so that what was fetched before may do}
     */
    public boolean isUnavailable() {
        return this.unavailable;
    }

}
