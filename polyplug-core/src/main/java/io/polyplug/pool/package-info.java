/**
 * Calls that are made later, on threads of a bounded pool.
 * {@link io.polyplug.pool.AsyncCalls} is the way in.
 * <p>
 * A call is claimed once: by the thread of the pool that makes it, by whoever cancels it,
 * or by whoever fails what has waited in vain. What is claimed is out of the queue or
 * leaves it without being made. Nothing here knows what a call does, and nothing that is
 * running is ever interrupted.
 */
@NullMarked
package io.polyplug.pool;

import org.jspecify.annotations.NullMarked;
