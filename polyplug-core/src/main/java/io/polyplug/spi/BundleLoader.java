package io.polyplug.spi;

/**
 * Loads bundles of one kind: those whose manifest names it in {@code loader}. Register it
 * with the runtime's builder, or with the runtime before the first such bundle is loaded.
 * <p>
 * A bundle of any kind is a folder with a {@code manifest.toml}, or such a folder packed
 * into an archive. The runtime reads and checks the manifest, makes a private copy of the
 * folder, verifies its signature, and then asks the loader to open the copy. What the
 * loader provides becomes visible to others in one step after it has returned, if
 * everything about the bundle is in order; otherwise all of it is discarded and what was
 * returned is closed.
 * <p>
 * The runtime calls a loader for one bundle at a time, on the thread that loads, reloads,
 * rolls back or verifies, under its life-cycle lock. {@link #load} may load and unload
 * other bundles, and reload them unless it is called for a reload or rollback itself.
 * Whatever it wants with a bundle that is being worked on is refused, and while a bundle
 * is verified all of this is. What {@code load} returns is closed once: on a thread of
 * the runtime after the last call into the generation has ended, or on the calling one
 * where the generation was not published; until then it must work from any thread.
 */
public interface BundleLoader {

    /**
     * {@return the name that manifests use, compared exactly and the same at each call}
     * {@code native} and {@code in-process} are taken.
     */
    String name();

    /**
     * {@return whether a loaded bundle of this kind may be replaced while it runs, {@code
     * true} by default} Where it may not, a reload is refused and the version that serves
     * goes on.
     */
    default boolean supportsReload() {
        return true;
    }

    /**
     * Opens a bundle and provides its contracts. The same bundle is opened again for each
     * reload while its earlier generation still serves, so nothing may be shared that
     * cannot exist twice.
     * @param bundle what to open, and where to provide; good until this method returns
     * @return what to close when nobody is in this generation any more
     * @throws Exception if the bundle cannot be used; a
     * {@link io.polyplug.error.PolyplugException} reaches the caller of the runtime as it
     * is, everything else as the cause of a
     * {@link io.polyplug.error.BundleLoadException}. Whatever this attempt had opened
     * must be closed before
     */
    AutoCloseable load(BundleContext bundle) throws Exception;

}
