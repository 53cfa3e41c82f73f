/**
 * What libraries do to the process they are in: signal handlers, threads, keys of
 * thread-specific data, mappings. Everything here looks at the process as a whole and
 * knows no bundles.
 */
@NullMarked
package io.polyplug.process;

import org.jspecify.annotations.NullMarked;
