package io.polyplug.sources.fetch;

import java.nio.file.Path;

/**
 * Fetches from one kind of source. Thread-safe.
 *
 * @param <S> the kind of source
 */
@FunctionalInterface
public interface Fetcher<S extends Source> {

    /**
     * Fetches an archive, and checks it by what the source itself tells of it.
     * @param source where it is
     * @param target the file to write, in a folder that is empty and for this alone
     * @throws SourceFailure if it does not come, or not as it should be
     */
    void fetch(S source, Path target) throws SourceFailure;

}
