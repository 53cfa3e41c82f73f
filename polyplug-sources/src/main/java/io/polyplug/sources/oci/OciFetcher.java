package io.polyplug.sources.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.polyplug.sources.fetch.Access;
import io.polyplug.sources.fetch.Digest;
import io.polyplug.sources.fetch.Fetcher;
import io.polyplug.sources.fetch.Limits;
import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;
import io.polyplug.sources.web.Answer;
import io.polyplug.sources.web.WebClient;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;

/**
 * Fetches archives from OCI registries. Thread-safe.
 */
public final class OciFetcher implements Fetcher<Source.Oci> {

    /** What registries allow as well. */
    private static final int MANIFEST_LIMIT = 4 * 1024 * 1024;

    private static final int TOKEN_LIMIT = 256 * 1024;

    private final Limits limits;

    private final Function<String, RegistryAccess> registries;

    /**
     * Creates the fetcher.
     * @param limits how long to wait, and how much to take
     * @param registries how a registry is spoken to, by its host and port
     */
    public OciFetcher(Limits limits, Function<String, RegistryAccess> registries) {
        this.limits = limits;
        this.registries = registries;
    }

    @Override
    public void fetch(Source.Oci source, Path target) throws SourceFailure {
        WebClient client = new WebClient(this.limits, (uri) -> this.registries.apply(uri.getRawAuthority()).access());
        new Pull(source, this.registries.apply(source.registry()), this.limits, client).into(target);
    }

    /** One pull: what convinced the registry once does so until the end. */
    private static final class Pull {

        private final Source.Oci source;

        private final RegistryAccess registry;

        private final Limits limits;

        private final WebClient client;

        private Optional<String> authorization = Optional.empty();

        Pull(Source.Oci source, RegistryAccess registry, Limits limits, WebClient client) {
            this.source = source;
            this.registry = registry;
            this.limits = limits;
            this.client = client;
        }

        void into(Path target) throws SourceFailure {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            get(uri("manifests/" + this.source.wanted()), content, MANIFEST_LIMIT);
            byte[] manifest = content.toByteArray();
            requireManifest(Digest.of(manifest));
            Manifest read = Manifest.read(manifest);
            if (read.size() > this.limits.maxSize()) {
                throw this.limits.tooLarge();
            }
            blob(read, target);
        }

        private void requireManifest(Digest actual) throws SourceFailure {
            Digest wanted = this.source.digest().orElse(actual);
            if (!wanted.equals(actual)) {
                throw SourceFailure.refused("the manifest that the registry has for it is " + actual,
                        "Correct the digest in the reference, or find out who changed the registry");
            }
        }

        private void blob(Manifest manifest, Path target) throws SourceFailure {
            try {
                try (OutputStream content = Files.newOutputStream(target)) {
                    get(uri("blobs/" + manifest.archive()), content, this.limits.maxSize());
                }
                Digest actual = Digest.of(target);
                if (!actual.equals(manifest.archive())) {
                    throw SourceFailure.refused("its manifest says that the archive is " + manifest.archive()
                            + ", and what came is " + actual, "Push the artifact again");
                }
            }
            catch (IOException ex) {
                throw SourceFailure.refused("it cannot be written: " + ex,
                        "Give 'polyplug.sources.directory' room, and let this process write there", ex);
            }
        }

        private URI uri(String rest) {
            return URI.create(this.registry.scheme() + "://" + this.source.registry() + "/v2/"
                    + this.source.repository() + "/" + rest);
        }

        private void get(URI uri, OutputStream target, long limit) throws SourceFailure {
            Answer answer = this.client.get(uri, headers(), target, limit);
            if (answer.status() == Answer.UNAUTHORIZED && this.authorization.isEmpty()) {
                this.authorization = Optional.of(convince(uri, answer));
                answer = this.client.get(uri, headers(), target, limit);
            }
            if (answer.status() != Answer.OK) {
                throw this.client.failure(uri, answer);
            }
        }

        private Map<String, String> headers() {
            return this.authorization
                .map((present) -> Map.of("Accept", Manifest.MEDIA_TYPE + ", */*;q=0.1", "Authorization", present))
                .orElse(Map.of("Accept", Manifest.MEDIA_TYPE + ", */*;q=0.1"));
        }

        private String convince(URI uri, Answer answer) throws SourceFailure {
            Access access = this.registry.access();
            Challenge challenge = Challenge.parse(answer.headers().firstValue("WWW-Authenticate").orElse("nothing"));
            if (challenge.isBasic()) {
                return access.basic().orElseThrow(() -> this.client.failure(uri, answer));
            }
            URI tokens = challenge.tokens(this.source.repository());
            if (!this.registry.insecure() && !"https".equals(tokens.getScheme())) {
                throw SourceFailure.refused(
                        "the registry sends credentials to where no TLS protects them: " + tokens.getHost(),
                        "Have it name an https address as its realm");
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            Answer given = this.client.get(tokens,
                    access.basic().map((basic) -> Map.of("Authorization", basic)).orElse(Map.of()), content,
                    TOKEN_LIMIT);
            if (given.status() == Answer.UNAUTHORIZED) {
                throw access.denied(given.status());
            }
            if (given.status() != Answer.OK) {
                throw this.client.failure(tokens, given);
            }
            return "Bearer " + token(content.toString(StandardCharsets.UTF_8));
        }

        private static String token(String json) throws SourceFailure {
            try {
                Map<String, Object> answer = JsonParserFactory.getJsonParser().parseMap(json);
                Object token = answer.getOrDefault("token", answer.get("access_token"));
                if (token instanceof String present) {
                    return present;
                }
            }
            catch (JsonParseException ex) {
                // It is told without its text, which may hold a secret.
            }
            throw SourceFailure.refused("who gives out tokens for the registry gave none",
                    "Look at what the registry says of its authentication");
        }

    }

}
