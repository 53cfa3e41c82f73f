/**
 * The host table of bundles, with its 21 functions (docs/abi.md 3.4, 7): what each
 * checks, and what it hands on. All the other rooms of the host side are below it; it may
 * know neither loaders nor proxies.
 */
@NullMarked
package io.polyplug.hostapi;

import org.jspecify.annotations.NullMarked;
