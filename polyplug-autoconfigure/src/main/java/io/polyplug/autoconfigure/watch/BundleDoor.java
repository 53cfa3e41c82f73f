package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.BundleInfo;
import io.polyplug.error.PolyplugException;

/**
 * How bundles come into the application, at the start as later.
 */
interface BundleDoor {

    /**
     * Returns the folders of bundles, and those of single bundles, that there are now.
     */
    List<Path> folders();

    /**
     * Loads what can be loaded of bundles, as one set, and tells the application.
     * @param folders the bundles' folders
     * @param leftOut told why, for each that cannot
     * @return what was loaded
     */
    List<BundleInfo> load(Collection<Path> folders, Consumer<? super PolyplugException> leftOut);

}
