/**
 * Which way to native code a runtime takes, why, and what compiles its calls. The way
 * that reaches no native code is here as well.
 * <p>
 * {@link io.polyplug.backend.BackendChoice} knows each way by name and is asked once, by
 * whoever puts a runtime together. It knows nothing of bundles, and nobody who makes
 * calls knows it.
 */
@NullMarked
package io.polyplug.backend;

import org.jspecify.annotations.NullMarked;
