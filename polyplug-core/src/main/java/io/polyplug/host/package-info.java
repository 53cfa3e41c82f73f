/**
 * What bundles see of the runtime: the host table with its 21 functions, host contracts,
 * memory, and what each thread is doing across the boundary. Nothing that is thrown here
 * crosses into native code.
 */
@NullMarked
package io.polyplug.host;

import org.jspecify.annotations.NullMarked;
