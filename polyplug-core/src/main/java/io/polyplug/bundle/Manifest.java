package io.polyplug.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import io.polyplug.Compatibility;
import io.polyplug.ReturnedMemory;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.Explanation;
import io.polyplug.error.ManifestException;
import io.polyplug.zip.BundlePath;

/**
 * What a bundle says about itself in its {@code manifest.toml}, checked. Immutable.
 *
 * @param name the bundle's name, which is its identity
 * @param id the hash of the name
 * @param version the bundle's version; 0.0.0 where the manifest leaves it out
 * @param loader the loader that opens the bundle, such as {@code native}
 * @param file the library for this platform, relative to the bundle's folder, as the
 * manifest writes it
 * @param provides the contracts the bundle promises to register, in the order of the
 * manifest
 * @param functionCounts the promised number of functions by {@code name@major}
 * @param dependencies the contracts the bundle looks up from other bundles, in the order
 * of the manifest
 * @param reinitOnDependencyReload whether the bundle wants to be reloaded after a bundle
 * it depends on
 * @param jvm what the manifest asks of this host and of no other
 */
public record Manifest(String name, BundleId id, Version version, String loader, String file,
        List<ProvidedContract> provides, Map<String, Long> functionCounts, List<Dependency> dependencies,
        boolean reinitOnDependencyReload, JvmSettings jvm) {

    /** The name of the file that makes a folder a bundle. */
    public static final String FILE_NAME = "manifest.toml";

    /**
     * Creates the manifest with copies of its lists.
     */
    public Manifest {
        provides = List.copyOf(provides);
        functionCounts = Map.copyOf(functionCounts);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Returns where the manifest of a bundle is read.
     * @param bundle the bundle's folder or archive
     * @return the {@code manifest.toml} in the folder, or the archive that has one in it
     */
    public static Path fileOf(Path bundle) {
        return BundlePath.isArchive(bundle) ? bundle : bundle.resolve(FILE_NAME);
    }

    /**
     * Reads a manifest and checks everything that can be checked before a library is
     * opened.
     * @param file the {@code manifest.toml} to read, or an archive that has one in it
     * @param shownAs the path that messages name: the file the user knows where
     * {@code file} is a private copy of it
     * @param compatibility what becomes of a contract without a function count
     * @param onceIdentified called with the bundle's name where the signature is looked
     * at (docs/abi.md 8.3): once it is known whose manifest this is, and before the rest
     * of it is
     * @return the manifest
     * @throws ManifestException if the file cannot be read or says something that is not
     * allowed
     * @throws BundleArchiveException if the archive cannot be read
     */
    public static Manifest read(Path file, Path shownAs, Compatibility compatibility, Consumer<String> onceIdentified) {
        return new ManifestReader(ManifestProblems.throwing(shownAs), compatibility).read(file, onceIdentified);
    }

    /**
     * Returns the name in a manifest that may break every other rule.
     * @param file the {@code manifest.toml} to read, or an archive that has one in it
     * @return the name as it stands there, or nothing if it cannot be read
     */
    public static Optional<String> nameIn(Path file) {
        try {
            return new ManifestReader(ManifestProblems.throwing(file), Compatibility.STRICT).readName(file);
        }
        catch (ManifestException | BundleArchiveException ex) {
            return Optional.empty();
        }
    }

    /**
     * Returns the manifest of a folder.
     * @param folder the folder
     * @param shownAs the folder that messages name
     * @return its file
     * @throws ManifestException if there is no such file, so that the folder is no bundle
     */
    public static Path fileIn(Path folder, Path shownAs) {
        Path manifest = folder.resolve(FILE_NAME);
        if (!Files.isRegularFile(manifest)) {
            boolean link = Files.isSymbolicLink(manifest);
            Path shown = BundlePath.in(shownAs, FILE_NAME);
            String reason = "manifest parse error in " + shown + ": "
                    + (link ? "it is a link that leads to no file" : "there is no such file");
            throw new ManifestException(shown, "", new Explanation(reason, reason,
                    link ? "Correct the link" : "Give the bundle's folder, or a file in it"));
        }
        return manifest;
    }

    /**
     * Returns what the manifest would be with another library.
     * @param other the library's file, as a manifest writes it
     * @return the manifest
     */
    public Manifest withFile(String other) {
        return new Manifest(this.name, this.id, this.version, this.loader, other, this.provides, this.functionCounts,
                this.dependencies, this.reinitOnDependencyReload, this.jvm);
    }

    /**
     * Returns the number of functions that the manifest promises for a contract.
     * @param contractName the contract's name without a version suffix
     * @param major the contract's major version
     * @return the number, or nothing where the manifest does not say
     */
    public OptionalLong functionCount(String contractName, int major) {
        Long count = this.functionCounts.get(contractName + "@" + Integer.toUnsignedString(major));
        return (count != null) ? OptionalLong.of(count) : OptionalLong.empty();
    }

    /**
     * A contract that a bundle promises to register.
     *
     * @param name the contract's name without a version suffix
     * @param version the contract's version: the one behind the {@code @}, else the
     * bundle's, else 1.0.0; behind a bare major number the bundle's where the majors
     * agree
     * @param id the contract's id
     */
    public record ProvidedContract(String name, Version version, GuestContractId id) {
    }

    /**
     * A contract that a bundle looks up from another one.
     *
     * @param contract the contract's name without a version suffix
     * @param contractId the contract's id, computed where the manifest leaves it out
     * @param minVersion the least version asked for, as the manifest writes it
     * @param bundleName the one bundle that has to provide it, if the manifest names one
     * @param bundleId the id of that bundle, as the manifest writes it or else computed
     * from the name
     */
    public record Dependency(String contract, GuestContractId contractId, String minVersion,
            Optional<String> bundleName, Optional<BundleId> bundleId) {

        /**
         * {@return the least version asked for, or nothing where the text is not a
         * version, so that any will do}
         */
        public Optional<Version> minimum() {
            try {
                return Optional.of(Version.parse(this.minVersion));
            }
            catch (IllegalArgumentException ex) {
                return Optional.empty();
            }
        }

        /**
         * Returns whether a bundle provides the contract, in whatever minor version.
         * @param bundle the bundle's name
         * @param contract a contract that it provides
         * @return {@code true} if it is this contract, and no other bundle is asked for
         */
        public boolean isServedBy(String bundle, GuestContractId contract) {
            return this.contractId.equals(contract) && this.bundleName.map(bundle::equals).orElse(true);
        }

        /**
         * Returns whether a bundle provides the contract in a version that will do.
         * @param bundle the bundle's name
         * @param contract a contract that it provides
         * @param version the contract's version
         * @return {@code true} if major and minor version satisfy the least version
         */
        public boolean isSatisfiedBy(String bundle, GuestContractId contract, Version version) {
            return isServedBy(bundle, contract) && minimum().map(version::satisfies).orElse(true);
        }

        @Override
        public String toString() {
            return "'" + this.contract + "' " + (this.minVersion.isEmpty() ? "in any version" : this.minVersion)
                    + this.bundleName.map((name) -> " of bundle '" + name + "'").orElse("");
        }

    }

    /**
     * What becomes of a library that nobody uses any more, in the words of a manifest.
     */
    public enum UnloadRule {

        /**
         * It is unmapped: its author promises that nothing of it would run after that.
         */
        RECLAIM,

        /** It stays mapped until the process ends. */
        NEVER

    }

    /**
     * The manifest's {@code [jvm]} table, which other hosts ignore.
     *
     * @param unload what becomes of the library when nobody uses it, where the manifest
     * says it
     * @param returnedMemory what becomes of returned memory, where the manifest says it
     * @param leavesHostArguments whether the bundle allocates the arguments of host
     * contracts through the host and leaves them to it
     * @param bindsLazily whether functions that the library needs are looked up at their
     * first call
     * @param restoresFloatingPoint whether the floating-point environment is put back
     * after each call, because the bundle's functions change it
     */
    public record JvmSettings(Optional<UnloadRule> unload, Optional<ReturnedMemory> returnedMemory,
            boolean leavesHostArguments, boolean bindsLazily, boolean restoresFloatingPoint) {

        /** What holds where the manifest says nothing. */
        public static final JvmSettings DEFAULTS = new JvmSettings(Optional.empty(), Optional.empty(), false, false,
                false);

        /**
         * {@return whether the manifest says that the library stays mapped for good once
         * it has been opened}
         */
        public boolean neverUnload() {
            return this.unload.filter((rule) -> rule == UnloadRule.NEVER).isPresent();
        }

        /**
         * {@return whether the manifest says that the library leaves nothing behind when
         * it is closed, so that nobody has to look}
         */
        public boolean cleansUp() {
            return this.unload.filter((rule) -> rule == UnloadRule.RECLAIM).isPresent();
        }

    }

}
