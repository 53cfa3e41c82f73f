package io.polyplug.sample;

import java.nio.file.Path;

import io.polyplug.fixtures.NativeFixtures;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The folder of the bundle {@code filters}, where a developer's compiler would put its
 * output. Bundles are loaded after all beans have been made, so the first build is there
 * in time. Thread-safe.
 */
@Component
class FilterBundle {

    static final String BUNDLE = "filters";

    private final Path folder;

    FilterBundle(@Value("${sample.bundles}") Path bundles) {
        this.folder = bundles.resolve(BUNDLE);
        install(Build.SEPIA);
    }

    /**
     * Overwrites library and manifest in place, as a compiler does. What serves is not
     * touched by that: it runs from a private copy until the bundle is reloaded.
     * @param build what to put into the folder
     */
    final synchronized void install(Build build) {
        NativeFixtures.copyTo(build.fixture, this.folder);
    }

    Path folder() {
        return this.folder;
    }

    /**
     * The builds of the bundle, which come compiled with the sample.
     */
    enum Build {

        SEPIA("filters-sepia"), EDGES("filters-edges"), WAVES("filters-waves"),

        /** The picture of Edges, in less than half of the time. */
        FASTER_EDGES("filters-edges-faster"),

        /** Refuses to start. */
        BROKEN("filters-broken");

        private final String fixture;

        Build(String fixture) {
            this.fixture = fixture;
        }

    }

}
