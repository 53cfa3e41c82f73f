/**
 * Memory blocks that guests returned and that are not freed yet, so that a guest which
 * keeps one shows itself. {@link io.polyplug.quarantine.Quarantine} is the way in.
 * Everything here is without locks, for it is used under pins, and nothing knows whose
 * block one is.
 */
@NullMarked
package io.polyplug.quarantine;

import org.jspecify.annotations.NullMarked;
