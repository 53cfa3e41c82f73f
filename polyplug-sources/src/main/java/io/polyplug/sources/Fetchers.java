package io.polyplug.sources;

import java.nio.file.Path;

import io.polyplug.sources.fetch.Fetcher;
import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;

/**
 * What fetches, by the kind of source.
 *
 * @param offline whether nothing is to be fetched
 * @param maven fetches from Maven repositories
 * @param oci fetches from OCI registries
 * @param web fetches from web servers
 */
record Fetchers(boolean offline, Fetcher<Source.Maven> maven, Fetcher<Source.Oci> oci, Fetcher<Source.Web> web) {

    void fetch(Source source, Path target) throws SourceFailure {
        if (source instanceof Source.Maven artifact) {
            this.maven.fetch(artifact, target);
        }
        else if (source instanceof Source.Oci artifact) {
            this.oci.fetch(artifact, target);
        }
        else if (source instanceof Source.Web file) {
            this.web.fetch(file, target);
        }
    }

}
