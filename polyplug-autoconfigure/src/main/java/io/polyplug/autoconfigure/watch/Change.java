package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;

/**
 * What is to be done because a folder has changed.
 */
sealed interface Change {

    /**
     * {@return the folder of the bundle that has changed}
     */
    Path folder();

    /**
     * A loaded bundle is replaced by what is in its folder now.
     *
     * @param bundle the bundle's name
     * @param folder its folder
     */
    record Reload(String bundle, Path folder) implements Change {
    }

    /**
     * A loaded bundle whose folder is gone is replaced by what is in another one.
     *
     * @param bundle the bundle's name
     * @param folder its new folder
     */
    record Move(String bundle, Path folder) implements Change {
    }

    /**
     * A bundle that is not loaded is loaded.
     *
     * @param folder its folder
     */
    record Load(Path folder) implements Change {
    }

    /**
     * A loaded bundle whose folder is gone is unloaded.
     *
     * @param bundle the bundle's name
     * @param folder the folder that is gone
     */
    record Unload(String bundle, Path folder) implements Change {
    }

}
