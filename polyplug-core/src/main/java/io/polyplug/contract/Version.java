package io.polyplug.contract;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a bundle or a contract: three unsigned 32-bit numbers.
 *
 * @param major changes when callers break
 * @param minor changes when something is added
 * @param patch changes otherwise; never decides compatibility
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\.(\\d{1,10})(?:\\.(\\d{1,10}))?");

    private static final Comparator<Version> ORDER = Comparator.comparing(Version::major, Integer::compareUnsigned)
        .thenComparing(Version::minor, Integer::compareUnsigned)
        .thenComparing(Version::patch, Integer::compareUnsigned);

    /**
     * Reads {@code major.minor} or {@code major.minor.patch}.
     * @param text the version text
     * @return the version
     * @throws IllegalArgumentException if the text has another form or a part exceeds
     * 4294967295
     */
    public static Version parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a version. Write two or three decimal numbers, such as 1.0 or 1.2.3");
        }
        return new Version(part(matcher.group(1), text), part(matcher.group(2), text),
                (matcher.group(3) != null) ? part(matcher.group(3), text) : 0);
    }

    private static int part(String digits, String text) {
        try {
            return Integer.parseUnsignedInt(digits);
        }
        catch (NumberFormatException ex) {
            throw new IllegalArgumentException("Version '" + text + "' has a part above 4294967295", ex);
        }
    }

    /**
     * Returns whether something of this version can stand in where {@code required} is
     * asked for: the major versions are equal and this minor version is at least the
     * required one.
     * @param required the version asked for
     * @return {@code true} if this version satisfies it
     */
    public boolean satisfies(Version required) {
        return this.major == required.major && Integer.compareUnsigned(this.minor, required.minor) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    /**
     * Returns the version as {@code major.minor.patch}.
     */
    @Override
    public String toString() {
        return Integer.toUnsignedString(this.major) + "." + Integer.toUnsignedString(this.minor) + "."
                + Integer.toUnsignedString(this.patch);
    }

}
