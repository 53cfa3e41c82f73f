package io.polyplug.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.polyplug.Compatibility;
import io.polyplug.contract.BundleId;
import io.polyplug.error.ManifestException;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A manifest under test: a valid one, of which lines are replaced, removed or added.
 */
final class ManifestFile {

    static final Path SHOWN_AS = Path.of("plugins", "my-bundle", "manifest.toml");

    private final Map<String, String> lines = new LinkedHashMap<>();

    private String tail = "";

    ManifestFile() {
        with("loader", "\"native\"");
        with("name", "\"my-bundle\"");
        with("id", "0x" + BundleId.of("my-bundle"));
        with("version", "\"1.2.3\"");
        with("file", "\"libp.so\"");
    }

    ManifestFile with(String key, String value) {
        this.lines.put(key, value);
        return this;
    }

    ManifestFile without(String key) {
        this.lines.remove(key);
        return this;
    }

    ManifestFile followedBy(String text) {
        this.tail += text + "\n";
        return this;
    }

    ManifestFile dependency(String text) {
        return followedBy("[[dependency]]\nkind = \"contract\"\n" + text);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        this.lines.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return text.append(this.tail).toString();
    }

    Manifest read(Path folder) {
        return read(folder, text().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a file that messages call otherwise. */
    static Manifest read(Path file, Path shownAs) {
        return Manifest.read(file, shownAs, Compatibility.STRICT, (name) -> {
        });
    }

    ManifestException refusedIn(Path folder) {
        return catchThrowableOfType(ManifestException.class, () -> read(folder));
    }

    static Manifest read(Path folder, byte[] content) {
        try {
            Path file = folder.resolve(Manifest.FILE_NAME);
            Files.write(file, content);
            return read(file, SHOWN_AS);
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
