/**
 * Native libraries of bundles: their files are looked at before they are opened, the
 * process is looked at after that, and they are closed when nobody uses them any more.
 * {@link io.polyplug.library.NativeLoader} is the way in. What bundles register, and who
 * calls it, is unknown here.
 */
@NullMarked
package io.polyplug.library;

import org.jspecify.annotations.NullMarked;
