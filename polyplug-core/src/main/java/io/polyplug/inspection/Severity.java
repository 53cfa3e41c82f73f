package io.polyplug.inspection;

import java.util.Locale;

/**
 * What a problem means to whoever wants to use the bundle.
 */
public enum Severity {

    /** A runtime would refuse the bundle. */
    ERROR,

    /** A runtime would take the bundle, and hardly do what was meant. */
    WARNING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

}
