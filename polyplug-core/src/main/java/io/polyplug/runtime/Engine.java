package io.polyplug.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.EngineSettings;
import io.polyplug.Holder;
import io.polyplug.RunningOperation;
import io.polyplug.RuntimeStatistics;
import io.polyplug.backend.BackendChoice;
import io.polyplug.builtin.BuiltInContracts;
import io.polyplug.compiler.HomeProxyCompiler;
import io.polyplug.contract.BundleId;
import io.polyplug.error.Explanation;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.hostapi.HostOperations;
import io.polyplug.hostcontract.HostContracts;
import io.polyplug.library.NativeLoader;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.operation.LifecycleLock;
import io.polyplug.operation.OperationLog;
import io.polyplug.operation.OperationWatch;
import io.polyplug.operation.Operations;
import io.polyplug.platform.CLibrary;
import io.polyplug.pool.AsyncCalls;
import io.polyplug.publication.Holders;
import io.polyplug.publication.LoadedBundle;
import io.polyplug.script.ScriptLanguage;
import io.polyplug.script.ScriptLoader;
import io.polyplug.work.DataDirectories;
import io.polyplug.work.WorkDirectory;

/**
 * One runtime, put together and taken apart; between the two it only says who does what.
 * Thread-safe.
 */
public final class Engine {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final RuntimeOptions options;

    private final WorkDirectory work;

    private final CallSide calls;

    private final Libraries libraries;

    private final NativeLoader nativeLoader;

    private final CodeLoaders loaders;

    private final OperationWatch watch;

    private final LifecycleLock lock;

    private final BundleSide bundles;

    private final Contracts contracts;

    private final AtomicBoolean closing = new AtomicBoolean();

    Engine(RuntimeOptions options, BackendChoice choice, DataDirectories data, WorkDirectory work, AsyncCalls async) {
        this.options = options;
        this.work = work;
        RuntimeOptions.Patience patience = options.patience();
        NativeBackend backend = choice.create();
        CLibrary.current().tell();
        this.calls = new CallSide(backend, HomeProxyCompiler.of(backend), async, new GuestRequests());
        this.contracts = new Contracts(this.calls.proxies(), this.calls.store(), this.calls.stacks());
        BuiltInContracts builtIn = new BuiltInContracts(hostContracts());
        builtIn.registerDataDirectories((bundle) -> data.of(bundle, work).toString());
        builtIn.registerConfig((each) -> options.bundles().config().config(each.bundleName(), each.number()));
        this.libraries = new Libraries(backend, capped(patience.operation()));
        this.nativeLoader = madeOr(this.libraries::close,
                () -> new NativeLoader(backend, this.libraries, options.nativeCode().settings()));
        this.watch = madeOr(this::endLoader,
                () -> new OperationWatch(this.calls.pins(), patience.held(), patience.slowStep()));
        this.lock = new LifecycleLock(this.calls.stacks(), this.watch.reclaimer(), this.libraries, this.watch.trace(),
                patience.operation());
        this.loaders = new CodeLoaders(this.nativeLoader, this.calls.host());
        addEngines(backend, options.nativeCode().engines());
        this.bundles = new BundleSide(this.calls, new Operations(this.lock, this.watch), this.loaders, work, options);
    }

    private void addEngines(NativeBackend backend, Map<String, EngineSettings> engines) {
        for (ScriptLanguage language : ScriptLanguage.values()) {
            EngineSettings settings = engines.get(language.loader());
            if (settings != null) {
                this.loaders.add(new ScriptLoader(language, settings, backend, this.libraries, this.calls.host()));
            }
            else {
                this.loaders.missing(language.loader(), language.cure());
            }
        }
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
        return this.bundles.lifecycle();
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
        return this.bundles.observation();
    }

    RuntimeStatistics statistics() {
        return this.bundles.statistics().now(this.nativeLoader.closedButMapped());
    }

    void close(Duration drainTimeout) {
        this.lock.requireMayWait("close the runtime");
        if (this.lock.isHeldByCurrentThread()) {
            String reason = "this thread is in one of its listeners or in a bundle's initialisation";
            throw new ReentrantCallException(
                    new Explanation("Refused to close the runtime: " + reason, reason, "Close it from another thread"));
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
        this.bundles.endPlans();
        this.calls.async().shutdown();
        boolean quiet = this.lock.close(timeout);
        this.calls.store().close();
        if (quiet) {
            this.bundles.closeDependentsFirst();
        }
        boolean drained = quiet && this.watch.reclaimer().awaitEmpty(until(deadline));
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

    private void release(boolean drained) {
        List<Holder> holders = drained ? List.of() : this.bundles.holders();
        this.watch.reclaimer().close();
        hostContracts().close();
        if (drained && this.nativeLoader.closedButMapped() == 0) {
            this.calls.free();
        }
        if (!drained) {
            tellLeft(holders);
        }
        this.watch.close();
        endLoader();
        this.calls.stacks().floatingPoint().close();
        this.work.close();
    }

    private void tellLeft(List<Holder> holders) {
        List<RunningOperation> running = this.watch.running();
        if (running.isEmpty() || !holders.isEmpty()) {
            logger.warn("polyplug closed while calls were in flight: what they use stays mapped until the process ends."
                    + " Held by {}", Holders.text(holders));
        }
        if (!running.isEmpty()) {
            List<String> open = this.bundles.loaded().all().stream().map(LoadedBundle::name).toList();
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
            lifecycle().unload(Engine.this.bundles.loaded().require(id).name());
        }

        @Override
        public List<BundleId> bundleIds() {
            return Engine.this.bundles.loaded().all().stream().map((each) -> each.generation().bundleId()).toList();
        }

    }

}
