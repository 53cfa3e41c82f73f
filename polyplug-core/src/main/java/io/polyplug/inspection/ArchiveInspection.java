package io.polyplug.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.polyplug.archive.BundleArchive;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.files.FolderDeletion;
import io.polyplug.signing.VerifyingKey;

/**
 * Looks at an archive: unpacks it, and looks at that.
 */
final class ArchiveInspection {

    private ArchiveInspection() {
    }

    static BundleInspection of(Path archive, List<VerifyingKey> trusted) {
        try {
            Path place = Files.createTempDirectory("polyplug-inspection");
            try {
                Path folder = place.resolve("bundle");
                BundleArchive.unpack(archive, folder);
                return new Inspector(folder, archive).inspect(trusted);
            }
            finally {
                FolderDeletion.delete(place);
            }
        }
        catch (BundleArchiveException ex) {
            return refused(archive, Problem.of(Severity.ERROR, archive.toString(), ex));
        }
        catch (IOException ex) {
            return refused(archive, new Problem(Severity.ERROR, archive.toString(), "cannot be unpacked: " + ex,
                    "Let this process read it and write to the folder for temporary files"));
        }
    }

    private static BundleInspection refused(Path archive, Problem problem) {
        return new BundleInspection(archive, Optional.empty(), List.of(),
                new SignatureInspection(SignatureInspection.State.NONE, Optional.empty(), List.of()), List.of(problem));
    }

}
