package io.polyplug.autoconfigure;

import io.polyplug.error.DuplicateBundleException;

/**
 * Explains several bundles of one name.
 */
final class DuplicateBundleFailureAnalyzer extends PolyplugFailureAnalyzer<DuplicateBundleException> {

    @Override
    String action(DuplicateBundleException failure) {
        return "Keep one of the folders " + failure.directories() + " and move the others out of"
                + " 'polyplug.locations'.";
    }

    @Override
    String wayAround() {
        return "To start with the highest version, set 'polyplug.on-load-failure' to 'skip'.";
    }

}
