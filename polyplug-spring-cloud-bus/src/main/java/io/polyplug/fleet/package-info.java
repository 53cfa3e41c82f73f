/**
 * A fleet as one of its instances knows it: who is there, what each serves, which command
 * runs, and what is desired. Nothing here knows of time, threads, brokers or Spring: all
 * of these come in through {@link io.polyplug.fleet.FleetNode} and
 * {@link io.polyplug.fleet.FleetPort}.
 */
@NullMarked
package io.polyplug.fleet;

import org.jspecify.annotations.NullMarked;
