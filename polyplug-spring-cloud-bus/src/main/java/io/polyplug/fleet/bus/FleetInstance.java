package io.polyplug.fleet.bus;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import io.polyplug.autoconfigure.event.BundleReloadEvent;
import io.polyplug.autoconfigure.event.BundleRolloutAbandonedEvent;
import io.polyplug.autoconfigure.event.BundleRolloutPromotedEvent;
import io.polyplug.fleet.Command;
import io.polyplug.fleet.CommandRefusedException;
import io.polyplug.fleet.CommandState;
import io.polyplug.fleet.FleetNode;
import io.polyplug.fleet.FleetPort;
import io.polyplug.fleet.FleetState;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * This instance in its fleet. One thread has the {@link FleetNode}, one changes bundles,
 * and one sends, so that neither a slow bundle nor a slow broker keeps the others
 * waiting. Thread-safe.
 */
final class FleetInstance implements SmartLifecycle, FleetPort {

    /** After all bindings of Spring Cloud Stream, and before they are gone. */
    private static final int PHASE = Integer.MAX_VALUE - 500;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.fleet");

    private static final int UNSENT = 1000;

    private static final int ANSWER_SECONDS = 10;

    private final BusAccess bus;

    private final ServedBundles bundles;

    private final OrderWork work;

    private final FleetProperties properties;

    private final Clock clock = Clock.systemUTC();

    private final ScheduledExecutorService node = new ScheduledThreadPoolExecutor(1, threads("polyplug-fleet"));

    private final ExecutorService changes = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), threads("polyplug-fleet-changes"));

    private final ExecutorService sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(UNSENT), threads("polyplug-fleet-sender"));

    private final FleetNode fleet;

    private volatile boolean running;

    private volatile @Nullable ScheduledFuture<?> beats;

    private @Nullable Instant lastNow;

    FleetInstance(BusAccess bus, ServedBundles bundles, OrderWork work, FleetProperties properties) {
        this.bus = bus;
        this.bundles = bundles;
        this.work = work;
        this.properties = properties;
        this.fleet = new FleetNode(bus.instance(), properties.settings(), this);
    }

    private static ThreadFactory threads(String name) {
        return (task) -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void start() {
        this.running = true;
        later(() -> this.fleet.start(now()));
        long beat = Math.max(1, Math.min(1000, this.properties.heartbeat().toMillis() / 4));
        this.beats = this.node.scheduleWithFixedDelay(guarded(() -> this.fleet.tick(now())), beat, beat,
                TimeUnit.MILLISECONDS);
        logger.info("Instance '{}' takes part in the fleet; who may write to its broker may command it",
                this.bus.instance());
    }

    @Override
    public void stop() {
        this.running = false;
        ScheduledFuture<?> present = this.beats;
        if (present != null) {
            present.cancel(false);
        }
        later(() -> this.fleet.leave(now()));
        end(this.node);
        this.changes.shutdownNow();
        end(this.sender);
    }

    private static void end(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        }
        catch (InterruptedException ex) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Takes what other instances say. What this one says comes by here too. */
    @EventListener
    void heard(FleetRemoteApplicationEvent event) {
        if (this.bus.isFromSelf(event)) {
            return;
        }
        FleetMessage message;
        try {
            message = event.message();
        }
        catch (JacksonException ex) {
            logger.warn(
                    "A message of '{}' is ignored, because it is not as protocol {} has it: {}. "
                            + "Look who writes to the broker",
                    event.getOriginService(), event.spokenProtocol(), ex.getOriginalMessage());
            return;
        }
        if (message == null) {
            logger.warn(
                    "A message of '{}' is ignored, because it is of a kind that this instance does not know "
                            + "(protocol {}, here {}). Update its polyplug-spring-cloud-bus",
                    event.getOriginService(), event.spokenProtocol(), FleetRemoteApplicationEvent.PROTOCOL);
            return;
        }
        later(() -> this.fleet.receive(message, now()));
    }

    /** Tells the others soon, and does not keep waiting who changes the bundle. */
    @EventListener({ BundleReloadEvent.class, BundleLoadedEvent.class, BundleRolloutPromotedEvent.class,
            BundleRolloutAbandonedEvent.class })
    void changed() {
        later(() -> this.fleet.changed(now()));
    }

    @Override
    public void send(FleetMessage message) {
        try {
            this.sender.execute(() -> {
                try {
                    this.bus.publish(message);
                }
                catch (RuntimeException ex) {
                    logger.warn("A message to the fleet is lost, because the broker does not take it; "
                            + "what waits for its answer times out", ex);
                }
            });
        }
        catch (RejectedExecutionException ex) {
            logger.warn("A message to the fleet is lost, because {} others wait for the broker", UNSENT);
        }
    }

    @Override
    public void carryOut(Order order) {
        change(() -> {
            OrderWork.Result result = this.work.carryOut(order.change(), order.principal());
            String bundle = order.change().bundle();
            Served served = this.bundles.all()
                .stream()
                .filter((each) -> each.bundle().equals(bundle))
                .findFirst()
                .orElse(null);
            logger.info("Command {} for bundle '{}', state '{}': {}{}", order.revision().command(), bundle,
                    order.change().state(), result.outcome(), (result.reason() != null) ? ": " + result.reason() : "");
            later(() -> this.fleet.answered(new Answer(order.revision().command(), this.bus.instance(),
                    result.outcome(), result.reason(), served), now()));
        });
    }

    @Override
    public void catchUp(Desired desired) {
        change(() -> {
            String refusal = this.work.catchUp(desired);
            logger.info("Bundle '{}' is to be of version {} since command {}, which this instance missed: {}",
                    desired.bundle(), desired.version(), desired.revision().command(),
                    (refusal != null) ? refusal : "caught up");
            later(() -> this.fleet.caughtUp(desired, refusal, now()));
        });
    }

    @Override
    public List<Served> served() {
        return this.bundles.all();
    }

    @Override
    public boolean matches(String destination, String instance) {
        return this.bus.matches(destination, instance);
    }

    /**
     * Begins a command.
     * @throws CommandRefusedException if it is not begun
     */
    CommandState begin(Command command) {
        return ask((now) -> this.fleet.begin(command, now));
    }

    FleetState state() {
        return ask(this.fleet::state);
    }

    private <T> T ask(Function<Instant, T> question) {
        try {
            Callable<T> call = () -> question.apply(now());
            return this.node.submit(call).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        catch (ExecutionException ex) {
            if (ex.getCause() instanceof CommandRefusedException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("The fleet cannot be asked", ex.getCause());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new CommandRefusedException("The request was interrupted");
        }
        catch (RejectedExecutionException | TimeoutException ex) {
            throw new CommandRefusedException("This instance is being shut down. Ask another one");
        }
    }

    private void later(Runnable task) {
        try {
            this.node.execute(guarded(task));
        }
        catch (RejectedExecutionException ex) {
            logger.debug("The instance has left the fleet", ex);
        }
    }

    private void change(Runnable task) {
        try {
            this.changes.execute(guarded(task));
        }
        catch (RejectedExecutionException ex) {
            logger.debug("The instance has left the fleet", ex);
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            }
            catch (RuntimeException | Error ex) {
                logger.error("The fleet goes on without what failed", ex);
            }
        };
    }

    /** The clock of a machine may be put back; the node's time stands still then. */
    private synchronized Instant now() {
        Instant read = this.clock.instant();
        Instant last = this.lastNow;
        Instant now = (last != null && last.isAfter(read)) ? last : read;
        this.lastNow = now;
        return now;
    }

}
