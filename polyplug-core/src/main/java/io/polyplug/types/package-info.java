/**
 * Contracts as Java interfaces, and what their functions take and return in native
 * memory: scalars, views, records and enums, and the blocks of arguments. Knows the
 * structs of the ABI; may not know whose memory it is, nor what is called.
 */
@NullMarked
package io.polyplug.types;

import org.jspecify.annotations.NullMarked;
