package io.polyplug.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pushes an archive into a registry, as {@code oras push} does.
 *
 * @param registry the registry's host and port
 * @param repository the repository
 */
record OciPush(String registry, String repository) {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    private static final String LAYER = """
            {"mediaType": "application/vnd.polyplug.bundle", "digest": "%s", "size": %d,
             "annotations": {"org.opencontainers.image.title": "%s"}}""";

    /**
     * Pushes an archive under a tag.
     * @return the digest of the manifest
     */
    String push(String tag, byte[] archive) {
        blob(archive);
        return manifest(tag, LAYER.formatted(Archives.digest(archive), archive.length, "reload.ppb"));
    }

    String manifest(String tag, String layers) {
        blob(CONFIG);
        byte[] manifest = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "artifactType": "application/vnd.polyplug.bundle",
                 "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": %d},
                 "layers": [%s]}
                """.formatted(Archives.digest(CONFIG), CONFIG.length, layers).getBytes(StandardCharsets.UTF_8);
        return manifest(tag, manifest);
    }

    String manifest(String tag, byte[] manifest) {
        send(HttpRequest.newBuilder(uri("manifests/" + tag))
            .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
            .PUT(BodyPublishers.ofByteArray(manifest)), 201);
        return Archives.digest(manifest);
    }

    static String layer(byte[] archive, String title) {
        return LAYER.formatted(Archives.digest(archive), archive.length, title);
    }

    void blob(byte[] content) {
        HttpResponse<String> begun = send(HttpRequest.newBuilder(uri("blobs/uploads/")).POST(BodyPublishers.noBody()),
                202);
        URI upload = uri("").resolve(begun.headers().firstValue("Location").orElseThrow());
        String query = (upload.getRawQuery() != null) ? "&" : "?";
        send(HttpRequest.newBuilder(URI.create(upload + query + "digest=" + Archives.digest(content)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content)), 201);
    }

    private URI uri(String rest) {
        return URI.create("http://" + this.registry + "/v2/" + this.repository + "/" + rest);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
            return response;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

}
