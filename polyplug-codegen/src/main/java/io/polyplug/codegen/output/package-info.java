/**
 * Texts on their way to a folder. Knows nothing of what they are.
 */
@NullMarked
package io.polyplug.codegen.output;

import org.jspecify.annotations.NullMarked;
