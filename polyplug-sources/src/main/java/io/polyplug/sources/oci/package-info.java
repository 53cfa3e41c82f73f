/**
 * Archives in OCI registries, by the pulling half of the OCI distribution API.
 */
@NullMarked
package io.polyplug.sources.oci;

import org.jspecify.annotations.NullMarked;
