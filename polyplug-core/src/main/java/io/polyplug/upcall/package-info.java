/**
 * Java code that native code calls: through the guard, which lets nothing pass that is
 * thrown; contract functions that Java implements, errors and their texts. It may not
 * know which functions the host table has, nor which contracts are registered.
 */
@NullMarked
package io.polyplug.upcall;

import org.jspecify.annotations.NullMarked;
