package io.polyplug.benchmarks;

import java.nio.file.Path;
import java.util.Locale;

/** The bundle of {@link UpstreamCalls} as a script. */
enum Script {

    LUA("Lua", "lua", "lua", "lua"), JAVASCRIPT("JavaScript", "js-quickjs", "js", "js");

    private final String label;

    private final String loader;

    private final String shortName;

    private final String extension;

    Script(String label, String loader, String shortName, String extension) {
        this.label = label;
        this.loader = loader;
        this.shortName = shortName;
        this.extension = extension;
    }

    /** Returns how figures name it. */
    String label() {
        return this.label;
    }

    /** Returns what manifests call the engine. */
    String loader() {
        return this.loader;
    }

    /** Returns the folder of its sources. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file() {
        return "calls." + this.extension;
    }

    /** Returns where the wheel has the library. */
    Path library() {
        return Path.of("polyplug_loaders_" + this.shortName, "_native", "linux-x64",
                "libpolyplug_" + this.shortName + ".so");
    }

}
