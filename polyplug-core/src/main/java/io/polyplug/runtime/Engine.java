package io.polyplug.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.ConfigSource;
import io.polyplug.Holder;
import io.polyplug.RunningOperation;
import io.polyplug.RuntimeStatistics;
import io.polyplug.async.AsyncCalls;
import io.polyplug.contract.BundleId;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.ffi.BackendChoice;
import io.polyplug.ffi.CLibrary;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.files.DataDirectories;
import io.polyplug.files.WorkDirectory;
import io.polyplug.host.HostContracts;
import io.polyplug.host.HostOperations;
import io.polyplug.library.NativeLoader;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.operation.LifecycleLock;
import io.polyplug.operation.OperationLog;
import io.polyplug.operation.OperationTrace;
import io.polyplug.operation.Operations;
import io.polyplug.operation.Reclamations;
import io.polyplug.operation.SlowOperations;
import io.polyplug.proxy.CallFrame;
import io.polyplug.publication.Dependents;
import io.polyplug.publication.Holders;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.publication.LoadedBundles;
import io.polyplug.publication.Phases;
import io.polyplug.publication.Publication;
import io.polyplug.publication.PublishedContracts;
import io.polyplug.publication.Retirements;
import io.polyplug.staging.Activations;
import io.polyplug.staging.Candidates;
import io.polyplug.staging.Staging;
import io.polyplug.staging.StagingChecks;
import io.polyplug.staging.StagingRules;
import io.polyplug.store.RuntimeStore;

/**
 * One runtime, put together and taken apart; between the two it only says who does what.
 * Thread-safe.
 */
public final class Engine {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    /** A release that takes longer holds up no other one. */
    private static final Duration LONGEST_RELEASE = Duration.ofMillis(20);

    private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

    private final RuntimeOptions options;

    private final WorkDirectory work;

    private final CallSide calls;

    private final Libraries libraries;

    private final NativeLoader nativeLoader;

    private final CodeLoaders loaders;

    private final SlowOperations slowOperations;

    private final OperationTrace trace;

    private final Reclamations reclamations = new Reclamations();

    private final Reclaimer reclaimer;

    private final LifecycleLock lock;

    private final LoadedBundles bundles;

    private final Publication publication;

    private final Lifecycle lifecycle;

    private final Contracts contracts;

    private final Observation observation;

    private final Statistics statistics;

    private final AtomicBoolean closing = new AtomicBoolean();

    Engine(RuntimeOptions options, BackendChoice choice, DataDirectories data, WorkDirectory work, AsyncCalls async) {
        this.options = options;
        this.work = work;
        NativeBackend backend = choice.create();
        CLibrary.current().tell();
        this.calls = new CallSide(backend, async, new GuestRequests());
        this.calls.host().hostContracts().registerDataDirectories((bundle) -> data.of(bundle, work).toString());
        ConfigSource config = options.bundles().config();
        this.calls.host()
            .hostContracts()
            .registerConfig((generation) -> config.config(generation.bundleName(), generation.number()));
        this.libraries = new Libraries(backend, capped(options.patience().operation()));
        this.slowOperations = new SlowOperations(this::lookAfterOperations);
        this.trace = new OperationTrace(this.slowOperations::begun);
        this.nativeLoader = madeOr(this.libraries::close,
                () -> new NativeLoader(backend, this.libraries, options.nativeCode().settings()));
        this.loaders = new CodeLoaders(this.nativeLoader, this.calls.host());
        this.reclaimer = madeOr(this::endLoader,
                () -> new Reclaimer(this.calls.pins(), options.patience().held(), this.slowOperations::begun));
        this.lock = new LifecycleLock(this.calls.stacks(), this.reclaimer, this.libraries, this.trace,
                options.patience().operation());
        StagingRules rules = options.bundles().rules();
        Operations operations = new Operations(this.lock, this.trace);
        Phases phases = new Phases(options.listeners().phases(), this.trace);
        Activations activations = new Activations(this.calls.counters());
        this.bundles = new LoadedBundles(activations);
        RuntimeStore<CallFrame> store = this.calls.store();
        Dependents dependents = new Dependents(this.bundles, store, rules.compatibility());
        Retirements retirements = new Retirements(store, this.reclaimer, this.reclamations, phases, this.lock);
        PublishedContracts published = new PublishedContracts(store, this.calls.host().hostContracts(), operations,
                rules.compatibility());
        this.publication = new Publication(published, this.bundles, dependents, retirements);
        Candidates candidates = new Candidates(work, this.loaders, activations, rules, this.trace);
        Staging staging = new Staging(this.calls.host(), new StagingChecks(store, rules.compatibility()), this.trace,
                this.lock::requireNotAbandoned);
        Requests requests = new Requests(operations, phases, this.bundles, candidates, options);
        this.lifecycle = new Lifecycle(new Loading(operations, this.bundles, candidates, staging, this.publication),
                requests, new Reload(requests, staging, this.publication, retirements),
                new Unloading(operations, this.bundles, dependents, this.publication, phases),
                new Verification(operations, this.bundles, candidates, staging, this.publication));
        this.contracts = new Contracts(this.calls.proxies(), store, this.calls.stacks());
        this.observation = new Observation(this.bundles, published, this.trace, this.reclamations, retirements);
        this.statistics = new Statistics(this.calls, this.bundles, retirements, activations,
                this.nativeLoader::closedButMapped);
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
        return Duration.ofNanos(TimeUnit.NANOSECONDS.convert(duration));
    }

    void requireOpen() {
        if (this.closing.get()) {
            throw LifecycleLock.closedFailure();
        }
    }

    /**
     * {@return who does something to bundles}
     */
    public Lifecycle lifecycle() {
        return this.lifecycle;
    }

    /**
     * {@return who knows what bundles provide}
     */
    public Contracts contracts() {
        return this.contracts;
    }

    /**
     * {@return who knows what bundles may call}
     */
    public HostContracts hostContracts() {
        return this.calls.host().hostContracts();
    }

    /**
     * {@return who knows what opens bundles}
     */
    public CodeLoaders loaders() {
        return this.loaders;
    }

    /**
     * {@return who tells what there is}
     */
    public Observation observation() {
        return this.observation;
    }

    RuntimeStatistics statistics() {
        return this.statistics.now();
    }

    /**
     * First who hangs is relieved, which must not wait for a log.
     * @return after how many nanoseconds to look again, or 0 if nothing is running
     */
    private long lookAfterOperations() {
        boolean releasing = this.reclaimer.relieve(LONGEST_RELEASE);
        Duration threshold = this.options.patience().slowStep();
        boolean running = this.trace.tellIfSlow(threshold);
        running |= this.reclamations.tellIfSlow(threshold);
        if (releasing) {
            return LONGEST_RELEASE.toNanos() / 2;
        }
        return running ? Math.max(LONGEST_RELEASE.toNanos(),
                Math.min(LONGEST_LOOK.toNanos(), TimeUnit.NANOSECONDS.convert(threshold) / 4)) : 0;
    }

    void close(Duration drainTimeout) {
        this.lock.requireMayWait("close the runtime");
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
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        this.calls.async().shutdown();
        boolean quiet = this.lock.close(timeout);
        this.calls.store().close();
        if (quiet) {
            withdrawDependentsFirst();
        }
        boolean drained = quiet && this.reclaimer.awaitEmpty(until(deadline));
        this.calls.async().awaitEnd(until(deadline));
        return drained;
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    static void tellClosed(RuntimeOptions options) {
        for (Runnable listener : options.listeners().closed()) {
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
        loaded.forEach(this.publication::close);
    }

    private void release(boolean drained) {
        List<Holder> holders = drained ? List.of() : Holders.describe(this.reclaimer.holders());
        this.reclaimer.close();
        hostContracts().close();
        if (drained && this.nativeLoader.closedButMapped() == 0) {
            this.calls.free();
        }
        if (!drained) {
            tellLeft(holders);
        }
        this.slowOperations.close();
        endLoader();
        this.calls.stacks().floatingPoint().close();
        this.work.close();
    }

    private void tellLeft(List<Holder> holders) {
        List<RunningOperation> running = this.observation.runningOperations();
        if (running.isEmpty() || !holders.isEmpty()) {
            logger.warn("polyplug closed while calls were in flight: what they use stays mapped until the process ends."
                    + " Held by {}", Holders.text(holders));
        }
        if (!running.isEmpty()) {
            List<String> open = this.bundles.all().stream().map(LoadedBundle::name).toList();
            logger.warn(
                    "polyplug closed while operations were running: {}. What they use stays mapped until the process"
                            + " ends{}",
                    running.stream().map(OperationLog::text).collect(Collectors.joining("; ")),
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
            lifecycle().reload(path);
        }

        @Override
        public void unload(BundleId id) {
            lifecycle().unload(Engine.this.bundles.require(id).name());
        }

        @Override
        public List<BundleId> bundleIds() {
            return Engine.this.bundles.all().stream().map((each) -> each.generation().bundleId()).toList();
        }

    }

}
