package io.polyplug.inspection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.polyplug.bundle.Manifest;
import io.polyplug.bundle.ManifestCheck;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.SignatureException;
import io.polyplug.files.BundleCopy;
import io.polyplug.library.ExaminedLibraries;
import io.polyplug.library.LibraryExamination;
import io.polyplug.loader.BundleFiles;
import io.polyplug.platform.Platform;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.zip.BundlePath;

/**
 * Looks at one bundle: the manifest, the folder, the libraries of each platform, the
 * signature. Not thread-safe; used once.
 */
final class Inspector {

    private static final String NATIVE = "native";

    private final Path folder;

    private final Path shownAs;

    /** What several platforms share is told once. */
    private final Set<Problem> problems = new LinkedHashSet<>();

    /**
     * Creates it.
     * @param folder where the bundle lies
     * @param shownAs what its user knows it as
     */
    Inspector(Path folder, Path shownAs) {
        this.folder = folder;
        this.shownAs = shownAs;
    }

    BundleInspection inspect(List<VerifyingKey> trusted) {
        ManifestCheck check = ManifestCheck.of(this.folder, this.shownAs);
        check.mistakes().forEach((mistake) -> add(Severity.ERROR, mistake));
        check.remarks().forEach((remark) -> add(Severity.WARNING, remark));
        if (!Files.exists(this.folder.resolve(Manifest.FILE_NAME))) {
            ManifestCheck.inPlaceOfOne(this.folder)
                .ifPresent((clause) -> this.problems
                    .add(new Problem(Severity.WARNING, this.shownAs.toString(), this.shownAs + ": " + clause, "")));
        }
        List<PlatformInspection> platforms = new ArrayList<>();
        check.manifest().ifPresent((manifest) -> platforms.addAll(platforms(manifest, check.files())));
        SignatureInspection signature = SignatureInspection.of(this.folder);
        requireSignature(signature, nameOf(check.manifest()), trusted);
        return new BundleInspection(this.shownAs, check.manifest().map(Declaration::of), platforms, signature,
                List.copyOf(this.problems));
    }

    private Path shown(Path file) {
        return file.startsWith(this.folder) ? BundlePath.in(this.shownAs, this.folder.relativize(file).toString())
                : file;
    }

    private void add(Severity severity, ManifestException problem) {
        String key = problem.field().isEmpty() ? "" : ": " + problem.field();
        this.problems.add(Problem.of(severity, problem.file() + key, problem));
    }

    private void add(BundleLoadException problem) {
        this.problems.add(Problem.of(Severity.ERROR, this.shownAs.toString(), problem));
    }

    private String nameOf(Optional<Manifest> manifest) {
        return manifest.map(Manifest::name)
            .filter((name) -> !name.isBlank())
            .orElseGet(() -> String.valueOf(this.shownAs.toAbsolutePath().normalize().getFileName()));
    }

    private List<PlatformInspection> platforms(Manifest manifest, Map<String, String> files) {
        BundleCopy copy = BundleCopy.inPlace(this.folder, this.shownAs, nameOf(Optional.of(manifest)), this::add);
        if (!manifest.loader().equals(NATIVE)) {
            if (!manifest.loader().isEmpty()) {
                this.problems.add(new Problem(
                        Severity.WARNING, this.shownAs.toString(), this.shownAs + ": it asks for loader '"
                                + manifest.loader() + "', and nobody can tell here what" + " that makes of it",
                        "Register the loader before the bundle is loaded"));
            }
            return List.of();
        }
        List<PlatformInspection> platforms = new ArrayList<>();
        new TreeMap<>(files).forEach((key, file) -> {
            if (!file.isBlank()) {
                platforms.add(platform(new BundleFiles(this.shownAs, copy, manifest.withFile(file), 1), key));
            }
        });
        return platforms;
    }

    private PlatformInspection platform(BundleFiles files, String key) {
        ExaminedLibraries found = new ExaminedLibraries(List.of(), List.of());
        try {
            found = LibraryExamination.of(files, Platform.named(key), this::add);
        }
        catch (BundleLoadException ex) {
            add(ex);
        }
        return new PlatformInspection(key, files.manifest().file(),
                found.libraries().stream().map((library) -> LibraryInspection.of(library, this::shown)).toList(),
                found.stays()
                    .stream()
                    .map((stay) -> new Residence(stay.certain(), stay.cause(), stay.cure()))
                    .toList());
    }

    /**
     * A signature that nobody asks for may be missing; if it is there, it should be good.
     */
    private void requireSignature(SignatureInspection found, String name, List<VerifyingKey> trusted) {
        if (!Files.isDirectory(this.folder)
                || (trusted.isEmpty() && found.state() != SignatureInspection.State.BROKEN)) {
            return;
        }
        try {
            BundleSignature signature = BundleSignature.read(this.folder, name, this.shownAs);
            if (trusted.isEmpty()) {
                signature.verify();
            }
            else {
                signature.verify(trusted);
            }
        }
        catch (SignatureException ex) {
            Problem problem = Problem.of(trusted.isEmpty() ? Severity.WARNING : Severity.ERROR, this.shownAs.toString(),
                    ex);
            String later = found.writtenLater().stream().map(Path::toString).collect(Collectors.joining(", "));
            this.problems.add(later.isEmpty() ? problem
                    : new Problem(problem.severity(), problem.thing(),
                            problem.cause() + "; written after it was signed, by the times of the files: " + later,
                            problem.cure()));
        }
    }

}
