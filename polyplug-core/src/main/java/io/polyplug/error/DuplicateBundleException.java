package io.polyplug.error;

import java.nio.file.Path;
import java.util.List;

/**
 * Thrown when bundles that are to be loaded together have one name: which of them is
 * meant, only the operator knows.
 */
public final class DuplicateBundleException extends BundleLoadException {

    private static final long serialVersionUID = 1L;

    private final String[] directories;

    /**
     * Creates the exception.
     * @param bundleName the name that they share
     * @param directories their folders
     * @param reason why they were not loaded, as a clause that does not name the bundle
     * @param cure what to do, in one sentence
     */
    public DuplicateBundleException(String bundleName, List<Path> directories, String reason, String cure) {
        super(bundleName, Explanation.ofBundle(bundleName, reason, cure));
        this.directories = directories.stream().map(Path::toString).toArray(String[]::new);
    }

    /**
     * {@return the folders of the bundles: the paths of two or more}
     */
    public List<String> directories() {
        return List.of(this.directories);
    }

}
