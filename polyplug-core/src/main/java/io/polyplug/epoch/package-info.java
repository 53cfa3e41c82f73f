/**
 * Who may still be using what has been replaced: pins, the epoch and the reclaimer. Knows
 * nothing of plugins.
 * <p>
 * The collector keeps replaced objects alive; the epoch keeps alive what the collector
 * cannot see: mapped libraries, guest instances, tables handed to guests. The whole of it
 * rests on one fact: a reader publishes its pin <em>before</em> it reads what is current,
 * and the writer publishes what is current <em>before</em> it looks for pins. Whichever
 * comes second sees the other. <pre>
 *  reader  R1 e = epoch        R2 CAS slot 0 -&gt; e       R3 read current ... use ...  R4 slot = 0 (release)
 *  writer  W1 current = new    W2 stamp = epoch++       W3 take retired, then read slots: free if none is in 1..stamp
 * </pre> All but R4 are volatile accesses, so one order holds them all. If R2 comes
 * before W3's read of that slot, the writer sees the pin and waits. If it comes after,
 * then W1 comes before R3, and the reader sees what is new. The full argument is in
 * {@code docs/concurrency.md}.
 */
@NullMarked
package io.polyplug.epoch;

import org.jspecify.annotations.NullMarked;
