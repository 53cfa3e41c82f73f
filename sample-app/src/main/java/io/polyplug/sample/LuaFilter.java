package io.polyplug.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The folder of the bundle whose filter is a script, where a developer's editor would
 * save it. There is none before the first save. Thread-safe.
 */
@Component
class LuaFilter {

    static final String BUNDLE = "lua-filter";

    private static final String SCRIPT = "filter.lua";

    private static final String WHEEL = "polyplug-loaders-lua==0.1.3";

    private final Path folder;

    private final Path engines;

    private final Path engine;

    private int version;

    LuaFilter(@Value("${sample.bundles}") Path bundles, @Value("${sample.engines:target/engines}") Path engines,
            @Value("${polyplug.engines.lua.library}") Path engine) {
        this.folder = bundles.resolve(BUNDLE);
        this.engines = engines.toAbsolutePath();
        this.engine = engine;
    }

    /**
     * {@return the script as it was saved last, or the one that comes with the sample}
     */
    synchronized String script() {
        try {
            Path saved = this.folder.resolve(SCRIPT);
            return Files.exists(saved) ? Files.readString(saved) : resource(SCRIPT);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("Could not read the script in " + this.folder, ex);
        }
    }

    /**
     * Writes the script over the one that is there, as an editor does, with the manifest
     * of another version if it is another one. What serves is not touched by that.
     * @param script the whole script
     */
    synchronized void save(String script) {
        try {
            if (!script.equals(script())) {
                this.version++;
            }
            Files.createDirectories(this.folder);
            Files.writeString(this.folder.resolve("manifest.toml"),
                    resource("manifest.toml").replace("\"2.0.0\"", "\"2.0." + this.version + '"'));
            Files.writeString(this.folder.resolve("filter_guest.lua"), resource("filter_guest.lua"));
            Files.writeString(this.folder.resolve(SCRIPT), script);
        }
        catch (IOException ex) {
            throw new UncheckedIOException("Could not write the script to " + this.folder, ex);
        }
    }

    /**
     * {@return what to do where there is no engine that runs scripts, or {@code null}}
     */
    @Nullable String hint() {
        if (Files.exists(this.engine)) {
            return null;
        }
        if (!System.getProperty("os.arch").equals("amd64")) {
            return "its engine is published for x86-64 alone";
        }
        return "its engine is not here. Run  pip install --no-deps --target " + this.engines + ' ' + WHEEL
                + "  and press Lua again";
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = LuaFilter.class.getResourceAsStream("/lua/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("There is no lua/" + name + " on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

}
