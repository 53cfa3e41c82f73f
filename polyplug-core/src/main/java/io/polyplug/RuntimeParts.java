package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.abi.Abi;
import io.polyplug.abi.ContractDefinition;
import io.polyplug.async.AsyncCalls;
import io.polyplug.contract.BundleId;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.epoch.Slot;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.ffi.BackendChoice;
import io.polyplug.ffi.CLibrary;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.host.CallStack;
import io.polyplug.host.CallStacks;
import io.polyplug.host.FloatingPointWatch;
import io.polyplug.host.HostApi;
import io.polyplug.host.HostOperations;
import io.polyplug.host.NativeInstances;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.loader.GenerationStaging;
import io.polyplug.loader.NativeLoader;
import io.polyplug.loader.StagingChecks;
import io.polyplug.files.DataDirectories;
import io.polyplug.files.WorkDirectory;
import io.polyplug.proxy.CallFrame;
import io.polyplug.proxy.ContractProxies;
import io.polyplug.proxy.ProxyCompiler;
import io.polyplug.store.CallCounter;
import io.polyplug.store.CallCounters;
import io.polyplug.store.Cell;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.RuntimeStore;

/**
 * The parts of one runtime, put together and taken apart. Thread-safe.
 */
final class RuntimeParts {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    /** A release that takes longer holds up no other one. */
    private static final Duration LONGEST_RELEASE = Duration.ofMillis(20);

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    private final RuntimeOptions options;

    private final WorkDirectory work;

    private final NativeBackend backend;

    private final Libraries libraries;

    private final CallStacks stacks;

    private final CallCounters calls;

    private final Reclaimer reclaimer;

    private final long revisionWord;

    private final AsyncCalls async;

    private final RuntimeStore<CallFrame> store;

    private final HostApi host;

    private final ContractProxies proxies;

    private final LoadedBundles bundles;

    private final NativeLoader nativeLoader;

    private final CodeLoaders loaders;

    private final BundleStaging staging;

    private final Activation activation;

    private final SlowOperations slowOperations;

    private final OperationTrace trace;

    private final Reclamations reclamations = new Reclamations();

    private final LifecycleLock lock;

    private final BundleLifecycle lifecycle;

    private final BundleReload reload;

    private final BundleVerification verification;

    private final AtomicBoolean closing = new AtomicBoolean();

    RuntimeParts(RuntimeOptions options, BackendChoice choice, DataDirectories data, WorkDirectory work,
            AsyncCalls async) {
        this.options = options;
        this.work = work;
        this.async = async;
        Compatibility compatibility = options.compatibility();
        this.backend = choice.create();
        CLibrary.current().tell();
        Pins.Homes homes = (this.backend instanceof ProxyCompiler compiler) ? compiler.homes() : Pins.Homes.NONE;
        Pins<CallFrame> pins = new Pins<>(new Epoch(), homes, CallFrame.SIZE,
                (memory) -> new CallFrame(this.backend, memory));
        this.calls = new CallCounters();
        this.stacks = new CallStacks(pins, new FloatingPointWatch(this.backend));
        this.revisionWord = this.backend.require(Abi.WORD, Abi.WORD);
        this.backend.putWordRelease(this.revisionWord, 0);
        this.store = new RuntimeStore<>(pins, this::published);
        this.libraries = new Libraries(this.backend, capped(options.operationTimeout()));
        this.host = new HostApi(this.backend, this.store, this.stacks, new GuestRequests(),
                new NativeInstances(this.backend, this.stacks), this.revisionWord);
        this.proxies = new ContractProxies(this.backend, this.store, pins, this.stacks, this.host.memory(), this.async);
        this.host.hostContracts().registerDataDirectories((bundle) -> data.of(bundle, this.work).toString());
        this.host.hostContracts()
            .registerConfig((generation) -> options.config().config(generation.bundleName(), generation.number()));
        this.slowOperations = new SlowOperations(this::lookAfterOperations);
        this.trace = new OperationTrace(this.slowOperations::begun);
        this.nativeLoader = madeOr(this.libraries::close,
                () -> new NativeLoader(this.backend, this.libraries, options.nativeSettings()));
        this.reclaimer = madeOr(this::endLoader,
                () -> new Reclaimer(pins, options.heldWarning(), this.slowOperations::begun));
        this.lock = new LifecycleLock(this.stacks, this.reclaimer, this.libraries, this.trace,
                options.operationTimeout());
        this.bundles = new LoadedBundles(this.store);
        this.loaders = new CodeLoaders(this.nativeLoader, this.host);
        this.staging = new BundleStaging(this.work, this.loaders, new GenerationStaging(this.host,
                new StagingChecks(this.store, compatibility), this.trace::step, this.lock::requireNotAbandoned),
                this.trace, this.calls, options);
        this.activation = new Activation(this.store, this.host.hostContracts(), this.bundles, this.reclaimer,
                this.staging, new PhasePublisher(options.listeners()), this.lock, this.trace, this.reclamations,
                compatibility);
        InProgress inProgress = new InProgress();
        BundleReplacement replacement = new BundleReplacement(this.bundles, this.staging, this.activation, inProgress,
                this.trace);
        this.lifecycle = new BundleLifecycle(this.lock, this.bundles, this.staging, this.activation, inProgress,
                this.trace);
        this.reload = new BundleReload(this.lock, this.bundles, this.staging, this.activation, inProgress, replacement,
                options);
        this.verification = new BundleVerification(this.lock, this.bundles, this.staging, replacement, inProgress,
                this.store);
    }

    /** Where the making fails, no thread may stay behind. */
    private static <T> T madeOr(Runnable undo, Supplier<T> making) {
        try {
            return making.get();
        }
        catch (Throwable ex) {
            undo.run();
            throw ex;
        }
    }

    private void endLoader() {
        this.nativeLoader.close();
        this.libraries.close();
    }

    /** What no clock can count is for ever. */
    private static Duration capped(Duration duration) {
        return Duration.ofNanos(LifecycleLock.nanos(duration));
    }

    /** Calls that wait learn that nobody is left to be called. */
    private void published(long revision) {
        this.backend.putWordRelease(this.revisionWord, revision);
        this.async.failRefused();
    }

    void requireOpen() {
        if (this.closing.get()) {
            throw LifecycleLock.closedFailure();
        }
    }

    RuntimeStore<CallFrame> store() {
        return this.store;
    }

    HostApi host() {
        return this.host;
    }

    ContractProxies proxies() {
        return this.proxies;
    }

    LoadedBundles bundles() {
        return this.bundles;
    }

    List<BundleInfo> describeBundles() {
        return this.bundles.all().stream().map((each) -> each.describe(this.store)).toList();
    }

    Optional<BundleInfo> describeBundle(String name) {
        return Optional.ofNullable(this.bundles.find(name)).map((each) -> each.describe(this.store));
    }

    CodeLoaders loaders() {
        return this.loaders;
    }

    BundleLifecycle lifecycle() {
        return this.lifecycle;
    }

    BundleReload reload() {
        return this.reload;
    }

    BundleVerification verification() {
        return this.verification;
    }

    List<RunningOperation> runningOperations() {
        List<RunningOperation> running = new ArrayList<>();
        this.trace.running().ifPresent(running::add);
        running.addAll(this.reclamations.running());
        return List.copyOf(running);
    }

    /**
     * First who hangs is relieved, which must not wait for a log.
     * @return after how many nanoseconds to look again, or 0 if nothing is running
     */
    private long lookAfterOperations() {
        boolean releasing = this.reclaimer.relieve(LONGEST_RELEASE);
        Duration threshold = this.options.slowOperationThreshold();
        boolean running = this.trace.tellIfSlow(threshold);
        running |= this.reclamations.tellIfSlow(threshold);
        if (releasing) {
            return LONGEST_RELEASE.toNanos() / 2;
        }
        return running ? Math.max(LONGEST_RELEASE.toNanos(),
                Math.min(LONGEST_LOOK.toNanos(), LifecycleLock.nanos(threshold) / 4)) : 0;
    }

    EpochGuard pin(PolyplugRuntime runtime) {
        CallStack stack = this.stacks.current();
        Slot<CallFrame> pin = this.store.pinGuard();
        stack.countGuard(1);
        return new EpochGuard(runtime, pin, stack);
    }

    Set<String> providersOf(Class<?> type) {
        ContractDefinition definition = this.proxies.definition(type);
        Cell.Requirement requirement = ContractProxies.requirement(definition, null);
        Set<String> names = new LinkedHashSet<>();
        for (GuestInterface provider : this.store.providers(requirement.contractId())) {
            if (requirement.misfit(provider) == null) {
                names.add(provider.bundleName());
            }
        }
        return names;
    }

    Optional<String> providerOf(Object contract) {
        Cell<CallFrame> cell = this.proxies.cellOf(contract)
            .orElseThrow(() -> new IllegalArgumentException(
                    "An object of " + contract.getClass() + " is no contract of this runtime"));
        return Optional.ofNullable(cell.current()).map(GuestInterface::bundleName);
    }

    boolean awaitReclamation(Duration timeout) {
        requireNotPinned("wait for reclamation");
        return this.reclaimer.awaitEmpty(timeout);
    }

    boolean awaitReclamation(String bundleName, Duration timeout) {
        requireNotPinned("wait for reclamation");
        return this.activation.awaitRetired(bundleName, 0, timeout);
    }

    private void requireNotPinned(String what) {
        if (this.lock.mustNotWait()) {
            String reason = "this thread is in a guest call or holds a guard, and would have to wait for itself";
            throw new ReentrantCallException(
                    new Explanation("Refused to " + what + ": " + reason, reason, "Do it from another thread"), null);
        }
    }

    RuntimeStatistics statistics() {
        List<Generation> active = this.bundles.all().stream().map((each) -> each.active().generation()).toList();
        List<Generation> retired = this.reclaimer.pending()
            .stream()
            .filter(RetiredGeneration.class::isInstance)
            .map((each) -> ((RetiredGeneration) each).generation())
            .toList();
        long instances = active.stream().mapToLong(Generation::liveInstances).sum()
                + retired.stream().mapToLong(Generation::liveInstances).sum();
        Map<String, Long> bytes = new HashMap<>();
        this.staging.ledgers().forEach((name, ledger) -> bytes.put(name, ledger.heldBytes()));
        Map<String, List<Long>> retiredByBundle = retired.stream()
            .sorted(Comparator.comparingLong(Generation::number))
            .collect(Collectors.groupingBy(Generation::bundleName,
                    Collectors.mapping(Generation::number, Collectors.toList())));
        return new RuntimeStatistics(this.store.revision(), this.store.pinned(), active.size(), active.size(),
                retired.size(), this.activation.reclaimedGenerations(), this.nativeLoader.closedButMapped(), instances,
                holders(), bytes, retiredByBundle, this.async.statistics(), callStatistics());
    }

    /**
     * A call that failed while its bundle was replaced by another may be credited to that
     * one, so there could be more errors than calls.
     */
    private List<CallStatistics> callStatistics() {
        List<CallStatistics> counted = new ArrayList<>();
        this.store.settleCalls();
        for (CallCounter each : this.calls.all()) {
            long errors = each.errors();
            counted.add(
                    new CallStatistics(each.bundleName(), each.contractName(), Math.max(each.calls(), errors), errors));
        }
        return counted;
    }

    private List<Holder> holders() {
        return Holders.describe(this.reclaimer.holders());
    }

    void close(Duration drainTimeout) {
        requireNotPinned("close the runtime");
        if (this.lock.isHeldByCurrentThread()) {
            String reason = "this thread is in one of its listeners or in a bundle's initialisation";
            throw new ReentrantCallException(
                    new Explanation("Refused to close the runtime: " + reason, reason, "Close it from another thread"),
                    null);
        }
        if (!this.closing.compareAndSet(false, true)) {
            return;
        }
        // Whoever was interrupted before must still not leave everything mapped.
        boolean interrupted = Thread.interrupted();
        try {
            release(drain(drainTimeout));
            tellClosed(this.options);
        }
        finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean drain(Duration timeout) {
        long deadline = System.nanoTime() + LifecycleLock.nanos(timeout);
        this.async.shutdown();
        boolean quiet = this.lock.close(timeout);
        this.store.close();
        if (quiet) {
            withdrawDependentsFirst();
        }
        boolean drained = quiet && this.reclaimer.awaitEmpty(until(deadline));
        this.async.awaitEnd(until(deadline));
        return drained;
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    static void tellClosed(RuntimeOptions options) {
        for (Runnable listener : options.closeListeners()) {
            try {
                listener.run();
            }
            catch (Throwable ex) {
                logger.error("A listener failed when the runtime had been closed", ex);
            }
        }
    }

    /** What was loaded later may hold instances of what was loaded before. */
    private void withdrawDependentsFirst() {
        List<LoadedBundle> loaded = new ArrayList<>(this.bundles.all());
        Collections.reverse(loaded);
        loaded.forEach(this.activation::close);
    }

    private void release(boolean drained) {
        List<Holder> holders = drained ? List.of() : holders();
        this.reclaimer.close();
        this.host.hostContracts().close();
        if (drained && this.nativeLoader.closedButMapped() == 0) {
            this.host.close();
            this.backend.free(this.revisionWord);
        }
        if (!drained) {
            tellLeft(holders);
        }
        this.slowOperations.close();
        endLoader();
        this.stacks.floatingPoint().close();
        this.work.close();
    }

    private void tellLeft(List<Holder> holders) {
        List<RunningOperation> running = runningOperations();
        if (running.isEmpty() || !holders.isEmpty()) {
            logger.warn("polyplug closed while calls were in flight: what they use stays mapped until the process ends."
                    + " Held by {}", Holders.text(holders));
        }
        if (!running.isEmpty()) {
            List<String> open = this.bundles.all().stream().map(LoadedBundle::name).toList();
            logger.warn(
                    "polyplug closed while operations were running: {}. What they use stays mapped until the process"
                            + " ends{}",
                    running.stream().map(LifecycleLog::text).collect(Collectors.joining("; ")),
                    open.isEmpty() ? "" : ", and so do bundles " + open + ", which the first one may be using");
        }
    }

    /** What guests may ask for, answered by the life cycle. */
    private final class GuestRequests implements HostOperations {

        @Override
        public void load(Path path) {
            lifecycle().load(path);
        }

        @Override
        public void reload(Path path) {
            RuntimeParts.this.reload.reload(path);
        }

        @Override
        public void unload(BundleId id) {
            lifecycle().unload(bundles().require(id).name());
        }

        @Override
        public List<BundleId> bundleIds() {
            return bundles().all().stream().map((each) -> each.active().generation().bundleId()).toList();
        }

    }

}
