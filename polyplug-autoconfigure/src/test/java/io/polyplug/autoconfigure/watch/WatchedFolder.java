package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.polyplug.fixtures.NativeFixtures;

import org.springframework.util.FileSystemUtils;

/**
 * A folder of bundles to which things happen as they do in the field.
 *
 * @param path the folder
 */
record WatchedFolder(Path path) {

    /** Overwrites a bundle's files in place. */
    void overwrite(String fixture, String bundle) {
        NativeFixtures.copyTo(fixture, this.path.resolve(bundle));
    }

    /** Puts a finished folder in the place of the bundle's. */
    void replace(String fixture, String bundle, Path aside) {
        try {
            Path next = aside.resolve("next");
            NativeFixtures.copyTo(fixture, next);
            Path target = this.path.resolve(bundle);
            Files.move(target, aside.resolve("before-" + System.nanoTime()));
            Files.move(next, target);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Adds a line to a bundle's manifest, as an editor that writes aside does. */
    void edit(String bundle, String line) {
        Path manifest = manifest(bundle);
        try {
            Path aside = manifest.resolveSibling("manifest.toml.tmp");
            Files.writeString(aside, line + "\n" + Files.readString(manifest));
            Files.move(aside, manifest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Gives a bundle another version. */
    void setVersion(String bundle, String version) {
        Path manifest = manifest(bundle);
        try {
            Path aside = manifest.resolveSibling("manifest.toml.tmp");
            Files.writeString(aside,
                    Files.readString(manifest).replaceFirst("(?m)^version = .*", "version = \"" + version + "\""));
            Files.move(aside, manifest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void remove(String bundle) {
        try {
            FileSystemUtils.deleteRecursively(this.path.resolve(bundle));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    Path manifest(String bundle) {
        return this.path.resolve(bundle).resolve("manifest.toml");
    }

    String property() {
        return "polyplug.locations=" + this.path;
    }

}
