package io.polyplug;

import java.time.Duration;
import java.util.Optional;

/**
 * An operation on bundles that has begun and not ended, as it stood when this was asked
 * for.
 *
 * @param kind what it does
 * @param bundleName the bundle that it is at; empty while none is known, as when a set of
 * bundles is being put in order
 * @param step what it is doing, in words, such as "running polyplug_init"
 * @param thread the name of the thread that asked for it; libraries are opened and closed
 * on a thread of their own meanwhile
 * @param age how long ago it began, not counting how long it waited for others
 * @param stepAge how long ago this step began
 */
public record RunningOperation(OperationKind kind, Optional<String> bundleName, String step, String thread,
        Duration age, Duration stepAge) {
}
