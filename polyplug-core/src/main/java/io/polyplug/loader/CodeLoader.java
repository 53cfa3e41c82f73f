package io.polyplug.loader;

import org.jspecify.annotations.Nullable;

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
     * Returns whether bundles of this kind come from a folder of the user.
     * @return {@code false} for a loader that stands for one bundle and needs no files
     */
    default boolean readsFolder() {
        return true;
    }

    /**
     * Returns whether its bundle is to serve in the place of one from a folder.
     * @return {@code true} to have the latter left out
     */
    default boolean standsIn() {
        return false;
    }

    /**
     * Opens a bundle's code without running more of it than opening takes.
     * @param source the private copy
     * @param previous the generation that it will replace, or {@code null}
     * @return the code; nothing is left open when this throws
     * @throws io.polyplug.error.BundleLoadException if it cannot be opened
     */
    BundleCode open(StagedBundle source, @Nullable LoadedGeneration previous);

}
