package io.polyplug.codegen.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

import io.polyplug.signing.SigningKey;

/**
 * The key that commands and goals sign with.
 */
public final class SecretKey {

    private SecretKey() {
    }

    /**
     * Reads the key.
     * @param file where it is
     * @param bundles the folders that are to be signed, none of which may have it in it
     * @return the key
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is in one of the folders
     */
    public static SigningKey read(Path file, Collection<Path> bundles) throws IOException {
        SigningKey signer = SigningKey.read(file);
        for (Path bundle : bundles) {
            if (file.toRealPath().startsWith(bundle.toRealPath())) {
                throw new IllegalArgumentException("The key " + file + " is in the bundle " + bundle
                        + ", so whoever gets the bundle could sign in your name. Keep it elsewhere, and make another");
            }
        }
        return signer;
    }

}
