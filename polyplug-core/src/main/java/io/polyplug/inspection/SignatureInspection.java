package io.polyplug.inspection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.error.SignatureException;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.VerifyingKey;

/**
 * What the signature of a bundle says. Immutable.
 *
 * @param state whether there is one, and whether the files are those that were signed
 * @param signer the key that it names; only where the state is {@link State#GOOD} it was
 * really made with it
 * @param writtenLater the files that were written after a signature that is broken, by
 * their times; relative to the folder, in order. One of them is likely to be what was
 * changed
 */
public record SignatureInspection(State state, Optional<VerifyingKey> signer, List<Path> writtenLater) {

    /**
     * Creates the description with a copy of the list.
     */
    public SignatureInspection {
        writtenLater = List.copyOf(writtenLater);
    }

    static SignatureInspection of(Path folder) {
        try {
            BundleSignature signature = BundleSignature.read(folder);
            try {
                signature.verify();
                return new SignatureInspection(State.GOOD, Optional.of(signature.key()), List.of());
            }
            catch (SignatureException ex) {
                return new SignatureInspection(State.BROKEN, Optional.of(signature.key()), writtenLater(folder));
            }
        }
        catch (SignatureException ex) {
            State state = (ex.kind() == SignatureException.Kind.UNSIGNED) ? State.NONE : State.BROKEN;
            return new SignatureInspection(state, Optional.empty(), List.of());
        }
    }

    private static List<Path> writtenLater(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            FileTime signed = Files.getLastModifiedTime(folder.resolve(BundleSignature.FILE_NAME));
            return files.filter((file) -> !Files.isDirectory(file) && isLater(file, signed))
                .map(folder::relativize)
                .sorted()
                .toList();
        }
        catch (IOException | UncheckedIOException ex) {
            return List.of();
        }
    }

    private static boolean isLater(Path file, FileTime time) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(time) > 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

    /**
     * What is to be thought of a signature.
     */
    public enum State {

        /** The bundle is not signed. */
        NONE,

        /** The files are those that were signed. */
        GOOD,

        /** The files are not those that were signed, or the signature is none. */
        BROKEN

    }

}
