package io.polyplug.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.polyplug.Compatibility;
import io.polyplug.error.ManifestException;
import io.polyplug.zip.BundlePath;

/**
 * Everything that is wrong with the manifest of a folder, by the rules by which it is
 * read. Immutable.
 *
 * @param manifest what can be made of it; only without mistakes a runtime would take it
 * so. Nothing where it is no TOML, or where there is none
 * @param files the libraries by platform, such as {@code linux.x86_64}, as they are
 * written
 * @param mistakes what a runtime would refuse
 * @param remarks what it would warn of
 */
public record ManifestCheck(Optional<Manifest> manifest, Map<String, String> files, List<ManifestException> mistakes,
        List<ManifestException> remarks) {

    /**
     * Checks the manifest of a folder, in mode {@link Compatibility#STRICT}.
     * @param folder the folder
     * @param shownAs the folder that messages name
     * @return what was found
     */
    public static ManifestCheck of(Path folder, Path shownAs) {
        List<ManifestException> mistakes = new ArrayList<>();
        List<ManifestException> remarks = new ArrayList<>();
        try {
            Path file = Manifest.fileIn(folder, shownAs);
            ManifestReader reader = new ManifestReader(
                    new ManifestProblems(BundlePath.in(shownAs, Manifest.FILE_NAME), mistakes::add, remarks::add),
                    Compatibility.STRICT);
            ManifestDraft draft = reader.draft(file);
            Manifest manifest = reader.check(draft, (name) -> {
            });
            return new ManifestCheck(Optional.of(manifest), draft.files(), List.copyOf(mistakes), List.copyOf(remarks));
        }
        catch (ManifestException ex) {
            mistakes.add(ex);
            return new ManifestCheck(Optional.empty(), Map.of(), List.copyOf(mistakes), List.copyOf(remarks));
        }
    }

    /**
     * Returns what a folder without a manifest has in its place.
     * @param folder the folder
     * @return a clause, such as that a file is misspelt
     */
    public static Optional<String> inPlaceOfOne(Path folder) {
        try {
            NearMiss miss = NearMiss.in(folder.toAbsolutePath().normalize());
            return miss.misspelt().or(miss::guess);
        }
        catch (IOException | RuntimeException ex) {
            return Optional.empty();
        }
    }

}
