package io.polyplug.cli.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.toml.TomlMapper;

import io.polyplug.archive.BundleArchive;

/**
 * What a bundle calls itself. Whether its manifest is right is for others to say.
 *
 * @param name the bundle's name
 * @param version the bundle's version, {@code null} if it has none
 */
record ManifestName(String name, @Nullable String version) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    /**
     * Reads the manifest in a folder.
     * @throws IllegalArgumentException if there is none, or it has no name
     * @throws IOException if it cannot be read
     */
    static ManifestName of(Path folder) throws IOException {
        Path file = folder.resolve("manifest.toml");
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    folder + " is no bundle: there is no manifest.toml in it. Name the folder that has one");
        }
        Map<?, ?> manifest = parsed(file);
        if (manifest.get("name") instanceof String name) {
            return new ManifestName(name, (manifest.get("version") instanceof String version) ? version : null);
        }
        throw new IllegalArgumentException(file + " does not say the bundle's name. Write it: name = \"greeter\"");
    }

    private static Map<?, ?> parsed(Path file) throws IOException {
        try {
            return TomlMapper.builder().build().readValue(Files.readString(file), Map.class);
        }
        catch (JacksonException ex) {
            throw new IllegalArgumentException(file + " is no TOML: " + ex.getOriginalMessage(), ex);
        }
    }

    /**
     * Returns what the bundle's archive is called where nobody says it.
     * @throws IllegalArgumentException if the name would not do for a file
     */
    String fileName() {
        String plain = (this.version != null) ? this.name + "-" + this.version : this.name;
        if (!FILE_NAME.matcher(plain).matches()) {
            throw new IllegalArgumentException(
                    "No file can be called after bundle '" + plain + "'. Say which: --output <file>");
        }
        return plain + BundleArchive.EXTENSION;
    }

}
