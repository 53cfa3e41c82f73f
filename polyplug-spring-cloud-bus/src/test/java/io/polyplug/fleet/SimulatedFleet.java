package io.polyplug.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.FleetMessage;
import io.polyplug.fleet.message.Order;
import io.polyplug.fleet.message.Served;

/**
 * Nodes with a clock that is moved by hand, and a bus on which each message is carried
 * once or lost. Each instance has a folder, from which it reloads.
 */
final class SimulatedFleet {

    static final FleetSettings SETTINGS = new FleetSettings(Duration.ofMillis(10_000), 3, Duration.ofMinutes(10),
            Duration.ofMinutes(1));

    final Map<String, Instance> instances = new LinkedHashMap<>();

    final List<FleetMessage> sent = new ArrayList<>();

    private final Deque<Runnable> bus = new ArrayDeque<>();

    private final Set<String> partitioned = new HashSet<>();

    Predicate<FleetMessage> lost = (message) -> false;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Instance start(String name, String served) {
        Instance instance = new Instance(name, served);
        this.instances.put(name, instance);
        instance.node.start(this.now);
        deliver();
        return instance;
    }

    void kill(String name) {
        this.instances.remove(name);
    }

    void partition(String name) {
        this.partitioned.add(name);
    }

    void heal(String name) {
        this.partitioned.remove(name);
    }

    void deliver() {
        for (Runnable next = this.bus.poll(); next != null; next = this.bus.poll()) {
            next.run();
        }
    }

    void pass(int seconds) {
        for (Instant end = this.now.plusSeconds(seconds); this.now.isBefore(end); this.now = this.now.plusSeconds(1)) {
            List.copyOf(this.instances.values()).forEach((each) -> each.node.tick(this.now));
            deliver();
        }
    }

    Command reload(String waves) {
        return new Command(new Change("greeter", "reloaded", null, null, null), "**", Waves.of(waves),
                Duration.ofSeconds(30), "alice");
    }

    List<String> ordered() {
        return this.sent.stream()
            .filter(Order.class::isInstance)
            .map((each) -> String.join("+", ((Order) each).instances()))
            .toList();
    }

    final class Instance implements FleetPort {

        final String name;

        final FleetNode node;

        String served;

        String folder;

        int generation = 1;

        boolean broken;

        boolean slow;

        Instance(String name, String served) {
            this.name = name;
            this.served = served;
            this.folder = served;
            this.node = new FleetNode(name, SETTINGS, this);
        }

        @Override
        public void send(FleetMessage message) {
            SimulatedFleet.this.sent.add(message);
            if (SimulatedFleet.this.lost.test(message) || SimulatedFleet.this.partitioned.contains(this.name)) {
                return;
            }
            SimulatedFleet.this.instances.values()
                .stream()
                .filter((each) -> each != this && !SimulatedFleet.this.partitioned.contains(each.name))
                .forEach((each) -> SimulatedFleet.this.bus
                    .add(() -> each.node.receive(message, SimulatedFleet.this.now)));
        }

        @Override
        public void carryOut(Order order) {
            if (this.slow) {
                return;
            }
            SimulatedFleet.this.bus.add(() -> {
                String outcome = this.broken ? Answer.FAILED
                        : this.folder.equals(this.served) ? Answer.ALREADY : Answer.DONE;
                String reason = this.broken ? "its library is broken"
                        : order.change().objection(this.folder, this.folder);
                if (reason == null && !this.folder.equals(this.served)) {
                    reload();
                }
                this.node.answered(
                        new Answer(order.revision().command(), this.name,
                                (reason != null && !this.broken) ? Answer.REFUSED : outcome, reason, served().get(0)),
                        SimulatedFleet.this.now);
            });
        }

        @Override
        public void catchUp(Desired desired) {
            SimulatedFleet.this.bus.add(() -> {
                String refusal = desired.digest().equals(this.folder) ? null : "its folder holds " + this.folder;
                if (refusal == null) {
                    reload();
                }
                this.node.caughtUp(desired, refusal, SimulatedFleet.this.now);
            });
        }

        void reload() {
            this.served = this.folder;
            this.generation++;
        }

        CommandState begin(Command command) {
            CommandState state = this.node.begin(command, SimulatedFleet.this.now);
            deliver();
            return state;
        }

        CommandState command() {
            return state().commands().get(0);
        }

        FleetState state() {
            return this.node.state(SimulatedFleet.this.now);
        }

        @Override
        public List<Served> served() {
            return List.of(new Served("greeter", this.served, this.generation, this.served, 0, null, null));
        }

        @Override
        public boolean matches(String destination, String instance) {
            return destination.equals("**") || destination.equals(instance) || (destination.endsWith(":**")
                    && instance.startsWith(destination.substring(0, destination.length() - 2)));
        }

    }

}
