/**
 * Archives in OCI registries, by what the distribution specification says of pulling.
 */
@NullMarked
package io.polyplug.sources.oci;

import org.jspecify.annotations.NullMarked;
