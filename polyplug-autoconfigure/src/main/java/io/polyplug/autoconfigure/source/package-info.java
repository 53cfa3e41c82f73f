/**
 * Bundles that are fetched from where they are published: a Maven repository, an OCI
 * registry, a web server. What fetches them is in {@code polyplug-sources}.
 */
@NullMarked
package io.polyplug.autoconfigure.source;

import org.jspecify.annotations.NullMarked;
