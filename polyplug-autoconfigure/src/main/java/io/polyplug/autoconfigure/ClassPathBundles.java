package io.polyplug.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.polyplug.archive.BundleArchive;
import io.polyplug.autoconfigure.source.TemporaryFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.StringUtils;

/**
 * The archives of bundles that lie on the class path, in a jar within the application's
 * jar, too. Each is copied once to a folder that only this user can enter, and which goes
 * when this is closed, or at the start of the next process if this one is killed.
 * Thread-safe.
 */
final class ClassPathBundles implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private static final String MANIFEST = ConfiguredFolders.MANIFEST;

    private final ResourcePatternResolver resources;

    private final Map<String, Optional<Path>> copies = new LinkedHashMap<>();

    private @Nullable TemporaryFolder folder;

    ClassPathBundles(ResourcePatternResolver resources) {
        this.resources = resources;
    }

    /** Returns whether a location is on the class path. */
    static boolean include(String location) {
        return location.startsWith(ResourcePatternResolver.CLASSPATH_URL_PREFIX)
                || location.startsWith(ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX);
    }

    /**
     * Returns the copy of what a location names.
     * @param location a location on the class path: an archive, a pattern, or a folder
     * whose archives are meant
     * @return the copy of the archive, or a folder with the copies; nothing if there is
     * no archive
     * @throws IOException if it cannot be copied
     */
    synchronized Optional<Path> copyOf(String location) throws IOException {
        Optional<Path> present = this.copies.get(location);
        if (present == null) {
            present = copy(location);
            this.copies.put(location, present);
        }
        return present;
    }

    private Optional<Path> copy(String location) throws IOException {
        boolean one = location.endsWith(BundleArchive.EXTENSION) && !isPattern(location);
        List<Resource> archives = find(
                (one || isPattern(location)) ? location : below(location, "*" + BundleArchive.EXTENSION));
        if (archives.isEmpty()) {
            return Optional.empty();
        }
        Path target = Files.createDirectory(folder().resolve(this.copies.size() + "-"));
        for (Resource archive : one ? archives.subList(0, 1) : archives) {
            Path copy = copy(archive, target);
            logger.debug("Copied {} of the location {} to {}", archive, location, copy);
            if (one) {
                return Optional.of(copy);
            }
        }
        return Optional.of(target);
    }

    private static boolean isPattern(String location) {
        return new AntPathMatcher().isPattern(location.substring(location.indexOf(':') + 1));
    }

    private static String below(String location, String name) {
        return (location.endsWith("/") || location.endsWith(":")) ? location + name : location + "/" + name;
    }

    /** In the order of their addresses, so that it is the same at each start. */
    private List<Resource> find(String pattern) throws IOException {
        List<Resource> found = new ArrayList<>();
        try {
            for (Resource resource : this.resources.getResources(pattern)) {
                String name = resource.getFilename();
                if (name != null && name.endsWith(BundleArchive.EXTENSION) && resource.isReadable()) {
                    found.add(resource);
                }
            }
        }
        catch (FileNotFoundException ex) {
            logger.debug("There is nothing at {}", pattern, ex);
        }
        found.sort(Comparator.comparing(Resource::getDescription));
        return found;
    }

    private static Path copy(Resource archive, Path folder) throws IOException {
        String name = String.valueOf(archive.getFilename());
        Path target = folder.resolve(name);
        for (int i = 2; Files.exists(target); i++) {
            target = folder.resolve(StringUtils.stripFilenameExtension(name) + "-" + i + BundleArchive.EXTENSION);
        }
        try (InputStream content = archive.getInputStream()) {
            Files.copy(content, target);
        }
        return target;
    }

    private Path folder() throws IOException {
        TemporaryFolder present = this.folder;
        if (present == null) {
            present = TemporaryFolder.create("polyplug-classpath-");
            this.folder = present;
        }
        return present.path();
    }

    /** Returns whether a path is that of a copy. */
    synchronized boolean holds(Path path) {
        return this.folder != null && path.startsWith(this.folder.path());
    }

    /** Returns whether a location names a bundle that is not packed, or has one in it. */
    boolean hasFolderOfBundle(String location) {
        try {
            return this.resources.getResource(below(location, MANIFEST)).exists()
                    || this.resources.getResources(below(location, "*/" + MANIFEST)).length > 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

    /** Returns a text with the locations wherever it names their copies. */
    synchronized String shown(String text) {
        String shown = text;
        for (Map.Entry<String, Optional<Path>> each : this.copies.entrySet()) {
            if (each.getValue().isPresent()) {
                shown = shown.replace(each.getValue().get().toString(), withoutPattern(each.getKey()));
            }
        }
        return shown;
    }

    private static String withoutPattern(String location) {
        int end = isPattern(location) || location.endsWith("/") ? location.lastIndexOf('/') : location.length();
        return location.substring(0, Math.max(end, location.indexOf(':')));
    }

    /** Messages that name the copies may still be read. */
    @Override
    public synchronized void close() {
        TemporaryFolder present = this.folder;
        try {
            if (present != null) {
                present.close();
            }
        }
        catch (IOException ex) {
            logger.warn("The copies of the bundles on the class path were not removed from {}",
                    Objects.requireNonNull(present).path(), ex);
        }
    }

}
