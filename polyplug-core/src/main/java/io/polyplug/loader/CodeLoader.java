package io.polyplug.loader;

/**
 * Opens bundles of one kind. The life-cycle lock guards it.
 */
public interface CodeLoader {

    /**
     * Returns what manifests call it.
     * @return the text of a manifest's {@code loader} field
     */
    String name();

    /**
     * Returns whether bundles of this kind may be replaced while they run.
     * @return {@code false} to refuse reloads
     */
    default boolean supportsReload() {
        return true;
    }

    /**
     * Opens a bundle's code without running more of it than opening takes.
     * @param files the private copy
     * @return the code; nothing is left open when this throws
     * @throws io.polyplug.error.BundleLoadException if it cannot be opened
     */
    BundleCode open(BundleFiles files);

}
