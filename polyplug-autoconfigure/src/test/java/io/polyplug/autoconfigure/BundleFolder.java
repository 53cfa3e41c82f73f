package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.contract.BundleId;
import io.polyplug.fixtures.NativeFixtures;

/**
 * A folder of bundles as an application has one, filled from the fixtures.
 *
 * @param path the folder
 */
public record BundleFolder(Path path) {

    /**
     * Puts a build of a bundle into the folder, over the build that is there.
     * @param fixture the build, for example {@code reload-v2}
     * @param bundle the sub-folder, which is named like the bundle
     * @return this folder
     */
    public BundleFolder with(String fixture, String bundle) {
        NativeFixtures.copyTo(fixture, this.path.resolve(bundle));
        return this;
    }

    /**
     * Puts a build into the folder under another bundle name.
     * @param fixture the build
     * @param bundle the sub-folder and the bundle's new name
     * @return this folder
     */
    public BundleFolder withRenamed(String fixture, String bundle) {
        return withRenamed(fixture, bundle, bundle);
    }

    /**
     * Puts a build into a sub-folder of another name than the bundle's.
     * @param fixture the build
     * @param folder the sub-folder
     * @param bundle the bundle's new name
     * @return this folder
     */
    public BundleFolder withRenamed(String fixture, String folder, String bundle) {
        with(fixture, folder);
        Path manifest = this.path.resolve(folder).resolve("manifest.toml");
        try {
            Files.writeString(manifest,
                    Files.readString(manifest)
                        .replaceFirst("name = .*", "name = \"" + bundle + "\"")
                        .replaceFirst("id = .*", "id = 0x" + BundleId.of(bundle)));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /**
     * Makes a bundle of the folder want to be reloaded after those it depends on.
     * @param bundle the sub-folder
     * @param contract one more contract that it depends on
     * @return this folder
     */
    public BundleFolder withReinitialization(String bundle, String contract) {
        Path manifest = this.path.resolve(bundle).resolve("manifest.toml");
        try {
            Files.writeString(manifest,
                    "needs_reinit_on_dep_reload = true\n" + Files.readString(manifest)
                            + "\n[[dependency]]\nkind = \"contract\"\ncontract = \"" + contract
                            + "\"\nmin_version = \"1.0\"\n");
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /**
     * Returns the property that makes an application load the folder.
     * @return the property as name and value
     */
    public String property() {
        return "polyplug.locations=" + this.path;
    }

}
