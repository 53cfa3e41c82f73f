package io.polyplug.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.polyplug.BundleInfo;
import io.polyplug.FoundBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.archive.BundleArchive;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.Explanation;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.SignatureException;

/**
 * The folders and archives that the properties name, with the bundles that lie in them,
 * and the one way in which these are loaded, at the start as later. What the properties
 * name is looked up at each call: a folder may come and go. Thread-safe.
 */
public final class ConfiguredFolders {

    static final String MANIFEST = "manifest.toml";

    private final PolyplugProperties properties;

    private final ClassPathBundles classPath;

    private final ConfiguredSources sources;

    private final Supplier<PolyplugRuntime> runtime;

    private final BundleLoadedPublisher publisher;

    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

    private final List<Consumer<? super Collection<Path>>> observers = new CopyOnWriteArrayList<>();

    ConfiguredFolders(PolyplugProperties properties, ClassPathBundles classPath, ConfiguredSources sources,
            Supplier<PolyplugRuntime> runtime, BundleLoadedPublisher publisher) {
        this.properties = properties;
        this.classPath = classPath;
        this.sources = sources;
        this.runtime = runtime;
        this.publisher = publisher;
    }

    /**
     * {@return the folders of bundles, and those of single bundles, that there are now:
     * the names of their properties by folder, in the order in which they are loaded}
     */
    public Map<Path, String> folders() {
        Map<Path, String> folders = new LinkedHashMap<>();
        List<String> locations = this.properties.locations();
        for (int i = 0; i < locations.size(); i++) {
            String property = "polyplug.locations[" + i + "]";
            present(property, locations.get(i)).ifPresent((folder) -> folders.putIfAbsent(folder, property));
        }
        this.properties.bundles().forEach((name, bundle) -> {
            String path = bundle.path();
            if (path != null) {
                present(pathProperty(name), path)
                    .ifPresent((folder) -> folders.putIfAbsent(folder, pathProperty(name)));
            }
        });
        this.sources.fetched()
            .forEach((name, archive) -> folders.putIfAbsent(archive, ConfiguredSources.property(name)));
        return folders;
    }

    /**
     * {@return those of the folders that others may write to, in the same order}
     */
    public Set<Path> changingFolders() {
        Set<Path> changing = new LinkedHashSet<>(folders().keySet());
        changing.removeIf(this::isCopy);
        return changing;
    }

    /**
     * Returns whether a bundle was copied from the class path, or fetched. If a cleaner
     * of folders removes the copy, nobody has removed the bundle.
     * @param directory the bundle's folder or archive
     * @return whether it is such a copy
     */
    public boolean isCopy(Path directory) {
        return this.classPath.holds(directory) || this.sources.holds(directory);
    }

    private Optional<Path> present(String property, String location) {
        try {
            return find(property, location);
        }
        catch (BundleLocationException ex) {
            return Optional.empty();
        }
    }

    Optional<Path> find(String property, String location) {
        return new BundleLocation(property, location).find(this.classPath);
    }

    /**
     * Returns a text for whoever configured the application.
     * @param text a text that may name copies of what lies on the class path
     * @return the text with the locations in their place
     */
    public String shown(String text) {
        return this.classPath.shown(text);
    }

    /**
     * Returns whether a path is that of a bundle, rather than of a folder of bundles.
     * @param path the path
     * @return whether it is a folder with a {@code manifest.toml}, or an archive
     */
    static boolean isBundle(Path path) {
        return BundleArchive.isArchive(path) || Files.exists(path.resolve(MANIFEST));
    }

    /**
     * {@return what the manifests say of the bundles that lie in the folders now, loaded
     * or not}
     */
    public List<FoundBundle> bundles() {
        return this.runtime.get()
            .findBundles(folders().keySet())
            .stream()
            .filter((found) -> isBundle(found.directory()))
            .toList();
    }

    /**
     * Returns where bundles of a name lie now. One that has a source is fetched.
     * @param bundle the name
     * @return their folders and archives; several where several versions lie there
     */
    public List<Path> foldersOf(String bundle) {
        if (this.sources.include(bundle)) {
            return List.of(fetch(bundle));
        }
        return bundles().stream().filter((found) -> nameOf(found).equals(bundle)).map(FoundBundle::directory).toList();
    }

    /**
     * Returns whether a bundle is fetched from a source.
     * @param bundle the bundle's name
     * @return whether a property names its source
     */
    public boolean hasSource(String bundle) {
        return this.sources.include(bundle);
    }

    /**
     * Refuses sources that cannot be used.
     * @see ConfiguredSources#check()
     */
    void checkSources() {
        this.sources.check();
    }

    /**
     * Fetches a bundle that has a source. Why it could not be fetched is told like why it
     * could not be loaded, unless it is loaded.
     * @param bundle the bundle's name
     * @return the archive that its source has now
     * @throws PolyplugException if it cannot be had, or not be used
     */
    public Path fetch(String bundle) {
        try {
            return this.sources.fetch(bundle);
        }
        catch (PolyplugException ex) {
            remember(bundle, ex);
            throw ex;
        }
    }

    /**
     * Returns what a bundle is called: by its manifest, or by its folder or archive where
     * that cannot be read.
     * @param found the bundle
     * @return the name
     */
    public static String nameOf(FoundBundle found) {
        return found.name().orElseGet(() -> String.valueOf(found.directory().getFileName()));
    }

    /**
     * Loads what can be loaded of some bundles, as one set, and tells the application. A
     * bundle for which a property names another folder than the one it lies in is left
     * out.
     * @param directories folders of bundles, archives, and folders of these
     * @param leftOut told why, for each bundle that is left out; when it throws, nothing
     * is loaded
     * @return what was loaded, in the order of loading
     */
    public List<BundleInfo> load(Collection<Path> directories, Consumer<? super PolyplugException> leftOut) {
        this.observers.forEach((observer) -> observer.accept(directories));
        Map<Path, String> names = namesByFolder();
        List<BundleInfo> loaded = this.runtime.get()
            .loadBundles(directories, (directory, name) -> admit(directory, name, names.getOrDefault(directory, name)),
                    (refusal) -> {
                        remember(refusal);
                        leftOut.accept(refusal);
                    });
        loaded.forEach((bundle) -> {
            this.refusals.remove(bundle.name());
            this.publisher.tell(bundle);
        });
        return loaded;
    }

    /**
     * Has somebody told of each loading before anything is read for it.
     * @param observer given the folders of bundles, archives, and folders of these
     */
    public void beforeLoading(Consumer<? super Collection<Path>> observer) {
        this.observers.add(observer);
    }

    private Map<Path, String> namesByFolder() {
        Map<Path, String> names = new LinkedHashMap<>();
        this.properties.bundles().forEach((name, bundle) -> {
            String path = bundle.path();
            if (path != null) {
                present(pathProperty(name), path).ifPresent((folder) -> names.put(folder, name));
            }
        });
        this.sources.fetched().forEach((name, archive) -> names.put(archive, name));
        return names;
    }

    /** What is refused for its property is known by either name. */
    private void admit(Path directory, String name, String expected) {
        try {
            requireName(directory, name, expected);
        }
        catch (ConfigurationException ex) {
            remember(name, ex);
            remember(expected, ex);
            throw ex;
        }
    }

    private static void requireName(Path directory, String name, String expected) {
        if (!expected.equals(name)) {
            throw refusal(expected, "points at '" + directory + "', whose manifest names the bundle '" + name + "'",
                    "Correct the path, or write the property as " + pathProperty(name));
        }
    }

    static ConfigurationException refusal(String bundle, String reason, String cure) {
        String property = pathProperty(bundle);
        String summary = "Property '" + property + "' " + reason;
        return new ConfigurationException(property, new Explanation(summary, summary, cure));
    }

    /**
     * Returns the name of a property of a bundle.
     * @param bundle the bundle's name
     * @param setting what it sets, such as {@code path}
     * @return the property, the bundle's name in brackets where it has to be
     */
    public static String property(String bundle, String setting) {
        return BundlePropertyName.of(bundle, setting);
    }

    static String pathProperty(String bundle) {
        return BundlePropertyName.of(bundle, "path");
    }

    private void remember(PolyplugException refusal) {
        bundlesOf(refusal).forEach((bundle) -> remember(bundle, refusal));
    }

    /** Somebody else may have loaded it meanwhile. */
    private void remember(String bundle, PolyplugException refusal) {
        if (this.runtime.get().bundle(bundle).isEmpty()) {
            this.refusals.put(bundle, new Refusal(refusal.explanation().advice(), Instant.now()));
        }
    }

    /** What is wrong with a manifest can be read there again. */
    private static List<String> bundlesOf(PolyplugException refusal) {
        if (refusal instanceof BundleLoadException load) {
            return List.of(load.bundleName());
        }
        if (refusal instanceof BundleArchiveException archive) {
            return List.of(String.valueOf(archive.archive().getFileName()));
        }
        if (refusal instanceof SignatureException signature) {
            return List.of(signature.bundleName());
        }
        return (refusal instanceof DependencyGraphException graph) ? graph.bundleNames() : List.of();
    }

    /**
     * Returns why the last attempt to load a bundle came to nothing, until it is loaded.
     * @param bundle the bundle's name
     * @return the refusal, or nothing if there was none
     */
    public Optional<Refusal> lastRefusal(String bundle) {
        return Optional.ofNullable(this.refusals.get(bundle));
    }

    /**
     * {@return whether what lies in the folders is loaded at start}
     */
    public boolean areLoadedOnStartup() {
        return this.properties.loadOnStartup();
    }

    /**
     * Why a bundle was not loaded.
     *
     * @param reason why, and what to do about it
     * @param at when that was
     */
    public record Refusal(String reason, Instant at) {
    }

}
