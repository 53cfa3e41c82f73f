package io.polyplug.fleet;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.Ending;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Presence;
import io.polyplug.fleet.message.Revision;
import io.polyplug.fleet.message.Served;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a fleet: it makes itself known, carries out orders, drives the commands
 * that it was asked for, and catches up what it missed. Used by one thread; time comes
 * with each call and does not go back.
 */
public final class FleetNode {

    private static final int COMMANDS = 20;

    private final String instance;

    private final FleetSettings settings;

    private final FleetPort port;

    private final Members members;

    private final RunningCommands running = new RunningCommands();

    private final DesiredState desired = new DesiredState();

    private final CatchUps catchUps;

    private final Deque<Coordination> commands = new ArrayDeque<>();

    private Instant nextPresence = Instant.MIN;

    /**
     * Creates a node that knows of nobody yet.
     * @param instance the instance's name on the bus
     * @param settings how it takes part
     * @param port what the node needs of its instance
     */
    public FleetNode(String instance, FleetSettings settings, FleetPort port) {
        this.instance = instance;
        this.settings = settings;
        this.port = port;
        this.members = new Members(settings);
        this.catchUps = new CatchUps(settings);
    }

    /**
     * Makes the instance known and asks all others to do the same.
     * @param now the time
     */
    public void start(Instant now) {
        tell(true, false, now);
    }

    /**
     * Makes known that the instance is being shut down.
     * @param now the time
     */
    public void leave(Instant now) {
        this.commands.forEach((each) -> each.stop("Its coordinator is being shut down. Send the command again", now));
        proceed(now);
        tell(false, true, now);
    }

    /**
     * Makes known that something else is served.
     * @param now the time
     */
    public void changed(Instant now) {
        tell(false, false, now);
    }

    /**
     * Does what time asks for. To be called several times a heartbeat.
     * @param now the time
     */
    public void tick(Instant now) {
        this.commands.forEach((each) -> each.tick(now));
        proceed(now);
        this.members.forget(now);
        if (!this.nextPresence.isAfter(now)) {
            tell(false, false, now);
        }
        catchUp(now);
    }

    /**
     * Takes what another instance says.
     * @param message what it says
     * @param now the time
     */
    public void receive(FleetMessage message, Instant now) {
        if (message instanceof Presence presence) {
            this.members.heard(presence, now);
            this.desired.merge(presence.desired());
            if (presence.asks()) {
                tell(false, false, now);
            }
        }
        else if (message instanceof Order order) {
            ordered(order, now);
        }
        else if (message instanceof Answer answer) {
            this.members.heard(answer.instance(), answer.served(), now);
            this.commands.stream()
                .filter((each) -> each.revision().command().equals(answer.command()))
                .forEach((each) -> each.heard(answer, now));
            proceed(now);
        }
        else if (message instanceof Ending ending) {
            ended(ending);
        }
        catchUp(now);
    }

    private void ordered(Order order, Instant now) {
        Optional<RunningCommands.Running> other = this.running.heard(order, now);
        if (other.isEmpty()) {
            this.commands.stream()
                .filter((each) -> each.isRunning() && each.bundle().equals(order.change().bundle())
                        && !each.revision().equals(order.revision()))
                .forEach((each) -> each.stop("It is given up: " + precedence(order.revision(), order.coordinator()),
                        now));
            proceed(now);
        }
        if (!order.instances().contains(this.instance)) {
            return;
        }
        String refusal = other.map((each) -> precedence(each.revision(), each.coordinator()))
            .orElse((order.sentAt() + order.timeout() < now.toEpochMilli())
                    ? "the order came after its time. Send the command again, and compare the clocks of the instances"
                    : null);
        if (refusal != null) {
            answered(new Answer(order.revision().command(), this.instance, Answer.REFUSED, refusal,
                    served(order.change().bundle())), now);
        }
        else {
            this.port.carryOut(order);
        }
    }

    private static String precedence(Revision revision, String coordinator) {
        return "command " + revision.command() + " of instance '" + coordinator
                + "' takes precedence. Send this one again when that has ended";
    }

    private void ended(Ending ending) {
        this.running.heard(ending);
        Desired meant = ending.desired();
        if (meant != null) {
            this.desired.merge(meant);
        }
    }

    /**
     * Takes the answer to an order that this instance has carried out.
     * @param answer the answer
     * @param now the time
     */
    public void answered(Answer answer, Instant now) {
        this.port.send(answer);
        receive(answer, now);
    }

    /**
     * Takes what came of an attempt to catch up.
     * @param meant what was to be reached
     * @param refusal why it was not, or {@code null} if it was
     * @param now the time
     */
    public void caughtUp(Desired meant, @Nullable String refusal, Instant now) {
        this.catchUps.end(meant, refusal, now);
        tell(false, false, now);
    }

    /**
     * Begins a command, which this instance drives from now on.
     * @param command the command
     * @param now the time
     * @return the command as it begins
     * @throws CommandRefusedException if another command runs for the bundle, or no
     * instance is meant
     */
    public CommandState begin(Command command, Instant now) {
        String bundle = command.change().bundle();
        this.running.of(bundle, now).ifPresent((other) -> {
            throw new CommandRefusedException("Command " + other.revision().command() + " of instance '"
                    + other.coordinator() + "' runs for bundle '" + bundle + "'. Send this one when that has ended");
        });
        List<String> missing = this.members.all()
            .stream()
            .filter((each) -> this.members.isMissing(each, now) && isMeant(command, each.name(), each.serves(bundle)))
            .map(Members.Known::name)
            .toList();
        List<String> present = present(command, now);
        if (present.isEmpty()) {
            throw new CommandRefusedException(
                    "No instance that '" + command.destination() + "' means is known to serve bundle '" + bundle
                            + "'. Take a destination from what 'instances' shows");
        }
        long counter = Math.max(this.running.counter(), this.desired.counter()) + 1;
        Coordination coordination = new Coordination(new Revision(counter, UUID.randomUUID().toString()), command,
                new Coordination.Plan(command.waves().part(present), missing, now));
        this.commands.addFirst(coordination);
        if (this.commands.size() > COMMANDS) {
            this.commands.removeLast();
        }
        proceed(now);
        return coordination.state();
    }

    private List<String> present(Command command, Instant now) {
        List<String> present = new ArrayList<>();
        if (isMeant(command, this.instance, served(command.change().bundle()) != null)) {
            present.add(this.instance);
        }
        this.members.all()
            .stream()
            .filter((each) -> !this.members.isMissing(each, now)
                    && isMeant(command, each.name(), each.serves(command.change().bundle())))
            .forEach((each) -> present.add(each.name()));
        return present.stream().sorted().toList();
    }

    private boolean isMeant(Command command, String name, boolean serves) {
        return serves && this.port.matches(command.destination(), name);
    }

    /**
     * Sends what can be sent of the commands driven here, and tells of those that ended.
     */
    private void proceed(Instant now) {
        for (Coordination each : List.copyOf(this.commands)) {
            each.next(this.instance, now).ifPresent((order) -> {
                this.port.send(order);
                ordered(order, now);
            });
            each.ending().ifPresent((ending) -> {
                this.port.send(ending);
                ended(ending);
            });
        }
    }

    private void catchUp(Instant now) {
        for (Served served : this.port.served()) {
            if (this.running.of(served.bundle(), now).isEmpty()) {
                meant(served.bundle(), this.instance).filter((each) -> this.catchUps.begin(each, served, now))
                    .ifPresent(this.port::catchUp);
            }
        }
    }

    private Optional<Desired> meant(String bundle, String name) {
        return this.desired.of(bundle, (destination) -> this.port.matches(destination, name));
    }

    private void tell(boolean asks, boolean leaves, Instant now) {
        this.nextPresence = now.plus(this.settings.heartbeat());
        this.port.send(new Presence(this.instance, asks, leaves, served(), this.desired.all()));
    }

    private List<Served> served() {
        return this.port.served().stream().map(this.catchUps::told).toList();
    }

    private @Nullable Served served(String bundle) {
        return served().stream().filter((each) -> each.bundle().equals(bundle)).findFirst().orElse(null);
    }

    /**
     * Describes the fleet as this instance knows it.
     * @param now the time
     * @return the description
     */
    public FleetState state(Instant now) {
        List<FleetState.Member> found = new ArrayList<>();
        found.add(new FleetState.Member(this.instance, null, described(this.instance, served())));
        for (Members.Known each : this.members.all()) {
            found.add(new FleetState.Member(each.name(), this.members.isMissing(each, now) ? each.heardAt() : null,
                    described(each.name(), each.bundles())));
        }
        found.sort(Comparator.comparing(FleetState.Member::instance));
        return new FleetState(this.instance, found, this.desired.all(),
                this.commands.stream().map(Coordination::state).toList());
    }

    private List<FleetState.MemberBundle> described(String name, List<Served> bundles) {
        return bundles.stream()
            .map((each) -> new FleetState.MemberBundle(each.bundle(), each.version(), each.generation(), each.digest(),
                    Instant.ofEpochMilli(each.activatedAt()), each.outcome(), each.reason(), difference(name, each)))
            .toList();
    }

    private @Nullable String difference(String name, Served served) {
        return meant(served.bundle(), name).filter((each) -> !each.digest().equals(served.digest()))
            .map((each) -> "version " + each.version() + ", build " + each.digest() + ", is desired since command "
                    + each.revision().command())
            .orElse(null);
    }

}
