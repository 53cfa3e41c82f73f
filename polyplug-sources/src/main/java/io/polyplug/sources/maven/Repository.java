package io.polyplug.sources.maven;

import io.polyplug.sources.fetch.Access;

/**
 * A repository.
 *
 * @param id its name in messages
 * @param url where it is
 * @param access how it is spoken to
 */
public record Repository(String id, String url, Access access) {
}
