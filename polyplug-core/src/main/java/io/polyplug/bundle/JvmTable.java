package io.polyplug.bundle;

import java.util.Optional;
import java.util.Set;

import io.polyplug.ReturnedMemory;
import io.polyplug.bundle.Manifest.UnloadRule;

/**
 * Reads the {@code [jvm]} table. It is this host's own, so that nothing in it is ignored:
 * an unknown key or value is refused with those that exist.
 */
final class JvmTable {

    private static final Set<String> KEYS = Set.of("unload", "returned_memory", "host_arguments", "binding",
            "floating_point");

    private final ManifestTable table;

    private final ManifestProblems problems;

    private JvmTable(ManifestTable table, ManifestProblems problems) {
        this.table = table;
        this.problems = problems;
    }

    static Manifest.JvmSettings settings(Optional<ManifestTable> table, ManifestProblems problems) {
        return table.map((present) -> new JvmTable(present, problems).settings()).orElse(Manifest.JvmSettings.DEFAULTS);
    }

    private Manifest.JvmSettings settings() {
        this.table.keys().stream().filter((key) -> !KEYS.contains(key)).forEach(this::tellKey);
        Optional<UnloadRule> unload = this.table.text("unload").flatMap(this::unload);
        Optional<ReturnedMemory> returnedMemory = this.table.text("returned_memory").flatMap(this::returnedMemory);
        boolean leavesHostArguments = this.table.text("host_arguments").map(this::leavesHostArguments).orElse(false);
        boolean bindsLazily = this.table.text("binding").map(this::bindsLazily).orElse(false);
        boolean restoresFloatingPoint = this.table.text("floating_point")
            .map(this::restoresFloatingPoint)
            .orElse(false);
        return new Manifest.JvmSettings(unload, returnedMemory, leavesHostArguments, bindsLazily,
                restoresFloatingPoint);
    }

    private void tellKey(String key) {
        this.problems.tell(this.table.field(key), "'" + key + "' is no setting of [jvm]",
                "Write unload, returned_memory, host_arguments, binding or floating_point");
    }

    private Optional<UnloadRule> unload(String value) {
        return switch (value) {
            case "never" -> Optional.of(UnloadRule.NEVER);
            case "reclaim" -> Optional.of(UnloadRule.RECLAIM);
            default -> {
                tellValue("unload", value, "\"never\" or \"reclaim\"");
                yield Optional.empty();
            }
        };
    }

    private Optional<ReturnedMemory> returnedMemory(String value) {
        return switch (value) {
            case "reclaim" -> Optional.of(ReturnedMemory.RECLAIM);
            case "borrowed" -> Optional.of(ReturnedMemory.BORROWED);
            default -> {
                tellValue("returned_memory", value, "\"reclaim\" or \"borrowed\"");
                yield Optional.empty();
            }
        };
    }

    private boolean bindsLazily(String value) {
        if (!value.equals("now") && !value.equals("lazy")) {
            tellValue("binding", value, "\"now\" or \"lazy\"");
        }
        return value.equals("lazy");
    }

    private boolean leavesHostArguments(String value) {
        return isTheOnlyOne("host_arguments", value, "leaked");
    }

    private boolean restoresFloatingPoint(String value) {
        return isTheOnlyOne("floating_point", value, "restore");
    }

    private boolean isTheOnlyOne(String key, String value, String only) {
        if (!value.equals(only)) {
            tellValue(key, value, "\"" + only + "\"");
        }
        return value.equals(only);
    }

    private void tellValue(String key, String value, String allowed) {
        this.problems.tell(this.table.field(key), "'" + value + "' is no value of '" + this.table.field(key) + "'",
                "Write " + allowed);
    }

}
