package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.polyplug.FoundBundle;

/**
 * What one look at the folders of bundles has seen.
 *
 * @param names the names of all bundles that were found, as far as these can be read
 * @param settled bundles whose folder holds something else than what was attempted last
 * @param holdingUp bundles that are being written; those that have to do with them wait
 * @param gone folders of bundles that are not there any more, since long enough
 * @param unfinished what is waited for, by folder
 * @param open whether something is on its way
 * @param places where changes can be expected
 * @param failure what could not be looked at
 */
record Findings(Set<String> names, List<FoundBundle> settled, List<FoundBundle> holdingUp, Set<Path> gone,
        Map<Path, String> unfinished, boolean open, Set<Path> places, Optional<String> failure) {
}
