/**
 * Whose block is whose: what guests allocate through the host, what a call returns and
 * leaves, what host contracts give to guests. It works on the notes of one thread,
 * {@link io.polyplug.memory.CallBlocks}, and may know neither who is on the thread's call
 * stack nor what a contract is. Most of it happens under the pin of a call, so nothing
 * here waits.
 */
@NullMarked
package io.polyplug.memory;

import org.jspecify.annotations.NullMarked;
