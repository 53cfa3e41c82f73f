package io.polyplug.spi;

import java.nio.file.Path;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;

/**
 * A bundle that is being loaded, as its {@link BundleLoader} sees it. It belongs to the
 * thread that runs {@link BundleLoader#load} and ends with that call.
 */
public interface BundleContext {

    /**
     * {@return the bundle's name, which is its identity}
     */
    String name();

    /**
     * {@return the bundle's id: the hash of the name (docs/abi.md 6.1)}
     */
    BundleId id();

    /**
     * {@return the bundle's version, 0.0.0 where the manifest leaves it out}
     */
    Version version();

    /**
     * {@return which activation of the bundle this will be, from 1}
     */
    long generation();

    /**
     * {@return the absolute path of the private, read-only copy of the bundle's folder}
     * Nobody changes it; it is deleted after this generation was closed and nobody can
     * roll back to it.
     */
    Path directory();

    /**
     * {@return the absolute path of the file that the manifest names for this platform: a
     * regular file inside {@link #directory()}, reached without links}
     */
    Path file();

    /**
     * Returns the host table of this generation, for loaders that run native code: what C
     * calls {@code const PpHostApi *} (docs/abi.md 3.4). What is registered through it on
     * this thread, while {@link BundleLoader#load} runs, is provided by this bundle.
     * @return the address of 184 bytes that stay where they are while the runtime lives
     */
    long hostTable();

    /**
     * Provides a contract, implemented by a Java object. To callers it is like any other,
     * native guests included: arguments and results are copied, a
     * {@link io.polyplug.error.GuestCallException} that it throws reaches the caller with
     * its code, anything else it throws as code 3. It is called from any thread,
     * concurrently.
     * @param <T> the contract's interface
     * @param contract an interface with {@link io.polyplug.contract.GuestContract}
     * @param implementation what runs when the contract is called
     * @throws io.polyplug.error.BundleLoadException if this bundle has provided the
     * contract before, or its id belongs to another name
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     * @throws IllegalStateException after {@link BundleLoader#load} has returned, or on
     * another thread
     */
    <T> void provide(Class<T> contract, T implementation);

}
