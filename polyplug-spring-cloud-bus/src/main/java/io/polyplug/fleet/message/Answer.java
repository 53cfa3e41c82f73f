package io.polyplug.fleet.message;

import org.jspecify.annotations.Nullable;

/**
 * What became of an order at one instance.
 *
 * @param command the command's id
 * @param instance who answers
 * @param outcome {@code done}, {@code already}, {@code refused} or {@code failed}
 * @param reason why it was refused or failed, if it was
 * @param served what the instance serves of the bundle now, if it is loaded
 */
public record Answer(String command, String instance, String outcome, @Nullable String reason,
        @Nullable Served served) implements FleetMessage {

    /** The change was made. */
    public static final String DONE = "done";

    /** There was nothing to change. */
    public static final String ALREADY = "already";

    /** Nothing was begun. */
    public static final String REFUSED = "refused";

    /** The change was tried, and the bundle stays what it was. */
    public static final String FAILED = "failed";

    /**
     * {@return whether the instance is where the command wants it}
     */
    public boolean successful() {
        return DONE.equals(this.outcome) || ALREADY.equals(this.outcome);
    }

}
