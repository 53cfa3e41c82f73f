package io.polyplug.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.zip.BundlePath;

/**
 * What looks as if somebody had meant a bundle: each as a clause of a warning.
 *
 * @param misspelt a manifest that is called something else
 * @param guess what only counts where no bundle was found
 */
record NearMiss(Optional<String> misspelt, Optional<String> guess) {

    /** Changed letters up to which a name is taken for a misspelt one. */
    private static final int MISTAKES = 2;

    /** As many files of a folder are looked at. */
    private static final int MOST = 1000;

    /** Looks at a child of a location that is no folder. */
    static NearMiss of(Path child) {
        String name = nameOf(child);
        if (isLibrary(name)) {
            return new NearMiss(Optional.empty(), Optional.of("'" + name + "' lies in it without a folder of its own"));
        }
        return new NearMiss(
                Optional.of("'" + name + "' lies in it and has to be called " + Manifest.FILE_NAME)
                    .filter((clause) -> isMisspelt(name)),
                Optional.of("the name of '" + name + "' has to end with " + BundlePath.EXTENSION)
                    .filter((clause) -> isAlmostArchive(name)));
    }

    /** Looks at a child of a location that is a folder without a manifest. */
    static NearMiss in(Path child) throws IOException {
        List<Path> files;
        try (Stream<Path> stream = Files.list(child)) {
            files = stream.limit(MOST).sorted().toList();
        }
        Optional<String> misspelt = files.stream()
            .map(NearMiss::nameOf)
            .filter(NearMiss::isMisspelt)
            .findFirst()
            .map((name) -> "'" + child.getFileName() + "/" + name + "' has to be called " + Manifest.FILE_NAME);
        return new NearMiss(misspelt, misspelt.isPresent() ? Optional.empty() : guess(child, files));
    }

    private static Optional<String> guess(Path child, List<Path> files) {
        Optional<Path> deeper = files.stream()
            .filter((each) -> Files.exists(each.resolve(Manifest.FILE_NAME)))
            .findFirst();
        if (deeper.isPresent()) {
            return Optional.of("a bundle is one level deeper, in '" + child.getFileName() + "/"
                    + deeper.get().getFileName() + "': name " + child + " instead");
        }
        return Optional.of("'" + child.getFileName() + "' has a library and no " + Manifest.FILE_NAME)
            .filter((clause) -> files.stream().map(NearMiss::nameOf).anyMatch(NearMiss::isLibrary));
    }

    /** Looks at what is around a location in which nothing was found. */
    static Optional<String> around(Path location) {
        Path above = location.toAbsolutePath().normalize().getParent();
        return (above != null && Files.exists(above.resolve(Manifest.FILE_NAME)))
                ? Optional.of("it lies in the bundle " + above + ": name that, or the folder around it")
                : Optional.empty();
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }

    /** What is being written or was put aside, and what has the name of its format. */
    private static boolean isAlmostArchive(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*(\\.ppb([.~_-].*)?|\\.zip)");
    }

    private static boolean isLibrary(String name) {
        return name.matches(".*\\.(so(\\.[0-9.]+)?|dylib|dll)");
    }

    private static boolean isMisspelt(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !name.equals(Manifest.FILE_NAME) && (distance(lower, Manifest.FILE_NAME) <= MISTAKES
                || lower.matches("manifest(\\.toml)?\\.(txt|yml|yaml|json|bak|orig)"));
    }

    /** The least number of letters to change, add or take away. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

}
