package io.polyplug;

import java.time.Duration;
import java.util.Optional;

/**
 * A call, a guard or a use by a guest that keeps a retired generation from being
 * reclaimed.
 *
 * @param bundleName the bundle whose generation is held
 * @param generation the generation held
 * @param contract the contract that the call went through or of which a guest makes or
 * destroys an instance, or {@code (guard)} for a guard made by
 * {@link PolyplugRuntime#pin()}
 * @param thread the name of the thread, if it can be told
 * @param age how long the reclaimer has seen this very call or guard, or how long the
 * guest's use has lasted
 */
public record Holder(String bundleName, long generation, String contract, Optional<String> thread, Duration age) {
}
