package io.polyplug.inspection;

import java.util.Optional;

/**
 * Why a bundle's libraries stay mapped when nobody uses them any more. Immutable.
 *
 * @param certain whether they stay in any case; otherwise it depends on what they do
 * until then
 * @param cause what was found, as a clause
 * @param cure what their author can do about it; nothing where the author wants it so
 */
public record Residence(boolean certain, String cause, Optional<String> cure) {
}
