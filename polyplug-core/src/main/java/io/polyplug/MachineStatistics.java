package io.polyplug;

import java.time.Duration;

/**
 * The machines of a bundle that is a script, those of its retired generations included: a
 * generation has as many as the engine's {@code instances}. Who is in them and who waits
 * changes while it is counted.
 *
 * @param bundleName the bundle, loaded or not
 * @param machines inner runtimes that an engine has made and not ended yet
 * @param busy machines that a thread is in
 * @param waiting threads that wait for a machine to become free
 * @param waits how often a call has waited for one, since the runtime was built: in vain,
 * or for a bundle that took the place of this one meanwhile, included. A call that still
 * waits is not among them
 * @param waited how long these have waited altogether
 */
public record MachineStatistics(String bundleName, int machines, int busy, int waiting, long waits, Duration waited) {
}
