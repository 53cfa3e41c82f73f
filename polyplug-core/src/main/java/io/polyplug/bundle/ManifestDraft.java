package io.polyplug.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.polyplug.platform.Platform;

/**
 * A manifest whose keys are present and of the right type, with no rule checked yet. Ids
 * that are missing are 0. The files are those of all platforms, by {@code os.arch}.
 */
record ManifestDraft(String loader, String name, String file, long id, String version, List<String> provides,
        Map<String, Long> functionCounts, List<String> bundleDependencies, List<Needed> dependencies,
        boolean reinitOnDependencyReload, Optional<ManifestTable> jvm, Map<String, String> files) {

    private static final Set<String> TOP_LEVEL_KEYS = Set.of("loader", "name", "id", "version", "provides",
            "function_count", "needs_reinit_on_dep_reload", "bundle_dependencies", "dependency", "jvm");

    /** One {@code [[dependency]]} and where it stands. */
    record Needed(ManifestTable table, String contract, String minVersion, Optional<String> bundle, long contractId,
            long bundleId) {
    }

    static ManifestDraft of(ManifestTable root, ManifestProblems problems) {
        String loader = root.requiredText("loader", "Write loader = \"native\"");
        String name = root.text("name").orElse("");
        Map<String, String> files = files(root, problems);
        return new ManifestDraft(loader, name, file(files, root.holdsTable("file"), problems), root.id("id"),
                root.text("version").orElse(""), root.texts("provides"), root.counts("function_count"),
                root.texts("bundle_dependencies"), dependencies(root), root.flag("needs_reinit_on_dep_reload"),
                root.table("jvm"), files);
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

    /** Returns the libraries by platform; a text is the one for wherever this is. */
    private static Map<String, String> files(ManifestTable root, ManifestProblems problems) {
        Map<String, String> files = new LinkedHashMap<>();
        if (!root.holdsTable("file")) {
            root.text("file").ifPresent((file) -> files.put(Platform.current().toString(), file));
            return files;
        }
        ManifestTable systems = root.table("file").orElseThrow();
        warnOfStrayKeys(systems, problems);
        for (String os : systems.keys()) {
            if (systems.holdsTable(os)) {
                ManifestTable processors = systems.table(os).orElseThrow();
                processors.keys()
                    .stream()
                    .filter(processors::holdsText)
                    .forEach((arch) -> files.put(os + "." + arch, processors.text(arch).orElseThrow()));
            }
        }
        return files;
    }

    private static String file(Map<String, String> files, boolean table, ManifestProblems problems) {
        String platform = Platform.current().toString();
        String file = files.get(platform);
        if (file == null && table) {
            problems.tell("file", "no file entry for platform " + platform + ": the [file] table has "
                    + (files.isEmpty() ? "no entry at all" : "entries for " + String.join(", ", files.keySet())),
                    "Build the library for this platform and write " + platform + " = \"lib<name>.so\" below [file]");
        }
        return (file != null) ? file : "";
    }

    private static void warnOfStrayKeys(ManifestTable systems, ManifestProblems problems) {
        Set<String> stray = systems.keys();
        stray.retainAll(TOP_LEVEL_KEYS);
        if (!stray.isEmpty()) {
            problems.remark("file", stray + " below the [file] header belong to that table and are ignored",
                    "Move them above it");
        }
    }

}
