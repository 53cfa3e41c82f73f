package io.polyplug.error;

import java.io.Serializable;

/**
 * What a failure tells, in parts, so that whoever passes it on says each part once.
 *
 * @param summary what failed and why, for who knows neither; without a full stop at the
 * end, like the other parts
 * @param reason why it failed, for a text that has named the bundle by then
 * @param cure what to do about it, in one sentence; empty if nothing is known
 */
public record Explanation(String summary, String reason, String cure) implements Serializable {

    /**
     * Creates the explanation, without the full stops that a part, such as the words of a
     * bundle, may bring.
     */
    public Explanation {
        summary = withoutFullStop(summary);
        reason = withoutFullStop(reason);
        cure = withoutFullStop(cure);
    }

    /**
     * Explains why a bundle was not loaded.
     * @param bundleName the bundle's name
     * @param reason why, as a clause that does not name the bundle
     * @param cure what to do about it
     * @return the explanation
     */
    public static Explanation ofBundle(String bundleName, String reason, String cure) {
        return new Explanation("Bundle '" + bundleName + "' was not loaded: " + reason, reason, cure);
    }

    /**
     * Explains why the initialisation of a bundle failed: its code ran, and refused.
     * @param bundleName the bundle's name
     * @param reason what it says, or what is known of it
     * @param cure what to do about it
     * @return the explanation
     */
    public static Explanation ofInit(String bundleName, String reason, String cure) {
        return new Explanation("init failed for bundle '" + bundleName + "': " + reason, "init failed: " + reason,
                cure);
    }

    /**
     * Explains a failure of which there is nothing but a message.
     * @param message the message
     * @return an explanation that takes it for both the summary and the reason
     */
    public static Explanation of(String message) {
        return new Explanation(message, message, "");
    }

    /**
     * {@return what to tell on its own, summary and cure, as sentences without the last
     * full stop}
     */
    public String message() {
        return withCure(this.summary);
    }

    /**
     * {@return what to tell in a text that has named the bundle by then, reason and cure,
     * as sentences without the last full stop}
     */
    public String advice() {
        return withCure(this.reason);
    }

    private String withCure(String text) {
        return this.cure.isEmpty() ? text : text + ". " + this.cure;
    }

    private static String withoutFullStop(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || Character.isWhitespace(text.charAt(end - 1)))) {
            end--;
        }
        return text.substring(0, end);
    }

}
