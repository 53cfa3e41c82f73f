package io.polyplug.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.elf.LibraryNames;
import io.polyplug.files.LinkedFolder;

/**
 * Gives the libraries that a bundle brings for its own library names that nobody else has
 * in this process. The system knows libraries by their names, and would give the first of
 * a name to all who need it. Thread-safe.
 */
final class PrivateNames {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    private static final int DIGITS = 5;

    private static final long NAMES = (long) Math.pow(Character.MAX_RADIX, DIGITS);

    private static final AtomicLong given = new AtomicLong();

    private PrivateNames() {
    }

    /**
     * Makes a folder in which the libraries have other names.
     * @param bundle the libraries in the private copy
     * @return the folder, or nothing if they need none or cannot be given any
     */
    static Optional<LinkedFolder> give(BundleLibraries bundle) {
        Set<String> siblings = bundle.siblings();
        if (siblings.isEmpty() || siblings.stream().anyMatch((name) -> name.length() < DIGITS + 2)) {
            return Optional.empty();
        }
        if (areAmbiguous(bundle)) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        siblings.forEach((name) -> names.put(name, another(name)));
        Set<Path> changed = bundle.members().stream().map(BundleLibraries.Member::file).collect(Collectors.toSet());
        try {
            LinkedFolder folder = LinkedFolder.of(bundle.source().copy(), changed);
            boolean done = false;
            try {
                done = rename(bundle, folder, names);
            }
            finally {
                if (!done) {
                    folder.delete();
                }
            }
            return done ? Optional.of(folder) : Optional.empty();
        }
        catch (IOException ex) {
            logger.debug("Libraries of bundle '{}' keep their names", bundle.source().manifest().name(), ex);
            return Optional.empty();
        }
    }

    /** Two libraries of one name in one bundle would get one new name. */
    private static boolean areAmbiguous(BundleLibraries bundle) {
        Map<String, Path> own = new HashMap<>();
        return bundle.members()
            .stream()
            .flatMap((member) -> member.own().entrySet().stream())
            .anyMatch((each) -> !each.getValue().equals(own.computeIfAbsent(each.getKey(), (name) -> each.getValue())));
    }

    private static boolean rename(BundleLibraries bundle, LinkedFolder folder, Map<String, String> names)
            throws IOException {
        Path copy = bundle.folder();
        for (BundleLibraries.Member member : bundle.members()) {
            if (!LibraryNames.replace(linked(folder, copy, member.file()), names)) {
                return false;
            }
        }
        Map<String, Path> own = new HashMap<>();
        bundle.members().forEach((member) -> own.putAll(member.own()));
        for (Map.Entry<String, Path> each : own.entrySet()) {
            Path file = BundleLibraries.followed(copy, each.getValue());
            folder.alias(linked(folder, copy, file),
                    linked(folder, copy, each.getValue()).resolveSibling(String.valueOf(names.get(each.getKey()))));
        }
        folder.seal();
        return true;
    }

    private static Path linked(LinkedFolder folder, Path copy, Path file) {
        return folder.directory().resolve(copy.relativize(file));
    }

    /** As long as the name, for it is written where that stands. */
    private static String another(String name) {
        String digits = Long.toString(NAMES + given.incrementAndGet() % NAMES, Character.MAX_RADIX);
        return name.substring(0, name.length() - DIGITS - 1) + "~" + digits.substring(digits.length() - DIGITS);
    }

}
