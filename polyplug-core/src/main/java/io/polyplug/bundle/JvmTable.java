package io.polyplug.bundle;

import java.util.Optional;
import java.util.Set;

import io.polyplug.ReturnedMemory;

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
        this.table.keys().stream().filter((key) -> !KEYS.contains(key)).findFirst().ifPresent(this::refuseKey);
        Optional<UnloadRule> unload = this.table.text("unload").map(this::unload);
        Optional<ReturnedMemory> returnedMemory = this.table.text("returned_memory").map(this::returnedMemory);
        boolean leavesHostArguments = this.table.text("host_arguments").map(this::leavesHostArguments).orElse(false);
        boolean bindsLazily = this.table.text("binding").map(this::bindsLazily).orElse(false);
        boolean restoresFloatingPoint = this.table.text("floating_point")
            .map(this::restoresFloatingPoint)
            .orElse(false);
        return new Manifest.JvmSettings(unload, returnedMemory, leavesHostArguments, bindsLazily,
                restoresFloatingPoint);
    }

    private void refuseKey(String key) {
        throw this.problems.at(this.table.field(key), "'" + key + "' is no setting of [jvm]",
                "Write unload, returned_memory, host_arguments, binding or floating_point");
    }

    private UnloadRule unload(String value) {
        return switch (value) {
            case "never" -> UnloadRule.NEVER;
            case "reclaim" -> UnloadRule.RECLAIM;
            default -> throw unknownValue("unload", value, "\"never\" or \"reclaim\"");
        };
    }

    private ReturnedMemory returnedMemory(String value) {
        return switch (value) {
            case "reclaim" -> ReturnedMemory.RECLAIM;
            case "borrowed" -> ReturnedMemory.BORROWED;
            default -> throw unknownValue("returned_memory", value, "\"reclaim\" or \"borrowed\"");
        };
    }

    private boolean bindsLazily(String value) {
        return switch (value) {
            case "now" -> false;
            case "lazy" -> true;
            default -> throw unknownValue("binding", value, "\"now\" or \"lazy\"");
        };
    }

    private boolean leavesHostArguments(String value) {
        if (value.equals("leaked")) {
            return true;
        }
        throw unknownValue("host_arguments", value, "\"leaked\"");
    }

    private boolean restoresFloatingPoint(String value) {
        if (value.equals("restore")) {
            return true;
        }
        throw unknownValue("floating_point", value, "\"restore\"");
    }

    private RuntimeException unknownValue(String key, String value, String allowed) {
        return this.problems.at(this.table.field(key), "'" + value + "' is no value of '" + this.table.field(key) + "'",
                "Write " + allowed);
    }

}
