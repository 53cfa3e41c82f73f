/**
 * The Java side of a guest contract: proxies that pin, pack, call, unpack and unpin.
 * <p>
 * {@link io.polyplug.proxy.ContractProxies} makes them. {@code GuestCall} is one call, to
 * be read from top to bottom. A {@link io.polyplug.proxy.ProxyCompiler} may take over
 * what happens often; it is handed in, and no backend or compiler is known here by name.
 */
@NullMarked
package io.polyplug.proxy;

import org.jspecify.annotations.NullMarked;
