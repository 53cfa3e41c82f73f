package io.polyplug.codegen.api;

/**
 * Something that is wrong in an {@code api.toml}, or odd.
 *
 * @param position where
 * @param text what, without a full stop
 * @param cure what helps, without a full stop
 */
public record Problem(Position position, String text, String cure) {

    /**
     * {@return place, text and cure: <code>api.toml:3:8: text. Cure.</code>}
     */
    @Override
    public String toString() {
        return this.position + ": " + this.text + ". " + this.cure + ".";
    }

}
