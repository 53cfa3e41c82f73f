/**
 * What an application says and learns of calls that are made later: the pools that make
 * them, what goes along with a call, and how full the pools are.
 */
@NullMarked
package io.polyplug.async;

import org.jspecify.annotations.NullMarked;
