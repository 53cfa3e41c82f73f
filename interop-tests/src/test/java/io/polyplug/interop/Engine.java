package io.polyplug.interop;

import java.nio.file.Path;

/**
 * The script languages that upstream has engines for, and what is called how in each.
 */
enum Engine {

    LUA("lua", "lua", "lua"),

    JAVASCRIPT("js-quickjs", "js", "js"),

    PYTHON("python", "python", "py");

    private final String loader;

    private final String shortName;

    private final String extension;

    Engine(String loader, String shortName, String extension) {
        this.loader = loader;
        this.shortName = shortName;
        this.extension = extension;
    }

    /** Returns what manifests call it, and the generator as well. */
    String loader() {
        return this.loader;
    }

    /** Returns the folder of its sources. */
    String folder() {
        return name().toLowerCase();
    }

    /** Returns the file of a bundle that the engine begins with. */
    String entry(String member) {
        return member + "." + this.extension;
    }

    /** Returns where the wheel has the library. */
    Path library() {
        return Path.of("polyplug_loaders_" + this.shortName, "_native", "linux-x64",
                "libpolyplug_" + this.shortName + ".so");
    }

}
