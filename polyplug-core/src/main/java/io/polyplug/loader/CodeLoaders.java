package io.polyplug.loader;

import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.hostapi.HostApi;
import io.polyplug.spi.BundleLoader;

/**
 * The loaders of a runtime, by name: the native one, and those that the application
 * brings. In-process bundles need none. Thread-safe; a name is never given twice.
 */
public final class CodeLoaders {

    /** What manifests of in-process bundles would call their loader. */
    public static final String IN_PROCESS = "in-process";

    private final Map<String, CodeLoader> loaders = new ConcurrentHashMap<>();

    private final Map<String, String> cures = new ConcurrentHashMap<>();

    private final HostApi host;

    /**
     * Creates the loaders with the native one.
     * @param nativeLoader opens libraries
     * @param host what bundles can call
     */
    public CodeLoaders(CodeLoader nativeLoader, HostApi host) {
        this.host = host;
        this.loaders.put(nativeLoader.name(), nativeLoader);
    }

    /**
     * Says what to do about bundles of a loader that is missing.
     * @param name what manifests call it
     * @param cure what helps
     */
    public void missing(String name, String cure) {
        this.cures.put(name, cure);
    }

    /**
     * Adds a loader of this runtime.
     * @param loader the loader, of a name that no other has
     */
    public void add(CodeLoader loader) {
        this.loaders.put(loader.name(), loader);
    }

    /**
     * Adds a loader of the application.
     * @param loader the loader
     * @throws ConfigurationException if its name is empty or taken
     */
    public void register(BundleLoader loader) {
        String name = loader.name();
        if (name == null || name.isBlank()) {
            String reason = "Loader " + loader.getClass().getName() + " has no name";
            throw new ConfigurationException("loader",
                    new Explanation(reason, reason, "Return what manifests call it"));
        }
        boolean taken = name.equals(IN_PROCESS);
        if (taken || this.loaders.putIfAbsent(name, new ApplicationLoader(name, loader, this.host)) != null) {
            String reason = "duplicate loader '" + name + "': " + loader.getClass().getName()
                    + " has the name of another one";
            throw new ConfigurationException("loader",
                    new Explanation(reason, reason, "Register each loader once, under a name of its own"));
        }
    }

    /**
     * Makes the code of an in-process bundle.
     * @param contracts what the bundle provides: Java objects by contract interface
     * @return its code
     */
    public BundleCode inProcess(Map<Class<?>, Object> contracts) {
        return new JavaCode(this.host, contracts);
    }

    /**
     * Returns the loader that a manifest asks for.
     * @param manifest the manifest
     * @return the loader
     * @throws BundleLoadException if there is none of that name
     */
    public CodeLoader require(Manifest manifest) {
        CodeLoader found = this.loaders.get(manifest.loader());
        if (found == null) {
            String cure = this.cures.get(manifest.loader());
            throw new BundleLoadException(manifest.name(),
                    Explanation.ofBundle(manifest.name(), "it asks for loader '"
                            + manifest.loader() + "', and no loader is registered under that name; there are "
                            + new TreeSet<>(this.loaders.keySet()),
                            (cure != null) ? cure
                                    : "Register the loader before the bundle is loaded, or use a build of the bundle for one of these"));
        }
        return found;
    }

}
