package io.polyplug.autoconfigure.source;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Fetches bundles from where they are published, as archives that may then be loaded. A
 * bean of this type is there with {@code polyplug-sources} on the class path.
 * Thread-safe.
 * <p>
 * Nothing that is fetched is loaded by that, and no code of it runs. What is returned has
 * the digest that was asked for, is an archive of the bundle of that name, and is signed
 * as {@code polyplug.signature} wants it; what is not is refused, and is not kept. An
 * archive never changes where it lies: another version is another path.
 */
public interface BundleSources {

    /**
     * Fetches a bundle again. A loaded one comes from where its archive was fetched from
     * the last time, any other, and one that was not fetched, from what the property
     * {@code polyplug.bundles.<name>.source} names.
     * @param bundle the bundle's name
     * @return the archive
     * @throws io.polyplug.error.BundleLoadException if it cannot be fetched, or is not
     * what was asked for
     * @throws io.polyplug.error.SignatureException if it is not signed as it has to be
     * @throws io.polyplug.error.ConfigurationException if the property cannot be used
     */
    Path fetch(String bundle);

    /**
     * Fetches a bundle from a place of the caller's choice, a certain version for
     * example. To have it serve, pass the archive to
     * {@link io.polyplug.PolyplugRuntime#reloadBundle(Path)}.
     * @param bundle the bundle's name
     * @param source where it is published, as the property
     * {@code polyplug.bundles.<name>.source} would say
     * @param digest the digest of the archive as {@code sha256:} and 64 hexadecimal
     * digits, or {@code null} where none is needed
     * @return the archive
     * @throws io.polyplug.error.BundleLoadException if it cannot be fetched, or is not
     * what was asked for
     * @throws io.polyplug.error.SignatureException if it is not signed as it has to be
     * @throws io.polyplug.error.ConfigurationException if the source or the digest cannot
     * be used
     */
    Path fetch(String bundle, String source, @Nullable String digest);

}
