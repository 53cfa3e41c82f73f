package io.polyplug.zip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.polyplug.error.BundleArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry: a path below the bundle's folder, with {@code /} between its
 * parts. What the flag for UTF-8 says does not matter, for a name is in UTF-8 or it is
 * refused.
 */
public final class EntryName {

    /** Bytes of a name; no path in a folder is longer on Linux. */
    private static final int LONGEST = 4000;

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");

    private static final String CURE = "Pack the bundle's folder anew, so that each name is a path below it";

    private EntryName() {
    }

    /**
     * Reads a name.
     * @param bytes the bytes in the archive
     * @param problems makes the refusal
     * @return the path, without parts that say nothing and without a slash at its end;
     * empty for the folder itself
     * @throws BundleArchiveException if it is not the path of something below the
     * bundle's folder
     */
    public static String of(byte[] bytes, ArchiveProblems problems) {
        String name = decoded(bytes);
        if (name == null) {
            throw problems.at(new String(bytes, StandardCharsets.ISO_8859_1), "has a name that is not in UTF-8",
                    "Give its files names in UTF-8, and pack it anew");
        }
        String refusal = refusal(name, bytes.length);
        if (refusal != null) {
            throw problems.at(name, refusal, CURE);
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw problems.at(name, "leads out of the bundle's folder", CURE);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (CharacterCodingException ex) {
            return null;
        }
    }

    private static @Nullable String refusal(String name, int length) {
        if (length == 0) {
            return "has no name";
        }
        if (length > LONGEST) {
            return "has a name of " + length + " bytes, and the longest that is taken has " + LONGEST;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "has a control character in its name";
        }
        if (name.startsWith("/")) {
            return "has an absolute path";
        }
        if (name.indexOf('\\') >= 0) {
            return "has a backslash in its name, which is a separator on Windows and part of a name elsewhere";
        }
        return DRIVE.matcher(name).find() ? "begins with the letter of a drive" : null;
    }

    /** Returns a name that does not change what is around it in a log. */
    static String printable(String name) {
        String shown = (name.length() > LONGEST / 10) ? name.substring(0, LONGEST / 10) + "..." : name;
        StringBuilder text = new StringBuilder(shown.length());
        shown.chars()
            .forEach((each) -> text.append(Character.isISOControl(each) || Character.isSurrogate((char) each)
                    || Character.getType(each) == Character.FORMAT ? String.format("\\u%04x", each)
                            : String.valueOf((char) each)));
        return text.toString();
    }

}
