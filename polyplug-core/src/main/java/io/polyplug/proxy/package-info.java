/**
 * The Java side of a guest contract: proxies that pin, pack, call, unpack and unpin.
 */
@NullMarked
package io.polyplug.proxy;

import org.jspecify.annotations.NullMarked;
