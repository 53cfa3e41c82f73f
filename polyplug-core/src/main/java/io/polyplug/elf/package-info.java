/**
 * What a library's own headers tell, read before the system's loader opens it: a library
 * cut short would end the process.
 */
@NullMarked
package io.polyplug.elf;

import org.jspecify.annotations.NullMarked;
