/**
 * A fleet on Spring Cloud Bus: its event, its endpoint, its properties, and the threads
 * of an instance. Applications name none of these types.
 */
@NullMarked
package io.polyplug.fleet.bus;

import org.jspecify.annotations.NullMarked;
