/**
 * Contracts as text: {@code api.toml}, Java, and bundles to begin with. Its API are the
 * packages that it exports.
 */
@SuppressWarnings({ "module", "requires-automatic" })
module io.polyplug.codegen {

    requires transitive io.polyplug;
    requires transitive org.jspecify;

    requires com.palantir.javapoet;
    requires com.samskivert.jmustache;
    requires java.compiler;
    requires org.tomlj;

    exports io.polyplug.codegen.api;
    exports io.polyplug.codegen.bundle;
    exports io.polyplug.codegen.diff;
    exports io.polyplug.codegen.guest;
    exports io.polyplug.codegen.java;
    exports io.polyplug.codegen.output;
    exports io.polyplug.codegen.toml;

}
