/**
 * What happens to applications in containers, as far as it can be had without them.
 */
@NullMarked
package io.polyplug.autoconfigure.kubernetes;

import org.jspecify.annotations.NullMarked;
