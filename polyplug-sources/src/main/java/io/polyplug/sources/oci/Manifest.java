package io.polyplug.sources.oci;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.polyplug.archive.BundleArchive;
import io.polyplug.sources.fetch.Digest;
import io.polyplug.sources.fetch.SourceFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/**
 * What the manifest of an artifact says of the archive in it.
 *
 * @param archive the digest of the archive
 * @param size how many bytes it has
 */
record Manifest(Digest archive, long size) {

    /** What an artifact is described by; an index of several is something else. */
    static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final String TITLE = "org.opencontainers.image.title";

    private static final String CURE = "Push the archive as the only layer of an artifact, as"
            + " 'oras push registry/repository:tag name.ppb' does";

    static Manifest read(byte[] content) throws SourceFailure {
        List<?> layers = layers(content);
        List<?> archives = (layers.size() == 1) ? layers
                : layers.stream().filter(Manifest::isNamedLikeArchive).toList();
        if (archives.size() != 1 || !(archives.get(0) instanceof Map<?, ?> layer)
                || !(layer.get("digest") instanceof String digest) || !(layer.get("size") instanceof Number size)) {
            throw SourceFailure.refused("the artifact has " + layers.size()
                    + " layers, and not exactly one of them is called by a name that ends with "
                    + BundleArchive.EXTENSION, CURE);
        }
        return new Manifest(Digest.parse(digest), size.longValue());
    }

    private static List<?> layers(byte[] content) throws SourceFailure {
        try {
            Map<String, Object> manifest = JsonParserFactory.getJsonParser()
                .parseMap(new String(content, StandardCharsets.UTF_8));
            if (manifest.get("layers") instanceof List<?> layers && !layers.isEmpty()) {
                return layers;
            }
        }
        catch (JsonParseException ex) {
            throw SourceFailure.refused("what the registry calls a manifest is no JSON", CURE, ex);
        }
        throw SourceFailure.refused("it is no artifact with layers, but an index or something else", CURE);
    }

    private static boolean isNamedLikeArchive(@Nullable Object layer) {
        return layer instanceof Map<?, ?> present && present.get("annotations") instanceof Map<?, ?> annotations
                && annotations.get(TITLE) instanceof String title && title.endsWith(BundleArchive.EXTENSION);
    }

}
