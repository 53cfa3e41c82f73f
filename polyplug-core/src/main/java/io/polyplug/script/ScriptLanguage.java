package io.polyplug.script;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;

/**
 * A language for which upstream publishes an engine.
 */
public enum ScriptLanguage {

    /** LuaJIT. */
    LUA("lua", "lua"),

    /** QuickJS. */
    JAVASCRIPT("js-quickjs", "js"),

    /** CPython 3.12: one interpreter a process. */
    PYTHON("python", "python");

    /** What a script may ask of the interpreter at the least. */
    static final String MINIMUM_VERSION = "minimum-version";

    /** The file of the interpreter's library, where the system does not find it. */
    static final String INTERPRETER = "interpreter";

    /** Whether bundles may be replaced although that costs memory each time. */
    static final String RELOAD = "reload";

    private final String loader;

    private final String shortName;

    ScriptLanguage(String loader, String shortName) {
        this.loader = loader;
        this.shortName = shortName;
    }

    /**
     * Returns the language of a name that somebody configured.
     * @param loader what manifests call it
     * @return the language
     * @throws ConfigurationException if there is none of that name
     */
    public static ScriptLanguage require(String loader) {
        return Arrays.stream(values()).filter((each) -> each.loader.equals(loader)).findFirst().orElseThrow(() -> {
            String reason = "There is no engine for bundles with loader '" + loader + "'";
            return new ConfigurationException("engines." + loader,
                    new Explanation(reason, reason,
                            "There is one for " + Arrays.stream(values()).map(ScriptLanguage::loader).toList()
                                    + "; what else loads bundles is a BundleLoader"));
        });
    }

    /**
     * {@return what manifests call it}
     */
    public String loader() {
        return this.loader;
    }

    /** Returns the package on PyPI in which the engine is published, with its version. */
    String wheel() {
        return "polyplug-loaders-" + this.shortName + "==0.1.3";
    }

    /** Returns where in that package the library lies. */
    String libraryInWheel() {
        return "polyplug_loaders_" + this.shortName + "/_native/linux-x64/libpolyplug_" + this.shortName + ".so";
    }

    /**
     * {@return what helps where no engine is named}
     */
    public String cure() {
        return "Say where the engine's library is, with polyplug.engines." + this.loader
                + ".library (in plain Java: engine of the builder): it is " + libraryInWheel() + " in " + wheel()
                + " from PyPI";
    }

    /** Returns the function that makes what loads bundles into an inner runtime. */
    String loaderSymbol() {
        return "polyplug_" + this.shortName + "_loader_create";
    }

    /** Returns the options that its engine has, in the order of their names. */
    List<String> options() {
        return (this == PYTHON) ? List.of(INTERPRETER, MINIMUM_VERSION, RELOAD) : List.of();
    }

    /** Returns what helps where the system does not open its engine. */
    String cureOfOpening() {
        return (this == PYTHON)
                ? "Install libpython3.12, or name its file with the option '" + INTERPRETER + "' of this engine"
                : "Install what it needs, or take the one that was built for this system";
    }

    /**
     * Returns whether a bundle may be replaced while it runs. The one interpreter that a
     * process can have keeps some of what each generation was, and shares among them what
     * a function imports.
     */
    boolean supportsReload(Map<String, String> options) {
        return this != PYTHON || Boolean.parseBoolean(options.get(RELOAD));
    }

}
