package io.polyplug.inspection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.polyplug.archive.BundleArchive;
import io.polyplug.signing.VerifyingKey;

/**
 * What is known of a bundle that was looked at and not loaded. Immutable.
 *
 * @param folder the bundle's folder, or its archive; messages call what is in an archive
 * {@code archive.ppb!file}
 * @param manifest what its manifest promises; nothing where there is none, or it is no
 * TOML
 * @param platforms what it has for each platform, in the order of their names
 * @param signature what its signature says
 * @param problems everything for which a runtime would refuse it or warn of it, the
 * manifest first
 */
public record BundleInspection(Path folder, Optional<Declaration> manifest, List<PlatformInspection> platforms,
        SignatureInspection signature, List<Problem> problems) {

    /**
     * Creates the description with copies of its lists.
     */
    public BundleInspection {
        platforms = List.copyOf(platforms);
        problems = List.copyOf(problems);
    }

    /**
     * Looks at a bundle, for a runtime that asks for no signature.
     * @param bundle the bundle's folder, a file in it, or its archive
     * @return what was found; whatever is wrong is among the problems
     */
    public static BundleInspection of(Path bundle) {
        return of(bundle, List.of());
    }

    /**
     * Looks at a bundle.
     * @param bundle the bundle's folder, a file in it, or its archive
     * @param trusted the keys that it has to be signed with one of; without any, it need
     * not be signed
     * @return what was found; whatever is wrong is among the problems
     */
    public static BundleInspection of(Path bundle, Collection<VerifyingKey> trusted) {
        if (BundleArchive.isArchive(bundle)) {
            return ArchiveInspection.of(bundle, List.copyOf(trusted));
        }
        Path folder = Files.isRegularFile(bundle) ? bundle.toAbsolutePath().getParent() : bundle;
        Path place = (folder != null) ? folder : bundle;
        return new Inspector(place, place).inspect(List.copyOf(trusted));
    }

    /**
     * {@return whether a runtime would refuse it}
     */
    public boolean isRefused() {
        return this.problems.stream().anyMatch((problem) -> problem.severity() == Severity.ERROR);
    }

    /**
     * Returns this with more problems.
     * @param more what was found out in another way, such as by loading the bundle
     * @return a description with these problems behind the others
     */
    public BundleInspection and(List<Problem> more) {
        List<Problem> all = new ArrayList<>(this.problems);
        all.addAll(more);
        return new BundleInspection(this.folder, this.manifest, this.platforms, this.signature, all);
    }

}
