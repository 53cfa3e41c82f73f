package io.polyplug.cli.doctor;

import java.util.Locale;

/**
 * One thing that was found out.
 *
 * @param grade what it means
 * @param subject what it is about, such as {@code libc}
 * @param text what was found, and the cure where there is one
 */
record Finding(Grade grade, String subject, String text) {

    static Finding fine(String subject, String text) {
        return new Finding(Grade.FINE, subject, text);
    }

    static Finding slow(String subject, String text) {
        return new Finding(Grade.SLOW, subject, text);
    }

    static Finding fails(String subject, String text) {
        return new Finding(Grade.FAILS, subject, text);
    }

    static Finding unknown(String subject, String text) {
        return new Finding(Grade.UNKNOWN, subject, text);
    }

    /**
     * {@return one line}
     */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-7s  %-13s  %s", this.grade.name().toLowerCase(Locale.ROOT), this.subject,
                this.text.replaceAll("\\R\\s*", " "));
    }

    /**
     * What a finding means.
     */
    enum Grade {

        /** As it should be. */
        FINE,

        /** It works, and takes longer or keeps more memory than it would elsewhere. */
        SLOW,

        /** Bundles do not work here. */
        FAILS,

        /** This system does not say. */
        UNKNOWN

    }

}
