package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.polyplug.async.AsyncContext;
import io.polyplug.async.AsyncPool;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.library.NativeSettings;
import io.polyplug.pool.AsyncSettings;
import io.polyplug.publication.Phases;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.runtime.Engine;
import io.polyplug.runtime.LazyEngine;
import io.polyplug.runtime.Lifecycle;
import io.polyplug.runtime.RuntimeOptions;
import io.polyplug.script.ScriptLanguage;
import io.polyplug.signing.VerifyingKey;
import io.polyplug.spi.BundleLoader;
import io.polyplug.staging.SignatureCheck;
import io.polyplug.staging.StagingRules;
import io.polyplug.types.ContractDefinition;

/**
 * Loads native bundles, replaces them while they are called, and hands out the Java side
 * of their contracts.
 * <p>
 * While some compatible provider of a contract is published, a call through its proxy
 * never fails, never runs code of two versions of the called bundle within one function
 * call, and never touches unmapped code because of a reload, an unload of another bundle
 * or a failed update. Thread-safe throughout; each method says what it waits for. All
 * failures are {@link PolyplugException}s, and
 * {@link io.polyplug.error.RuntimeClosedException} after {@link #close()}.
 */
public final class PolyplugRuntime implements AutoCloseable {

    /*
     * Longer than other files: nearly all of it is what users read of an API that is
     * pinned, and each method hands on to who does the work.
     */

    private final LazyEngine engine;

    private PolyplugRuntime(RuntimeOptions options) {
        this.engine = new LazyEngine(options);
    }

    /**
     * {@return a new builder, with the defaults}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Loads the bundle in a folder or an archive. Waits for other life-cycle operations;
     * a bundle may load another one while it initialises.
     * @param directory the bundle's folder, or a file in it, or its archive
     * @return what was loaded
     * @throws io.polyplug.error.ManifestException if the manifest says something that is
     * not allowed
     * @throws io.polyplug.error.BundleLoadException if it cannot serve, or is loaded
     * already
     */
    public BundleInfo loadBundle(Path directory) {
        return lifecycle().load(directory);
    }

    /**
     * Loads a bundle of Java objects. Otherwise as {@link #loadBundle(Path)}.
     * @param bundle the bundle
     * @return what was loaded; its directory is the empty path
     * @throws io.polyplug.error.BundleLoadException if it cannot serve, or a bundle of
     * its name is loaded already
     */
    public BundleInfo loadBundle(InProcessBundle bundle) {
        return lifecycle().load(bundle);
    }

    /**
     * Loads all bundles below a folder: all of them or none. Each is loaded after those
     * that provide what it depends on, otherwise in the order of names. Dependencies must
     * be met by the set and what is loaded already, by the version of the contract.
     * @param parentDirectory the folder whose children are bundles, folders or archives
     * @return what was loaded, in that order
     * @throws io.polyplug.error.DependencyGraphException if a dependency has no provider,
     * or only one that is too old, or if bundles need each other
     * @throws PolyplugException as {@link #loadBundle(Path)}, for the first that cannot
     * be loaded
     */
    public List<BundleInfo> loadBundles(Path parentDirectory) {
        return loadBundles(List.of(parentDirectory));
    }

    /**
     * Loads several bundles and folders of bundles as one set; otherwise as
     * {@link #loadBundles(Path)}.
     * @param folders folders with a {@code manifest.toml}, archives, and folders with
     * such folders and archives in them
     * @return what was loaded, in the order of loading
     * @throws io.polyplug.error.DependencyGraphException if a dependency has no provider,
     * or only one that is too old, or if bundles need each other
     * @throws PolyplugException as {@link #loadBundle(Path)}, for the first that cannot
     * be loaded
     */
    public List<BundleInfo> loadBundles(Collection<Path> folders) {
        return loadBundles(folders, (refusal) -> {
            throw refusal;
        });
    }

    /**
     * Loads what can be loaded of several bundles and folders of bundles: one that cannot
     * is left out, and so is who depends on it. Otherwise as
     * {@link #loadBundles(Collection)}.
     * @param folders folders with a {@code manifest.toml}, archives, and folders with
     * such folders and archives in them
     * @param leftOut told why, for each bundle or folder that is left out; when it
     * throws, nothing is loaded
     * @return what was loaded, in the order of loading
     */
    public List<BundleInfo> loadBundles(Collection<Path> folders, Consumer<? super PolyplugException> leftOut) {
        return loadBundles(folders, (directory, name) -> {
        }, leftOut);
    }

    /**
     * Loads what can be loaded and is admitted of several bundles and folders of bundles.
     * Otherwise as {@link #loadBundles(Collection, Consumer)}.
     * @param folders folders with a {@code manifest.toml}, archives, and folders with
     * such folders and archives in them
     * @param admission told the folder or archive of each bundle, absolute, and the name
     * that its manifest has, before any of them is opened; a {@link PolyplugException}
     * that it throws leaves the bundle out
     * @param leftOut told why, for each bundle or folder that is left out; when it
     * throws, nothing is loaded
     * @return what was loaded, in the order of loading
     */
    public List<BundleInfo> loadBundles(Collection<Path> folders, BiConsumer<? super Path, ? super String> admission,
            Consumer<? super PolyplugException> leftOut) {
        if (folders.isEmpty()) {
            this.engine.openIfMade();
            return List.of();
        }
        return lifecycle().loadAll(folders, admission, leftOut);
    }

    /**
     * Replaces a loaded bundle by what a folder or archive holds now. When this returns,
     * every call that starts sees the new version; calls in flight finish on the old one.
     * Waits for other life-cycle operations and, outside of them, up to 10 seconds while
     * eight retired generations of the bundle are held by calls.
     * @param directory the folder, or a file in it, or the archive; its manifest names
     * the bundle
     * @return what was done
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.ReloadException if the new version cannot serve; the old
     * one goes on serving
     */
    public ReloadReport reloadBundle(Path directory) {
        return lifecycle().reload(directory);
    }

    /**
     * Replaces a loaded bundle by what its folder holds now: the one it was last
     * successfully activated from. Otherwise as {@link #reloadBundle(Path)}.
     * @param bundleName the bundle's name
     * @return what was done
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.ReloadException if the new version cannot serve; the old
     * one goes on serving
     */
    public ReloadReport reloadBundle(String bundleName) {
        return lifecycle().reload(bundleName);
    }

    /**
     * Replaces a loaded in-process bundle. Otherwise as {@link #reloadBundle(Path)}.
     * @param bundle what takes its place, under the same name
     * @return what was done
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.ReloadException if the loaded bundle is of another kind,
     * or the new one cannot serve
     */
    public ReloadReport reloadBundle(InProcessBundle bundle) {
        return lifecycle().reload(bundle);
    }

    /**
     * Brings back what ran before, as a new generation from the kept files of the
     * previous one. Otherwise as {@link #reloadBundle(Path)}.
     * @param bundleName the bundle's name
     * @return what was done
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.ReloadException if nothing ran before, or it cannot serve
     */
    public ReloadReport rollbackBundle(String bundleName) {
        return lifecycle().rollback(bundleName);
    }

    /**
     * Has a new version of a bundle serve a share of the calls beside the one that
     * serves. It is copied, verified, opened and initialised as for a reload; what cannot
     * serve is refused and leaves everything as it is. Guests, handles and dependents go
     * on with the version that served before, until the candidate is promoted. A bundle
     * has one rollout at a time.
     * @param directory the folder or archive of the new version; the bundle is the one
     * that the manifest there names, which must be loaded
     * @param settings how the rollout begins
     * @return the rollout
     * @throws io.polyplug.error.BundleNotFoundException if the bundle is not loaded
     * @throws io.polyplug.error.ReloadException if it has a rollout already, or the new
     * version cannot serve
     */
    public RolloutInfo canaryBundle(Path directory, RolloutSettings settings) {
        return lifecycle().canary(Objects.requireNonNull(directory, "directory"), settings);
    }

    /**
     * Has what the folder of a bundle holds now serve a share of the calls. Otherwise as
     * {@link #canaryBundle(Path, RolloutSettings)}.
     * @param bundleName the bundle's name
     * @param settings how the rollout begins
     * @return the rollout
     */
    public RolloutInfo canaryBundle(String bundleName, RolloutSettings settings) {
        return lifecycle().canary(Objects.requireNonNull(bundleName, "bundleName"), settings);
    }

    /**
     * Has a bundle of Java objects serve a share of the calls. Otherwise as
     * {@link #canaryBundle(Path, RolloutSettings)}.
     * @param bundle the new version
     * @param settings how the rollout begins
     * @return the rollout
     */
    public RolloutInfo canaryBundle(InProcessBundle bundle, RolloutSettings settings) {
        return lifecycle().canary(Objects.requireNonNull(bundle, "bundle"), settings);
    }

    /**
     * Changes the share of the calls that a candidate gets. A plan that was under way is
     * given up: the rollout waits for its operator from now on.
     * @param bundleName the bundle's name
     * @param weight the share in per mille, from 0 to 1000
     * @return the rollout
     * @throws io.polyplug.error.ReloadException if the bundle has no rollout
     */
    public RolloutInfo weighBundle(String bundleName, int weight) {
        return lifecycle().rollouts()
            .weigh(Objects.requireNonNull(bundleName, "bundleName"), RolloutSettings.requireWeight(weight));
    }

    /**
     * Has the candidate of a rollout serve all calls, in the place of the version that
     * served before, as a reload would: with its phases, and with dependents reloaded
     * along. The candidate keeps its generation and its instances.
     * @param bundleName the bundle's name
     * @return what was done
     * @throws io.polyplug.error.ReloadException if the bundle has no rollout, or others
     * would lose what they need; the rollout goes on then
     */
    public ReloadReport promoteBundle(String bundleName) {
        return lifecycle().rollouts().promote(Objects.requireNonNull(bundleName, "bundleName"));
    }

    /**
     * Ends a rollout: every call that starts from now on is answered by the version that
     * served before, and the candidate is retired.
     * @param bundleName the bundle's name
     * @return the rollout with its last figures
     * @throws io.polyplug.error.ReloadException if the bundle has no rollout
     */
    public RolloutInfo abandonBundle(String bundleName) {
        return lifecycle().rollouts().abandon(Objects.requireNonNull(bundleName, "bundleName"));
    }

    /**
     * Returns the rollout of a bundle. Waits for nobody.
     * @param bundleName the bundle's name
     * @return the rollout as it is now, or nothing if there is none
     */
    public Optional<RolloutInfo> rollout(String bundleName) {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.lifecycle().rollouts().find(bundleName) : Optional.empty();
    }

    /**
     * {@return the rollouts of all bundles as they are now, by the names of the bundles}
     */
    public List<RolloutInfo> rollouts() {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.lifecycle().rollouts().all() : List.of();
    }

    /**
     * Judges what the folder of a loaded bundle holds now, as a reload would, and changes
     * nothing: a private copy is made, manifest, signature and library are checked, the
     * library is opened and initialised beside the one that serves, and what it provides
     * must fit what is called and depended on. Then it is closed again, as after a reload
     * that failed. No listener is told, and it does not matter whether hot reload is
     * enabled. A library that cannot be unmapped stays mapped, as after a reload.
     * <p>
     * In one respect it is stricter than a reload: whatever the bundle's initialisation
     * or its {@link io.polyplug.spi.BundleLoader} does with other bundles is refused,
     * loading one included. A bundle that cannot do without does not pass, although a
     * reload of it would succeed.
     * @param bundleName the bundle's name
     * @return what would be reloaded
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.ReloadException if a reload would fail
     */
    public VerificationReport verifyBundle(String bundleName) {
        return lifecycle().verify(Objects.requireNonNull(bundleName, "bundleName"));
    }

    /**
     * Judges what a folder or archive holds now. Where a bundle of that name is loaded it
     * is as {@link #verifyBundle(String)}; otherwise it is judged as
     * {@link #loadBundles(Path)} would, its dependencies by what is loaded.
     * @param directory the bundle's folder, or a file in it, or its archive
     * @return what would be loaded or reloaded
     * @throws io.polyplug.error.ReloadException if a bundle of that name is loaded and a
     * reload would fail
     * @throws PolyplugException as {@link #loadBundles(Path)} otherwise
     */
    public VerificationReport verifyBundle(Path directory) {
        return lifecycle().verify(directory);
    }

    /**
     * Looks for bundles in folders, loaded or not, and reads their manifests. Waits for
     * nothing but the file system, and logs nothing.
     * @param folders folders with a {@code manifest.toml}, archives, and folders with
     * such folders and archives in them
     * @return the bundles, and the folders and archives that cannot be read
     */
    public List<FoundBundle> findBundles(Collection<Path> folders) {
        return this.engine.folders().find(folders);
    }

    /**
     * Returns the first of {@link #runningOperations()}.
     * @return the operation that keeps others waiting; while there is none, what is being
     * reclaimed, if anything is
     */
    public Optional<RunningOperation> runningOperation() {
        return runningOperations().stream().findFirst();
    }

    /**
     * Returns what is being done to bundles. Waits for nothing.
     * @return the operation that keeps others waiting, innermost where they nest, and
     * behind it what is being reclaimed, which keeps no operation waiting
     */
    public List<RunningOperation> runningOperations() {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.observation().runningOperations() : List.of();
    }

    /**
     * Unloads a bundle. Calls in flight finish; its library is closed after the last of
     * them.
     * @param bundleName the bundle's name
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     * @throws io.polyplug.error.DependencyInUseException if other bundles depend on a
     * contract that only it provides
     */
    public void unloadBundle(String bundleName) {
        lifecycle().unload(bundleName);
    }

    /**
     * Unloads a bundle after those that depend on it.
     * @param bundleName the bundle's name
     * @return the names in the order in which they went
     * @throws io.polyplug.error.BundleNotFoundException if no bundle of that name is
     * loaded
     */
    public List<String> unloadBundleCascade(String bundleName) {
        return lifecycle().unloadCascade(bundleName);
    }

    /**
     * Adds a loader, for bundles whose manifest names it. Of several threads that add one
     * of the same name, one succeeds.
     * @param loader the loader
     * @throws io.polyplug.error.ConfigurationException if its name is empty or taken
     */
    public void registerLoader(BundleLoader loader) {
        open().loaders().register(Objects.requireNonNull(loader, "loader"));
    }

    /**
     * Returns the loaded bundles. Waits for nothing.
     * @return the bundles, in the order of loading
     */
    public List<BundleInfo> bundles() {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.observation().bundles() : List.of();
    }

    /**
     * Returns a loaded bundle. Waits for nothing.
     * @param name the bundle's name
     * @return the bundle, or nothing if none of that name is loaded
     */
    public Optional<BundleInfo> bundle(String name) {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.observation().bundle(name) : Optional.empty();
    }

    /**
     * Returns a contract as a Java object. It works before the first load: the first
     * provider that fits is called, at each call anew.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.GuestContract}
     * @return the contract, the same object at each request
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> T contract(Class<T> type) {
        return open().contracts().proxy(type, null);
    }

    /**
     * Returns a contract as a Java object, bound to one provider.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.GuestContract}
     * @param bundleName the bundle to call, loaded or not
     * @return the contract, the same object at each request
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> T contract(Class<T> type, String bundleName) {
        return open().contracts().proxy(type, Objects.requireNonNull(bundleName, "bundleName"));
    }

    /**
     * Returns a contract as provided now, once for each provider that fits.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.GuestContract}
     * @return objects bound to one provider each, by bundle name, in the order of
     * registration
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> Map<String, T> contracts(Class<T> type) {
        Map<String, T> contracts = new LinkedHashMap<>();
        for (String bundleName : providers(type)) {
            contracts.put(bundleName, contract(type, bundleName));
        }
        return Collections.unmodifiableMap(contracts);
    }

    /**
     * Returns who provides a contract now, as {@link #contracts(Class)} does, and makes
     * no objects. Waits for nothing.
     * @param contract an interface with {@link io.polyplug.contract.GuestContract}
     * @return the names of the bundles whose implementation fits, in the order of
     * registration
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public List<String> providers(Class<?> contract) {
        Engine made = this.engine.openIfMade();
        if (made == null) {
            ContractDefinition.ofGuest(contract);
            return List.of();
        }
        return made.contracts().providers(contract);
    }

    /**
     * Returns who provides a contract now, whatever Java interface asks for it. Waits for
     * nothing.
     * @param id the contract
     * @return the names of the bundles, in the order of registration
     */
    public List<String> providers(GuestContractId id) {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.contracts().providers(id) : List.of();
    }

    /**
     * Returns which bundle a contract calls now. Waits for nothing.
     * @param contract what {@link #contract(Class)} or {@link #contract(Class, String)}
     * has returned
     * @return the bundle that the next call goes to, unless it is replaced before, or
     * nothing while there is no provider that fits
     * @throws IllegalArgumentException if it is no contract of this runtime
     */
    public Optional<BundleInfo> providerOf(Object contract) {
        return open().contracts().providerOf(contract).flatMap(this::bundle);
    }

    /**
     * Lets bundles call a Java object.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.HostContract}
     * @param implementation what bundles call, from any thread; what it throws reaches
     * the guest as code 3
     * @throws io.polyplug.error.HostContractException if the contract is registered
     * already
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> void registerHostContract(Class<T> type, T implementation) {
        open().hostContracts().register(type, type.cast(Objects.requireNonNull(implementation, "implementation")));
    }

    /**
     * Lets bundles call Java objects that are made when bundles ask for them. A contract
     * with {@code singleton = false} gets one for each request; it is destroyed once,
     * when the guest destroys it, else when the generation that asked for it is
     * reclaimed, else when the contract is unregistered or the runtime closed. A
     * singleton is made at the first request and destroyed with the registration.
     * Destroying means closing what is {@link AutoCloseable}.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.HostContract}
     * @param factory makes an object, on the thread of the guest that asks and without a
     * lock; when it throws or returns null the guest gets a null instance, and the next
     * request tries anew
     * @throws io.polyplug.error.HostContractException if the contract is registered
     * already
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> void registerHostContractFactory(Class<T> type, Supplier<? extends T> factory) {
        open().hostContracts().registerFactory(type, Objects.requireNonNull(factory, "factory"), null);
    }

    /**
     * Lets bundles call Java objects that are made when bundles ask for them, as
     * {@link #registerHostContractFactory(Class, Supplier)} does.
     * @param <T> the contract's interface
     * @param type an interface with {@link io.polyplug.contract.HostContract}
     * @param factory makes an object
     * @param destruction destroys one, on the thread that ended its last use; called once
     * for each object, in the place of closing it
     * @throws io.polyplug.error.HostContractException if the contract is registered
     * already
     * @throws io.polyplug.error.ContractDefinitionException if the interface cannot be a
     * contract
     */
    public <T> void registerHostContractFactory(Class<T> type, Supplier<? extends T> factory,
            Consumer<? super T> destruction) {
        open().hostContracts()
            .registerFactory(type, Objects.requireNonNull(factory, "factory"),
                    Objects.requireNonNull(destruction, "destruction"));
    }

    /**
     * Takes a host contract away. Guests that hold it get code 100 from now on, and what
     * a factory made for them is destroyed as soon as no call is in it.
     * @param type an interface with {@link io.polyplug.contract.HostContract}
     * @return whether it was registered
     */
    public boolean unregisterHostContract(Class<?> type) {
        Engine made = this.engine.openIfMade();
        return made != null && made.hostContracts().unregister(type);
    }

    /**
     * Finds the first provider of a contract. Waits for nothing.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return its handle, or nothing
     */
    public Optional<GuestContractHandle> findGuestContract(GuestContractId id, int minMajor) {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.contracts().find(id, minMajor) : Optional.empty();
    }

    /**
     * Finds all providers of a contract, as of one instant. Waits for nothing.
     * @param id the contract
     * @param minMajor the least major version, 0 for any
     * @return their handles, in the order of registration
     */
    public List<GuestContractHandle> findAllGuestContracts(GuestContractId id, int minMajor) {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.contracts().findAll(id, minMajor) : List.of();
    }

    /**
     * Keeps whatever is published from being reclaimed while the guard is open.
     * @return a guard; close it soon
     */
    public EpochGuard pin() {
        return new EpochGuard(this, open().contracts().pin());
    }

    /**
     * Returns what a handle names now.
     * @param handle the handle
     * @param guard an open guard of this runtime; the addresses told are good while it is
     * open
     * @return the implementation
     * @throws io.polyplug.error.StaleHandleException if the handle names nothing, or
     * nothing any more
     * @throws IllegalArgumentException if the guard is closed or of another runtime
     */
    public GuestContractInterface resolve(GuestContractHandle handle, EpochGuard guard) {
        guard.requireOpenFor(this);
        return open().contracts().resolve(handle);
    }

    /**
     * Returns how often a change of the registered contracts was published; only equality
     * means anything.
     * @return the revision
     */
    public long revision() {
        Engine made = this.engine.openIfMade();
        return (made != null) ? made.contracts().revision() : 0;
    }

    /**
     * Returns how native code is reached.
     * @return {@code ffm}, {@code jna} or {@code none}
     */
    public String backend() {
        return this.engine.backend();
    }

    /**
     * {@return what happens to bundles without a good signature}
     */
    public SignaturePolicy signaturePolicy() {
        return this.engine.signaturePolicy();
    }

    /**
     * {@return whether bundles may be reloaded and rolled back}
     */
    public boolean isHotReloadEnabled() {
        return this.engine.isHotReloadEnabled();
    }

    /**
     * Returns what the runtime counts. Waits for nothing but short locks.
     * @return the statistics
     */
    public RuntimeStatistics statistics() {
        return this.engine.statistics();
    }

    /**
     * Waits until nothing retired is left.
     * @param timeout how long to wait at most
     * @return whether nothing retired is left
     * @throws ReentrantCallException inside a guest call or while this thread holds a
     * guard
     */
    public boolean awaitReclamation(Duration timeout) {
        Engine made = this.engine.openIfMade();
        return made == null || made.observation().awaitReclamation(timeout);
    }

    /**
     * Waits until nothing retired of one bundle is left: after an unload or a reload,
     * until the calls that were in flight have ended and the old library is closed.
     * @param bundleName the bundle's name, whether it is loaded or not
     * @param timeout how long to wait at most
     * @return whether nothing retired of it is left
     * @throws ReentrantCallException inside a guest call or while this thread holds a
     * guard
     */
    public boolean awaitReclamation(String bundleName, Duration timeout) {
        Engine made = this.engine.openIfMade();
        return made == null || made.observation().awaitReclamation(bundleName, timeout);
    }

    /**
     * Closes the runtime: new calls are refused, calls in flight end, generations are
     * reclaimed, native memory goes. When calls do not end within the drain timeout, what
     * they use stays mapped for good, and a warning says what. Asynchronous calls that
     * wait for a thread fail. Closing again does nothing.
     * @throws ReentrantCallException inside a guest call, a guard or a listener of this
     * thread
     */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Closes the runtime when part of the drain timeout has passed already, as when a web
     * server has drained before. One second of it is left in any case. Otherwise as
     * {@link #close()}.
     * @param spent how much has passed
     * @throws ReentrantCallException inside a guest call, a guard or a listener of this
     * thread
     */
    public void close(Duration spent) {
        this.engine.close(Objects.requireNonNull(spent, "spent"));
    }

    private Engine open() {
        return this.engine.open();
    }

    private Lifecycle lifecycle() {
        return open().lifecycle();
    }

    /**
     * Collects settings and builds a runtime. Not thread-safe.
     */
    public static final class Builder {

        private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

        private static final Duration RELOAD_WAIT = Duration.ofSeconds(10);

        private static final Duration HELD_WARNING = Duration.ofSeconds(10);

        private static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(30);

        private static final Duration SLOW_OPERATION = Duration.ofSeconds(10);

        private boolean hotReload;

        private final List<Path> bundleDirectories = new ArrayList<>();

        private @Nullable Path workDirectory;

        private @Nullable Path dataDirectory;

        private Compatibility compatibility = Compatibility.STRICT;

        private SignaturePolicy signaturePolicy = SignaturePolicy.OFF;

        private final List<byte[]> trustedKeys = new ArrayList<>();

        private final List<Consumer<? super ReloadPhase>> listeners = new ArrayList<>();

        private final List<Consumer<? super RolloutPhase>> rolloutListeners = new ArrayList<>();

        private final List<Runnable> closeListeners = new ArrayList<>();

        private final List<Consumer<? super PolyplugRuntime>> actions = new ArrayList<>();

        private final List<BundleLoader> loaders = new ArrayList<>();

        private String backend = "auto";

        private Duration drainTimeout = DRAIN_TIMEOUT;

        private Duration reloadWait = RELOAD_WAIT;

        private Duration heldWarning = HELD_WARNING;

        private Duration operationTimeout = OPERATION_TIMEOUT;

        private Duration slowOperationThreshold = SLOW_OPERATION;

        private final Map<String, ReturnedMemory> returnedMemory = new HashMap<>();

        private ConfigSource config = (bundleName, generation) -> Map.of();

        private SignalPolicy signals = SignalPolicy.RESTORE;

        private final Map<String, SignalPolicy> signalsByBundle = new HashMap<>();

        private OptionalInt closedButMappedLimit = OptionalInt.empty();

        private final Map<String, EngineSettings> engines = new HashMap<>();

        private AsyncPool asyncPool = AsyncPool.DEFAULT;

        private final Map<String, AsyncPool> asyncPoolsByBundle = new HashMap<>();

        private @Nullable AsyncContext asyncContext;

        private Builder() {
        }

        /**
         * Has bundles of a script language run. Without it, loading one is refused.
         * @param loader what manifests call the language: {@code lua}, {@code js-quickjs}
         * or {@code python}
         * @param library the engine's library
         * @return this builder
         * @throws io.polyplug.error.ConfigurationException if there is no such language
         */
        public Builder engine(String loader, Path library) {
            return engine(loader, EngineSettings.of(library));
        }

        /**
         * Has bundles of a script language run. Otherwise as
         * {@link #engine(String, Path)}.
         * @param loader what manifests call the language
         * @param settings the engine, and how many machines a bundle gets
         * @return this builder
         * @throws io.polyplug.error.ConfigurationException if there is no such language
         */
        public Builder engine(String loader, EngineSettings settings) {
            ScriptLanguage.require(loader);
            this.engines.put(loader, Objects.requireNonNull(settings, "settings"));
            return this;
        }

        /**
         * Sets whether bundles may be replaced while they run.
         * @param enabled {@code false} by default
         * @return this builder
         */
        public Builder hotReload(boolean enabled) {
            this.hotReload = enabled;
            return this;
        }

        /**
         * Adds a folder whose bundles {@link #build()} loads.
         * @param parent the folder whose children are bundles, folders or archives
         * @return this builder
         */
        public Builder bundleDirectory(Path parent) {
            this.bundleDirectories.add(Objects.requireNonNull(parent, "parent"));
            return this;
        }

        /**
         * Sets where private copies of bundles go.
         * @param directory a folder that may hold executable mappings; below the
         * temporary folder by default
         * @return this builder
         */
        public Builder workDirectory(Path directory) {
            this.workDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets where bundles may write: each has a folder of its own below, by its name,
         * and learns its path by the host contract {@code polyplug.DataDirectory}. Such a
         * folder stays when the bundle is reloaded and when the runtime closes.
         * @param directory a folder, created if missing; by default one in the work
         * directory, which goes when the runtime closes
         * @return this builder
         */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets how strictly declared versions and function counts are held.
         * @param mode {@code STRICT} by default
         * @return this builder
         */
        public Builder compatibility(Compatibility mode) {
            this.compatibility = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Sets what happens without a good signature, when a bundle is loaded, reloaded
         * or rolled back.
         * @param policy {@code OFF} by default
         * @return this builder
         */
        public Builder signaturePolicy(SignaturePolicy policy) {
            this.signaturePolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Adds a key whose signatures are trusted. Without any, a signature by whatever
         * key is good: it shows that a bundle is whole, but not who made it.
         * {@link #build()} refuses bytes that are no key, unless signatures are not
         * looked at.
         * @param ed25519PublicKey 32 bytes, such as those of
         * {@link io.polyplug.signing.VerifyingKey#bytes()}; they are copied
         * @return this builder
         * @throws IllegalArgumentException if there are not 32 bytes
         */
        public Builder trustedKey(byte[] ed25519PublicKey) {
            if (ed25519PublicKey.length != VerifyingKey.SIZE) {
                throw new IllegalArgumentException(
                        "An Ed25519 public key has " + VerifyingKey.SIZE + " bytes, not " + ed25519PublicKey.length);
            }
            this.trustedKeys.add(ed25519PublicKey.clone());
            return this;
        }

        /**
         * Adds a listener to reload phases; {@link ReloadPhase} says on which threads and
         * under which lock it is called.
         * @param listener called in order of registration
         * @return this builder
         */
        public Builder onReload(Consumer<? super ReloadPhase> listener) {
            this.listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Returns what tells a phase to the listeners of this builder, as the runtime
         * does it: in order, and what one throws is logged. For tests, which may have no
         * reload.
         * @return tells those that have been added by then
         */
        public Consumer<ReloadPhase> listeners() {
            return (phase) -> Phases.publish(List.copyOf(this.listeners), phase);
        }

        /**
         * Adds a listener of rollouts. Repeatable.
         * @param listener told each phase
         * @return this builder
         */
        public Builder onRollout(Consumer<? super RolloutPhase> listener) {
            this.rolloutListeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Adds a listener to the end of the runtime.
         * @param listener called once, on the thread that closes the runtime, when
         * nothing of it is left that could tell a phase, unless calls or operations did
         * not end within the drain timeout; what it throws is logged
         * @return this builder
         */
        public Builder onClose(Runnable listener) {
            this.closeListeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Adds what is done with each runtime that {@link #build()} makes, before its
         * first bundle is loaded.
         * @param action called in order of registration; what it throws ends the building
         * @return this builder
         */
        public Builder onBuild(Consumer<? super PolyplugRuntime> action) {
            this.actions.add(Objects.requireNonNull(action, "action"));
            return this;
        }

        /**
         * Adds a host contract, registered before the first bundle is loaded.
         * @param <T> the contract's interface
         * @param type an interface with {@link io.polyplug.contract.HostContract}
         * @param implementation what bundles call
         * @return this builder
         */
        public <T> Builder hostContract(Class<T> type, T implementation) {
            Objects.requireNonNull(implementation, "implementation");
            this.actions.add((runtime) -> runtime.registerHostContract(type, implementation));
            return this;
        }

        /**
         * Adds a host contract whose objects are made when bundles ask for them,
         * registered before the first bundle is loaded: see
         * {@link PolyplugRuntime#registerHostContractFactory(Class, Supplier)}.
         * @param <T> the contract's interface
         * @param type an interface with {@link io.polyplug.contract.HostContract}
         * @param factory makes an object
         * @return this builder
         */
        public <T> Builder hostContractFactory(Class<T> type, Supplier<? extends T> factory) {
            Objects.requireNonNull(factory, "factory");
            this.actions.add((runtime) -> runtime.registerHostContractFactory(type, factory));
            return this;
        }

        /**
         * Adds a loader, for bundles whose manifest names it.
         * @param loader the loader
         * @return this builder
         */
        public Builder loader(BundleLoader loader) {
            this.loaders.add(Objects.requireNonNull(loader, "loader"));
            return this;
        }

        /**
         * Sets how native code is reached.
         * @param name {@code auto} (default), {@code ffm}, {@code jna}, or {@code none}
         * for a runtime that loads in-process bundles only and touches nothing native
         * @return this builder
         */
        public Builder backend(String name) {
            this.backend = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets how long {@link PolyplugRuntime#close()} waits for calls in flight.
         * @param timeout 30 seconds by default
         * @return this builder
         * @throws IllegalArgumentException if it is below zero
         */
        public Builder drainTimeout(Duration timeout) {
            this.drainTimeout = requireNotNegative(Objects.requireNonNull(timeout, "timeout"), "A drain timeout");
            return this;
        }

        /**
         * Sets how long an operation on bundles (a load, a reload and the like) waits for
         * another one to end. After that it is refused with a
         * {@link io.polyplug.error.LifecycleBusyException}, which names the other one. A
         * library that is to be opened waits as long for one that is being opened or
         * closed, and a second at least.
         * @param timeout 30 seconds by default; zero does not wait
         * @return this builder
         * @throws IllegalArgumentException if it is below zero
         */
        public Builder operationTimeout(Duration timeout) {
            this.operationTimeout = requireNotNegative(Objects.requireNonNull(timeout, "timeout"),
                    "An operation timeout");
            return this;
        }

        /**
         * Sets how long one step of an operation on bundles may take, such as the
         * initialisation of one, before a warning names bundle and step.
         * @param threshold 10 seconds by default
         * @return this builder
         * @throws IllegalArgumentException if it is below zero
         */
        public Builder slowOperationThreshold(Duration threshold) {
            this.slowOperationThreshold = requireNotNegative(Objects.requireNonNull(threshold, "threshold"),
                    "A slow operation threshold");
            return this;
        }

        private static Duration requireNotNegative(Duration duration, String name) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(name + " of " + duration + " is below zero");
            }
            return duration;
        }

        /** For tests. */
        Builder reloadWait(Duration longest) {
            this.reloadWait = longest;
            return this;
        }

        /** For tests. */
        Builder heldWarning(Duration patience) {
            this.heldWarning = patience;
            return this;
        }

        /**
         * Sets what becomes of memory that a bundle returns, over what its manifest says.
         * @param bundleName the bundle's name
         * @param rule the rule
         * @return this builder
         */
        public Builder returnedMemory(String bundleName, ReturnedMemory rule) {
            this.returnedMemory.put(Objects.requireNonNull(bundleName, "bundleName"),
                    Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Sets where the settings come from that bundles read by the host contract
         * {@code polyplug.Config}.
         * @param source by default none has any
         * @return this builder
         */
        public Builder config(ConfigSource source) {
            this.config = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets what becomes of signal handlers that a library takes from the JVM.
         * @param policy {@code RESTORE} by default
         * @return this builder
         */
        public Builder signals(SignalPolicy policy) {
            this.signals = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets the same for one bundle.
         * @param bundleName the bundle's name
         * @param policy stands over {@link #signals(SignalPolicy)}
         * @return this builder
         */
        public Builder signals(String bundleName, SignalPolicy policy) {
            this.signalsByBundle.put(Objects.requireNonNull(bundleName, "bundleName"),
                    Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * Sets how many generations of a bundle may stay mapped after they were closed.
         * When so many do, the bundle is loaded and reloaded no more.
         * @param limit 8 by default, and without a limit where the C library is musl,
         * which unmaps nothing; 0 or more
         * @return this builder
         * @throws IllegalArgumentException if the limit is negative
         */
        public Builder closedButMappedLimit(int limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("A limit of " + limit + " generations cannot be kept");
            }
            this.closedButMappedLimit = OptionalInt.of(limit);
            return this;
        }

        /**
         * Sets the threads on which asynchronous functions of contracts are called.
         * @param pool {@link AsyncPool#DEFAULT} by default
         * @return this builder
         */
        public Builder asyncPool(AsyncPool pool) {
            this.asyncPool = Objects.requireNonNull(pool, "pool");
            return this;
        }

        /**
         * Gives a bundle threads of its own for this. They make the calls that are begun
         * while the bundle is the one to be called.
         * @param bundleName the bundle's name
         * @param pool stands over {@link #asyncPool(AsyncPool)}
         * @return this builder
         */
        public Builder asyncPool(String bundleName, AsyncPool pool) {
            this.asyncPoolsByBundle.put(Objects.requireNonNull(bundleName, "bundleName"),
                    Objects.requireNonNull(pool, "pool"));
            return this;
        }

        /**
         * Sets what asynchronous calls take along to the thread on which they are made.
         * @param context takes it; by default there is only the MDC of the log, which is
         * taken along in any case
         * @return this builder
         */
        public Builder asyncContext(AsyncContext context) {
            this.asyncContext = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Builds the runtime and loads the bundles of all its folders as one set.
         * @return the runtime
         * @throws io.polyplug.error.ConfigurationException if a setting cannot be carried
         * out
         * @throws io.polyplug.error.NativeAccessException if the JVM denies native access
         * @throws PolyplugException if a bundle cannot be loaded; nothing is left then
         */
        public PolyplugRuntime build() {
            PolyplugRuntime runtime = new PolyplugRuntime(options());
            try {
                this.loaders.forEach(runtime::registerLoader);
                this.actions.forEach((each) -> each.accept(runtime));
                runtime.loadBundles(this.bundleDirectories);
                return runtime;
            }
            catch (Throwable ex) {
                runtime.close();
                throw ex;
            }
        }

        private RuntimeOptions options() {
            StagingRules rules = new StagingRules(this.compatibility,
                    new SignatureCheck(this.signaturePolicy, this.trustedKeys), this.returnedMemory);
            RuntimeOptions.Folders folders = new RuntimeOptions.Folders(this.workDirectory, this.dataDirectory);
            return new RuntimeOptions(new RuntimeOptions.Bundles(this.hotReload, rules, folders, this.config),
                    new RuntimeOptions.Patience(this.drainTimeout, this.reloadWait, this.heldWarning,
                            this.operationTimeout, this.slowOperationThreshold),
                    new RuntimeOptions.Listeners(this.listeners, this.rolloutListeners, this.closeListeners),
                    new RuntimeOptions.NativeCode(this.backend,
                            new NativeSettings(this.signals, this.signalsByBundle, this.closedButMappedLimit),
                            this.engines),
                    new AsyncSettings(this.asyncPool, this.asyncPoolsByBundle, this.asyncContext));
        }

    }

}
