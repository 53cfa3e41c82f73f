/**
 * The polyplug runtime. Its API are the packages that it exports to everyone. What it
 * exports to the backend {@code io.polyplug.ffm} alone may change with any version, for
 * the two are released together.
 */
@SuppressWarnings({ "module", "requires-automatic" })
module io.polyplug {

    requires java.management;

    requires com.sun.jna;
    requires transitive org.jspecify;
    requires org.objectweb.asm;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.toml;

    // Contracts that return Mono, and nullable types of contracts in Kotlin.
    requires static reactor.core;
    requires static kotlin.stdlib;
    requires static kotlin.reflect;

    exports io.polyplug;
    exports io.polyplug.archive;
    exports io.polyplug.async;
    exports io.polyplug.contract;
    exports io.polyplug.error;
    exports io.polyplug.inspection;
    exports io.polyplug.rollout;
    exports io.polyplug.signing;
    exports io.polyplug.spi;

    exports io.polyplug.ffi to io.polyplug.ffm;
    exports io.polyplug.platform to io.polyplug.ffm;

    uses io.polyplug.ffi.NativeBackend.Provider;

}
