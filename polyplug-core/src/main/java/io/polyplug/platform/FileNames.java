package io.polyplug.platform;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a JVM makes of file names beyond ASCII. It takes their bytes for text in the
 * encoding of the locale that it was started with, and has no other way to write them.
 */
public final class FileNames {

    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

    private static final boolean UTF_8 = Charset.isSupported(ENCODING)
            && Charset.forName(ENCODING).equals(StandardCharsets.UTF_8);

    private FileNames() {
    }

    /**
     * Returns the end of a message about a file that was not found or whose name was
     * refused.
     * @param name the file's name or path
     * @param otherwise the cure if the locale is not to blame
     * @return the locale as the likely cause, with the cure for that, or the other cure
     */
    public static String cure(String name, String otherwise) {
        return (UTF_8 || name.chars().allMatch((each) -> each < 0x80)) ? otherwise
                : "The likely cause is the locale: this JVM takes file names for " + ENCODING
                        + ". Start it with the environment variable LC_ALL=C.UTF-8";
    }

    /**
     * Returns whether the bytes of a path are those of its text in UTF-8, which is what
     * native code is given.
     * @param path an absolute path
     * @return {@code false} if native code would not find it
     */
    public static boolean areKept(Path path) {
        String text = path.toString();
        String decoded = path.toUri().getPath();
        return text.indexOf('\uFFFD') < 0 && (decoded.equals(text) || decoded.equals(text + "/"));
    }

}
