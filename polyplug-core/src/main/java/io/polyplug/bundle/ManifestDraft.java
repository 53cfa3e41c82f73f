package io.polyplug.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.platform.Platform;

/**
 * A manifest whose keys are present and of the right type, with no rule checked yet. Ids
 * that are missing are 0.
 */
record ManifestDraft(String loader, String name, String file, long id, String version, List<String> provides,
        Map<String, Long> functionCounts, List<String> bundleDependencies, List<Needed> dependencies,
        boolean reinitOnDependencyReload, Optional<ManifestTable> jvm) {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.manifest");

    private static final Set<String> TOP_LEVEL_KEYS = Set.of("loader", "name", "id", "version", "provides",
            "function_count", "needs_reinit_on_dep_reload", "bundle_dependencies", "dependency", "jvm");

    /** One {@code [[dependency]]} and where it stands. */
    record Needed(ManifestTable table, String contract, String minVersion, Optional<String> bundle, long contractId,
            long bundleId) {
    }

    static ManifestDraft of(ManifestTable root, ManifestProblems problems) {
        return new ManifestDraft(root.requiredText("loader", "Write loader = \"native\""), root.text("name").orElse(""),
                file(root, problems), root.id("id"), root.text("version").orElse(""), root.texts("provides"),
                root.counts("function_count"), root.texts("bundle_dependencies"), dependencies(root),
                root.flag("needs_reinit_on_dep_reload"), root.table("jvm"));
    }

    private static List<Needed> dependencies(ManifestTable root) {
        List<Needed> dependencies = new ArrayList<>();
        for (ManifestTable table : root.tables("dependency")) {
            table.requiredText("kind", "Write kind = \"contract\", or \"bundle\" beside a 'bundle' key");
            dependencies.add(new Needed(table,
                    table.requiredText("contract", "Write the contract's name, such as contract = \"image.Filter\""),
                    table.requiredText("min_version", "Write the least version needed, such as min_version = \"1.0\""),
                    table.text("bundle"), table.id("contract_id"), table.id("bundle_id")));
        }
        return dependencies;
    }

    private static String file(ManifestTable root, ManifestProblems problems) {
        if (!root.holdsTable("file")) {
            return root.text("file").orElse("");
        }
        ManifestTable systems = root.table("file").orElseThrow();
        warnOfStrayKeys(systems, problems);
        Platform platform = Platform.current();
        List<String> available = new ArrayList<>();
        for (String os : systems.keys()) {
            if (systems.holdsTable(os)) {
                ManifestTable processors = systems.table(os).orElseThrow();
                processors.keys()
                    .stream()
                    .filter(processors::holdsText)
                    .forEach((arch) -> available.add(os + "." + arch));
            }
        }
        if (!available.contains(platform.toString())) {
            throw problems.at("file",
                    "no file entry for platform " + platform + ": the [file] table has "
                            + (available.isEmpty() ? "no entry at all" : "entries for " + String.join(", ", available)),
                    "Build the library for this platform and write " + platform + " = \"lib<name>.so\" below [file]");
        }
        return systems.table(platform.os()).orElseThrow().text(platform.arch()).orElseThrow();
    }

    private static void warnOfStrayKeys(ManifestTable systems, ManifestProblems problems) {
        Set<String> stray = systems.keys();
        stray.retainAll(TOP_LEVEL_KEYS);
        if (!stray.isEmpty()) {
            logger.warn("{}: {} below the [file] header belong to that table and are ignored. Move them above it.",
                    problems.shownAs(), stray);
        }
    }

}
