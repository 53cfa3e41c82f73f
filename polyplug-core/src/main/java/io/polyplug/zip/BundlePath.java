package io.polyplug.zip;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What messages call a file of a bundle: {@code greeter/lib.so} where the bundle is a
 * folder, {@code greeter.ppb!lib.so} where it is an archive.
 */
public final class BundlePath {

    /** What the name of an archive ends with. */
    public static final String EXTENSION = ".ppb";

    private static final String SEPARATOR = "!";

    private BundlePath() {
    }

    /**
     * Returns whether a path is that of an archive.
     * @param path the path
     * @return whether it is a file, links followed, whose name ends with
     * {@value #EXTENSION}
     */
    public static boolean isArchive(Path path) {
        return isNamedLikeOne(path) && Files.isRegularFile(path);
    }

    /**
     * Returns whether a path would be that of an archive if there were a file.
     * @param path the path
     * @return whether its name ends with {@value #EXTENSION}
     */
    public static boolean isNamedLikeOne(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().endsWith(EXTENSION);
    }

    /**
     * Returns what to call a file of a bundle.
     * @param bundle the bundle's folder or archive
     * @param file the file's path in it
     * @return a path for messages, and for nothing else where the bundle is an archive
     */
    public static Path in(Path bundle, String file) {
        return isShownAsArchive(bundle) ? bundle.resolveSibling(bundle.getFileName() + SEPARATOR + file)
                : bundle.resolve(file);
    }

    /**
     * Returns a text about a copy of a bundle as one about the bundle.
     * @param text words of others
     * @param copy the folder that they name
     * @param bundle the bundle's folder or archive
     * @return the text with the bundle wherever it named the copy
     */
    public static String shown(String text, Path copy, Path bundle) {
        String own = text;
        if (isShownAsArchive(bundle)) {
            own = text.replace(copy + copy.getFileSystem().getSeparator(), bundle + SEPARATOR);
        }
        return own.replace(copy.toString(), bundle.toString());
    }

    /** The archive may have gone since it was read. */
    private static boolean isShownAsArchive(Path bundle) {
        return isNamedLikeOne(bundle) && !Files.isDirectory(bundle);
    }

}
