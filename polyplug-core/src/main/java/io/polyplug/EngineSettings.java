package io.polyplug;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * How bundles of one script language are run: by the library of an engine, which whoever
 * operates the application brings, as one brings a database driver. Immutable.
 *
 * @param library the engine's library, opened before the first bundle that needs it and
 * never closed
 * @param instances how many machines each bundle of the language gets, 1 to 1024. One
 * thread at a time is in each. More than one is for bundles that keep nothing between two
 * calls, for each machine has variables of its own
 * @param options what the engine of that language is told besides. For {@code python}:
 * {@code interpreter}, the file of {@code libpython3.12.so.1.0} where the system does not
 * find it; {@code minimum-version} such as {@code 3.12}; {@code reload}, {@code true} to
 * have bundles replaced although each time costs memory for good. For others nothing
 */
public record EngineSettings(Path library, int instances, Map<String, String> options) {

    private static final int MOST = 1024;

    /**
     * Creates the settings with a copy of the options.
     * @throws IllegalArgumentException if there are too few or too many instances
     */
    public EngineSettings {
        Objects.requireNonNull(library, "library");
        if (instances < 1 || instances > MOST) {
            throw new IllegalArgumentException(
                    "An engine has 1 to " + MOST + " instances a bundle, and not " + instances);
        }
        options = Map.copyOf(options);
    }

    /**
     * Returns settings with one instance and no options.
     * @param library the engine's library
     * @return the settings
     */
    public static EngineSettings of(Path library) {
        return new EngineSettings(library, 1, Map.of());
    }

    /**
     * Returns the same with another number of machines.
     * @param instances how many machines each bundle gets
     * @return the settings
     */
    public EngineSettings withInstances(int instances) {
        return new EngineSettings(this.library, instances, this.options);
    }

    /**
     * Returns the same with other options.
     * @param options what the engine is told
     * @return the settings
     */
    public EngineSettings withOptions(Map<String, String> options) {
        return new EngineSettings(this.library, this.instances, options);
    }

}
