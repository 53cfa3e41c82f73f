package io.polyplug;

import java.nio.file.Path;
import java.util.Optional;

import io.polyplug.contract.Version;
import io.polyplug.error.PolyplugException;

/**
 * A bundle that lies in a folder or an archive, loaded or not, as far as its manifest
 * tells.
 *
 * @param directory its folder or archive, absolute; one that was asked for if there is no
 * bundle in it
 * @param name the name in its manifest, also where something else is wrong with that
 * @param version the version in its manifest
 * @param refusal why it could not be loaded, as far as that can be told without opening
 * it
 */
public record FoundBundle(Path directory, Optional<String> name, Optional<Version> version,
        Optional<PolyplugException> refusal) {
}
