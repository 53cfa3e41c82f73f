package io.polyplug.inspection;

import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;

/**
 * Something that is wrong with a bundle. Immutable.
 *
 * @param severity whether a runtime would refuse the bundle
 * @param thing what it is about: a file, and where it is known the key in it
 * @param cause what is wrong, in the words of the runtime; without a full stop
 * @param cure what to do about it, in one sentence without a full stop; empty if nothing
 * is known
 */
public record Problem(Severity severity, String thing, String cause, String cure) {

    /**
     * Returns a failure of the runtime as a problem.
     * @param severity whether a runtime would refuse the bundle
     * @param thing what it is about
     * @param failure what the runtime says
     * @return the problem
     */
    public static Problem of(Severity severity, String thing, PolyplugException failure) {
        Explanation explanation = failure.explanation();
        return new Problem(severity, thing, explanation.reason(), explanation.cure());
    }

    /**
     * {@return the problem as one line: severity, file, cause and cure}
     */
    @Override
    public String toString() {
        String file = this.thing.replaceFirst(": .*", "") + ": ";
        String text = this.severity.word() + ": " + (this.cause.startsWith(file) ? "" : file) + this.cause + "."
                + (this.cure.isEmpty() ? "" : " " + this.cure + ".");
        return text.replaceAll("\\R\\s*", " ");
    }

}
