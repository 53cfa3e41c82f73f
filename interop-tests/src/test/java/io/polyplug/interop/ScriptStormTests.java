package io.polyplug.interop;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.polyplug.Crew;
import io.polyplug.Figures;
import io.polyplug.MachineStatistics;
import io.polyplug.MemoryCurve;
import io.polyplug.PolyplugRuntime;
import io.polyplug.RuntimeStatistics;
import io.polyplug.error.PolyplugException;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Relay;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts, every second of them broken, are loaded as fast as it goes while four platform
 * and four virtual threads call. The long forms run under the profile {@code soak}.
 */
class ScriptStormTests {

    private static final int CALLERS = 8;

    private static final int SHORT = 24;

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String ENTRY = "everything";

    private static final String MIDDLE = "middle";

    /** What one version says: the number from one line, the word from another. */
    private static final Pattern ONE_VERSION = Pattern.compile("v100: hello you|v200: welcome you");

    private static final Pattern ONE_VERSION_EACH = Pattern
        .compile("(m300 asked|m400 answers): (v100|v200): hello you");

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

    @ParameterizedTest
    @Timeout(600)
    @CsvSource({ "LUA, 1", "LUA, 3", "JAVASCRIPT, 1", "JAVASCRIPT, 3" })
    @DisplayName("the promise: a script is edited again and again under 8 callers, half the times into a broken one: no"
            + " call fails or mixes versions, the machines of one generation are left")
    void storm(Engine engine, int instances) {
        storm(engine, instances, ScriptStormTests::shortForm);
    }

    @ParameterizedTest
    @Tag("soak")
    @Timeout(3600)
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: the same for a minute, and no memory stays behind")
    void longStorm(Engine engine, TestReporter reporter) {
        longForm(engine + " storm", reporter, (curve) -> storm(engine, 1, curve));
    }

    private void storm(Engine engine, int instances, Consumer<Consumer<IntStream>> cycles) {
        PolyplugRuntime runtime = this.stage.runtime(engine, instances);
        this.stage.load(engine, ENTRY);
        Everything everything = runtime.contract(Everything.class);
        storm(cycles, () -> everything.greet("you"), (cycle) -> {
            if (cycle % 2 == 0) {
                refuse(engine, ENTRY, cycle / 2);
            }
            else {
                replace(engine, ENTRY, cycle / 2, Map.of("BUILD = 100", "BUILD = 200", ": hello", ": welcome"));
            }
        });
        assertThat(this.answers.keySet()).as("of one version").allMatch(ONE_VERSION.asMatchPredicate()).hasSize(2);
        assertNothingIsLeft(runtime, engine.folder() + "-" + ENTRY, instances);
    }

    @ParameterizedTest
    @Timeout(600)
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: a library that calls a script that calls a library, all of them replaced under 8 callers:"
            + " no call fails or mixes versions of one of them, one machine is left")
    void mixedStorm(Engine engine) {
        mixedStorm(engine, ScriptStormTests::shortForm);
    }

    @ParameterizedTest
    @Tag("soak")
    @Timeout(3600)
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: the same for a minute, and no memory stays behind")
    void longMixedStorm(Engine engine, TestReporter reporter) {
        longForm(engine + " between two libraries, storm", reporter, (curve) -> mixedStorm(engine, curve));
    }

    private void mixedStorm(Engine engine, Consumer<Consumer<IntStream>> cycles) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        Stage libraries = this.stage.withoutEngines();
        runtime.loadBundle(libraries.bundle("everything"));
        this.stage.load(engine, MIDDLE);
        runtime.loadBundle(libraries.bundle("relay"));
        Relay relay = runtime.contract(Relay.class);
        storm(cycles, () -> relay.peerShout("you"), (cycle) -> {
            switch (cycle % 4) {
                case 0 -> refuse(engine, MIDDLE, cycle / 4);
                case 1 ->
                    replace(engine, MIDDLE, cycle / 4, Map.of("BUILD = 300", "BUILD = 400", " asked", " answers"));
                case 2 -> libraries.reload((cycle % 8 == 2) ? "everything-next" : "everything");
                default -> libraries.reload("relay");
            }
        });
        assertThat(this.answers.keySet()).as("of one version each")
            .allMatch(ONE_VERSION_EACH.asMatchPredicate())
            .hasSize(4);
        assertNothingIsLeft(runtime, engine.folder() + "-" + MIDDLE, 1);
    }

    private static void shortForm(Consumer<IntStream> cycles) {
        cycles.accept(IntStream.range(0, SHORT));
    }

    private void longForm(String what, TestReporter reporter, Consumer<Consumer<Consumer<IntStream>>> storm) {
        MemoryCurve curve = MemoryCurve.longForm(LONG);
        storm.accept(curve::runInSlices);
        curve.publish(reporter, what);
        long calls = this.answers.values().stream().mapToLong(LongAdder::sum).sum();
        Figures.publish(reporter, what,
                String.format(Locale.ROOT, "%d calls, by answer %s", calls, new TreeMap<>(this.answers)));
        // A generation keeps its host table of 184 bytes and its path within the engine;
        // compilers and collectors come and go by megabytes.
        assertThat(curve.growthInKibibytes()).as("resident KiB").isLessThan(12 * 1024);
    }

    private void storm(Consumer<Consumer<IntStream>> slices, Supplier<String> call, IntConsumer cycle) {
        Runnable round = () -> this.answers.computeIfAbsent(call.get(), (key) -> new LongAdder()).increment();
        slices.accept((cycles) -> {
            try (Crew callers = Crew.repeating(CALLERS, (caller) -> round.run())) {
                callers.awaitRounds(1);
                cycles.forEach((each) -> {
                    cycle.accept(each);
                    round.run();
                });
                callers.awaitRounds(1);
            }
            this.stage.withoutEngines().awaitReclamation();
        });
    }

    /** In turns: not a script, one that throws, one that registers nothing. */
    private void refuse(Engine engine, String member, int turn) {
        boolean lua = engine == Engine.LUA;
        List<String> ends = List.of(")", lua ? "error('on purpose')" : "throw new Error('on purpose');",
                lua ? "polyplug_init = nil" : "delete globalThis.polyplug_init;");
        this.stage.append(engine, member, ends.get(turn % ends.size()));
        assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> this.stage.reload(engine, member));
        this.stage.restore(engine, member);
    }

    /** In turns: the script with other words, and as it was. */
    private void replace(Engine engine, String member, int turn, Map<String, String> words) {
        if (turn % 2 == 0) {
            words.forEach((from, to) -> this.stage.edit(engine, member, from, to));
        }
        this.stage.reload(engine, member);
        this.stage.restore(engine, member);
    }

    private static void assertNothingIsLeft(PolyplugRuntime runtime, String bundle, int machines) {
        RuntimeStatistics statistics = runtime.statistics();
        assertThat(statistics.machines()).singleElement()
            .returns(bundle, MachineStatistics::bundleName)
            .returns(machines, MachineStatistics::machines)
            .returns(0, MachineStatistics::busy)
            .returns(0, MachineStatistics::waiting);
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.closedButMapped()).isZero();
        assertThat(statistics.activePins()).isZero();
    }

}
