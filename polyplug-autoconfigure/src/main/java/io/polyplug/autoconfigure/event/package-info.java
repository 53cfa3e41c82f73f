/**
 * What happens to bundles, as application events. An event is published on the thread on
 * which the runtime tells the phase; what that thread holds and may do is said at
 * {@link io.polyplug.ReloadPhase}.
 */
@NullMarked
package io.polyplug.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
