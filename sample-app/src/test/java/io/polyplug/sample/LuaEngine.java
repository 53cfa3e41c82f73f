package io.polyplug.sample;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What runs the filter in Lua, if the build could fetch it.
 */
final class LuaEngine {

    static final String DISABLED_REASON = "the build could not fetch the engine for Lua: without -o, and with pip, it can";

    private LuaEngine() {
    }

    /** The condition of tests that need it. */
    static boolean isFound() {
        return Files.exists(Path.of("target/engines/polyplug_loaders_lua/_native/linux-x64/libpolyplug_lua.so"));
    }

}
