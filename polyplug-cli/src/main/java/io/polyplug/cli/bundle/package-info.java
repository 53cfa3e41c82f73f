/**
 * The commands about bundles that are built: what they are, what is wrong with them, and
 * what their manifests lack.
 */
@NullMarked
package io.polyplug.cli.bundle;

import org.jspecify.annotations.NullMarked;
