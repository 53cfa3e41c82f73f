package io.polyplug.sources.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

import io.polyplug.sources.fetch.Access;
import io.polyplug.sources.fetch.Fetcher;
import io.polyplug.sources.fetch.Limits;
import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;

/**
 * Fetches archives from web servers. Thread-safe.
 */
public final class WebFetcher implements Fetcher<Source.Web> {

    private final WebClient client;

    private final Limits limits;

    private final Function<URI, Access> access;

    /**
     * Creates the fetcher.
     * @param limits how long to wait, and how much to take
     * @param access how a server is spoken to, by what is asked of it
     */
    public WebFetcher(Limits limits, Function<URI, Access> access) {
        this.client = new WebClient(limits, access);
        this.limits = limits;
        this.access = access;
    }

    @Override
    public void fetch(Source.Web source, Path target) throws SourceFailure {
        URI uri = source.uri();
        Map<String, String> headers = this.access.apply(uri)
            .basic()
            .map((basic) -> Map.of("Authorization", basic))
            .orElse(Map.of());
        try (OutputStream content = Files.newOutputStream(target)) {
            Answer answer = this.client.get(uri, headers, content, this.limits.maxSize());
            if (answer.status() != Answer.OK) {
                throw this.client.failure(uri, answer);
            }
        }
        catch (IOException ex) {
            throw SourceFailure.refused("it cannot be written: " + ex,
                    "Give 'polyplug.sources.directory' room, and let this process write there", ex);
        }
    }

}
