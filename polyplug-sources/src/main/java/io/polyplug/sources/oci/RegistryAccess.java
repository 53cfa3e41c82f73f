package io.polyplug.sources.oci;

import io.polyplug.sources.fetch.Access;

/**
 * How a registry is spoken to.
 *
 * @param access its credentials and its TLS
 * @param insecure whether it has no TLS at all
 */
public record RegistryAccess(Access access, boolean insecure) {

    String scheme() {
        return this.insecure ? "http" : "https";
    }

}
