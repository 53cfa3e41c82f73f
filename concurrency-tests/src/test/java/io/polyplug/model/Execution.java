package io.polyplug.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One execution of a few short threads under a weak memory model. Not thread-safe: the
 * threads are lists of steps, and {@link Executions} decides whose step is next and what
 * each read sees.
 * <p>
 * Each location has the history of its writes. A thread knows how far into each history
 * it has seen (its view), and how much of each other thread happened before its present
 * step (its clock). A read may see any write from its view on; if it acquires what was
 * released, view and clock of the writer come along. Volatile accesses share one more
 * view: none sees less than the volatile accesses before it. Things that are not
 * synchronised, such as a library, are only touched: two touches that are not ordered by
 * clocks are a race.
 */
final class Execution {

    private final Choices choices;

    private final List<List<Write>> histories = new ArrayList<>();

    private final Map<Integer, Integer> volatileView = new HashMap<>();

    private final List<Actor> actors = new ArrayList<>();

    private final Map<String, List<Touch>> touches = new HashMap<>();

    private @Nullable String violation;

    private Actor actor = new Actor(0);

    Execution(Choices choices) {
        this.choices = choices;
    }

    /** Adds a location; returns its index. */
    int location(long value) {
        this.histories.add(new ArrayList<>(List.of(new Write(value, Map.of(), Map.of()))));
        return this.histories.size() - 1;
    }

    /** Runs the threads to their end. */
    void run(List<List<Runnable>> threads) {
        threads.forEach((steps) -> this.actors.add(new Actor(this.actors.size())));
        List<Integer> next = new ArrayList<>(threads.stream().map((steps) -> 0).toList());
        while (this.violation == null) {
            List<Integer> ready = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++) {
                if (next.get(i) < threads.get(i).size()) {
                    ready.add(i);
                }
            }
            if (ready.isEmpty()) {
                return;
            }
            int chosen = ready.get(this.choices.choose(ready.size()));
            this.actor = this.actors.get(chosen);
            threads.get(chosen).get(next.get(chosen)).run();
            next.set(chosen, next.get(chosen) + 1);
        }
    }

    long read(int location, Ordering ordering) {
        List<Write> history = this.histories.get(location);
        int from = this.actor.view.getOrDefault(location, 0);
        if (ordering == Ordering.VOLATILE) {
            from = Math.max(from, this.volatileView.getOrDefault(location, 0));
        }
        int seen = from + this.choices.choose(history.size() - from);
        see(location, seen, ordering);
        return history.get(seen).value();
    }

    void write(int location, long value, Ordering ordering) {
        List<Write> history = this.histories.get(location);
        int index = history.size();
        this.actor.clock.merge(this.actor.index, 1, Integer::sum);
        this.actor.view.put(location, index);
        history
            .add(ordering.releases() ? new Write(value, new HashMap<>(this.actor.view), new HashMap<>(this.actor.clock))
                    : new Write(value, Map.of(location, index), Map.of()));
        if (ordering == Ordering.VOLATILE) {
            this.volatileView.put(location, index);
        }
    }

    /** Reads the last write and writes behind it. */
    long getAndAdd(int location, long delta, Ordering ordering) {
        long present = readLast(location, ordering);
        write(location, present + delta, ordering);
        return present;
    }

    boolean compareAndSet(int location, long expected, long value, Ordering ordering) {
        if (readLast(location, ordering) != expected) {
            return false;
        }
        write(location, value, ordering);
        return true;
    }

    private long readLast(int location, Ordering ordering) {
        int last = this.histories.get(location).size() - 1;
        see(location, last, ordering);
        return this.histories.get(location).get(last).value();
    }

    private void see(int location, int index, Ordering ordering) {
        this.actor.view.put(location, index);
        if (ordering.acquires()) {
            Write seen = this.histories.get(location).get(index);
            seen.view().forEach((where, what) -> this.actor.view.merge(where, what, Math::max));
            seen.clock().forEach((who, when) -> this.actor.clock.merge(who, when, Math::max));
        }
        if (ordering == Ordering.VOLATILE) {
            this.volatileView.merge(location, index, Math::max);
        }
    }

    /** Uses something that only the protocol under test orders. */
    void touch(String thing) {
        List<Touch> before = this.touches.computeIfAbsent(thing, (key) -> new ArrayList<>());
        for (Touch other : before) {
            if (other.who() != this.actor.index && this.actor.clock.getOrDefault(other.who(), 0) <= other.when()) {
                fail(thing + " is touched by two threads at once");
            }
        }
        before.add(new Touch(this.actor.index, this.actor.clock.getOrDefault(this.actor.index, 0)));
    }

    void fail(String reason) {
        this.violation = reason;
    }

    @Nullable String violation() {
        return this.violation;
    }

    private record Write(long value, Map<Integer, Integer> view, Map<Integer, Integer> clock) {
    }

    private record Touch(int who, int when) {
    }

    private static final class Actor {

        private final int index;

        private final Map<Integer, Integer> view = new HashMap<>();

        private final Map<Integer, Integer> clock = new HashMap<>();

        Actor(int index) {
            this.index = index;
        }

    }

}
