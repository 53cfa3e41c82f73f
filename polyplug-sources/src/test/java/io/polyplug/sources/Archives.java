package io.polyplug.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.archive.BundleArchive;
import io.polyplug.contract.BundleId;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.signing.SigningKey;
import io.polyplug.sources.fetch.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Archives of the builds of bundle {@code reload}.
 */
final class Archives {

    private Archives() {
    }

    static byte[] version(int version) {
        return packed("reload-v" + version, "reload", null);
    }

    static byte[] signed(int version, SigningKey key) {
        return packed("reload-v" + version, "reload", key);
    }

    /** Returns a build with another name. */
    static byte[] renamed(int version, String bundle) {
        return packed("reload-v" + version, bundle, null);
    }

    /** Returns the first version as it was built once more. */
    static byte[] build(int number) {
        return packed("reload-v1", "reload", null, "build " + number);
    }

    private static byte[] packed(String fixture, String name, @Nullable SigningKey key) {
        return packed(fixture, name, key, "");
    }

    private static byte[] packed(String fixture, String name, @Nullable SigningKey key, String note) {
        try {
            Path folder = Files.createTempDirectory("polyplug-sources-test");
            Path bundle = folder.resolve("reload");
            NativeFixtures.copyTo(fixture, bundle);
            Path manifest = bundle.resolve("manifest.toml");
            Files.writeString(manifest,
                    Files.readString(manifest)
                        .replaceFirst("name = .*", "name = \"" + name + "\"")
                        .replaceFirst("id = .*", "id = 0x" + BundleId.of(name)));
            Files.writeString(bundle.resolve("note.txt"), note);
            Path archive = folder.resolve("reload.ppb");
            if (key != null) {
                BundleArchive.pack(List.of(bundle), archive, key);
            }
            else {
                BundleArchive.pack(List.of(bundle), archive);
            }
            byte[] content = Files.readAllBytes(archive);
            FileSystemUtils.deleteRecursively(folder);
            return content;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static String digest(byte[] content) {
        return Digest.of(content).toString();
    }

}
