/**
 * The same contract replaced under load, by polyplug and by what one may take instead.
 * Each is a {@link io.polyplug.benchmarks.peers.Peer} in a process of its own; those that
 * need libraries of their own are among the sources of the profile {@code peers}.
 */
@NullMarked
package io.polyplug.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
