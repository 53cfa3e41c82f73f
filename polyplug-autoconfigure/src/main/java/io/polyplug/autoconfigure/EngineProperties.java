package io.polyplug.autoconfigure;

import java.io.FileNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.polyplug.EngineSettings;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ResourceUtils;

/**
 * The engine of a script language, as properties name it.
 *
 * @param loader what manifests call the language
 * @param engine the properties
 */
record EngineProperties(String loader, PolyplugProperties.Engine engine) {

    /**
     * Returns what the runtime is told.
     * @return the settings
     * @throws ConfigurationException if the properties name no library, or too few or too
     * many instances
     */
    EngineSettings settings() {
        try {
            return new EngineSettings(library(), this.engine.instances(), this.engine.options());
        }
        catch (IllegalArgumentException ex) {
            throw refused("instances", "cannot be carried out: " + ex.getMessage(), "Give a number from 1 on", null);
        }
    }

    private Path library() {
        String library = this.engine.library();
        if (library == null || library.isBlank()) {
            throw refused("library", "is missing", "Give the file of the engine's library", null);
        }
        try {
            return library.startsWith(ResourceUtils.FILE_URL_PREFIX) ? ResourceUtils.getFile(library).toPath()
                    : Path.of(library);
        }
        catch (FileNotFoundException | InvalidPathException ex) {
            throw refused("library", "is neither a path nor a file URL: " + ex.getMessage(),
                    "Give the file of the engine's library", ex);
        }
    }

    private ConfigurationException refused(String name, String reason, String cure, @Nullable Exception cause) {
        String property = "polyplug.engines." + this.loader + "." + name;
        String summary = "Property '" + property + "' " + reason;
        return new ConfigurationException(property, new Explanation(summary, summary, cure), cause);
    }

}
