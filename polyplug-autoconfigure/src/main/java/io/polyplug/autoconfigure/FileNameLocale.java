package io.polyplug.autoconfigure;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Whether the locale that the JVM was started with may be why a file name is refused or
 * not found.
 */
final class FileNameLocale {

    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

    private FileNameLocale() {
    }

    /** Returns the cure where the locale is the likely cause, else {@code null}. */
    static @Nullable String cure(String name) {
        boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return (plain || ENCODING.equalsIgnoreCase("UTF-8")) ? null
                : "Start the JVM with the environment variable LC_ALL=C.UTF-8: in its present locale it takes file names"
                        + " for " + ENCODING + " and cannot write this one.";
    }

}
