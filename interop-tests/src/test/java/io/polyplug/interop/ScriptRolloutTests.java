package io.polyplug.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.polyplug.Crew;
import io.polyplug.MachineStatistics;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.SideEffectFree;
import io.polyplug.error.GuestCallException;
import io.polyplug.rollout.AbandonmentCause;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPhase;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.rollout.RolloutSettings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A script is tried beside the one before it, while platform and virtual threads call.
 */
@Timeout(600)
class ScriptRolloutTests {

    /** Ends a rollout for one failed or different result of a hundred. */
    private static final RolloutPlan STRICT = new RolloutPlan(List.of(new Step(500, Duration.ofMinutes(10), 0)), 0.01,
            Double.POSITIVE_INFINITY, 50);

    private static final int CALLERS = 8;

    private static final int CALLS = 1_000;

    private static final String MEMBER = "everything";

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    private final BlockingQueue<RolloutPhase.Abandoned> abandoned = new LinkedBlockingQueue<>();

    /** Two functions of {@code demo.all}, of which one may be called twice. */
    @GuestContract(name = "demo.all", version = "1.0.0")
    interface Tried {

        @SideEffectFree
        @ContractFunction(0)
        int build();

        @ContractFunction(30)
        int add(int a, int b);

    }

    @ParameterizedTest
    @CsvSource({ "LUA, 1", "LUA, 3", "JAVASCRIPT, 1", "JAVASCRIPT, 3" })
    @DisplayName("the promise: each weight is the share of the calls under 8 callers, give or take 2 %, no call fails, and"
            + " the machines of one generation are left when the candidate is promoted")
    void canary(Engine engine, int instances) {
        PolyplugRuntime runtime = runtime(engine, instances);
        Tried tried = runtime.contract(Tried.class);
        edit(engine, Map.of("BUILD = 100", "BUILD = 200"));
        runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.canary(0));
        for (int weight : new int[] { 0, 100, 500, 900, 1000, 300 }) {
            runtime.weighBundle(bundle(engine), weight);
            RolloutInfo before = rollout(runtime, engine);
            this.answers.clear();
            Crew.run(CALLERS, (caller) -> call(tried, CALLS));
            assertThat(share(200)).as("weight %s", weight).isCloseTo(weight / 1000.0, Offset.offset(0.02));
            RolloutInfo now = rollout(runtime, engine);
            assertThat(now.candidate().calls() - before.candidate().calls()).isEqualTo(answers(200));
            assertThat(now.serving().calls() - before.serving().calls()).isEqualTo(answers(100));
        }
        assertThat(rollout(runtime, engine).candidate().errors() + rollout(runtime, engine).serving().errors())
            .isZero();
        assertThat(machines(runtime)).isEqualTo(2 * instances);
        try (Crew callers = Crew.repeating(CALLERS, (caller) -> call(tried, 1))) {
            callers.awaitRounds(1);
            runtime.promoteBundle(bundle(engine));
            callers.awaitRounds(1);
        }
        assertThat(tried.build()).isEqualTo(200);
        requireOneGenerationIsLeft(runtime, engine, instances);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: a candidate that is abandoned under 8 callers fails no call and leaves no machine")
    void abandoned(Engine engine) {
        PolyplugRuntime runtime = runtime(engine, 1);
        Tried tried = runtime.contract(Tried.class);
        edit(engine, Map.of("BUILD = 100", "BUILD = 200"));
        try (Crew callers = Crew.repeating(CALLERS, (caller) -> call(tried, 1))) {
            for (int i = 0; i < 5; i++) {
                callers.awaitRounds(1);
                runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.canary(500));
                callers.awaitRounds(10);
                assertThat(runtime.abandonBundle(bundle(engine)).candidate().calls()).isPositive();
            }
        }
        this.answers.clear();
        call(tried, CALLS);
        assertThat(this.answers.keySet()).containsExactly(100);
        requireOneGenerationIsLeft(runtime, engine, 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: a script that throws is abandoned by the plan under 8 callers, the version before answers,"
            + " and no call fails")
    void planAbandonsAScriptThatThrows(Engine engine) throws InterruptedException {
        PolyplugRuntime runtime = runtime(engine, 1);
        Tried tried = runtime.contract(Tried.class);
        edit(engine, engine == Engine.LUA ? Map.of("return BUILD", "error('on purpose')")
                : Map.of("fn0: () => BUILD", "fn0: () => { throw new Error('on purpose'); }"));
        RolloutPhase.Abandoned judged;
        try (Crew callers = Crew.repeating(CALLERS, (caller) -> call(tried, 1))) {
            callers.awaitRounds(1);
            runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.planned(STRICT));
            judged = awaitAbandonment();
            callers.awaitRounds(10);
        }
        assertThat(judged).satisfies((abandoned) -> {
            assertThat(abandoned.cause()).isEqualTo(AbandonmentCause.JUDGED);
            assertThat(abandoned.reason()).contains(" calls of generation 2 failed (100 %)");
            assertThat(abandoned.rollout().candidate().errors()).isEqualTo(abandoned.rollout().candidate().calls())
                .isEqualTo(abandoned.rollout().candidate().answeredByOther())
                .isGreaterThanOrEqualTo(50);
            assertThat(abandoned.rollout().serving().errors()).isZero();
        });
        assertThat(this.answers.keySet()).containsExactly(100);
        requireOneGenerationIsLeft(runtime, engine, 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the error of a script that is tried reaches the caller of a function that may not be called twice")
    void errorOfAFunctionWithSideEffectsReachesItsCaller(Engine engine) {
        PolyplugRuntime runtime = runtime(engine, 1);
        Tried tried = runtime.contract(Tried.class);
        edit(engine, engine == Engine.LUA ? Map.of("return (a + b)", "error('on purpose')\n    return (a + b)")
                : Map.of("fn30: (", "fn30: () => { throw new Error('on purpose'); }, unused: ("));
        runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.canary(1000));
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> tried.add(1, 2))
            .withMessageContaining("on purpose");
        assertThat(rollout(runtime, engine).candidate().errors()).isEqualTo(1);
        assertThat(rollout(runtime, engine).candidate().answeredByOther()).isZero();
        runtime.abandonBundle(bundle(engine));
        assertThat(tried.add(1, 2)).isEqualTo(3);
        requireOneGenerationIsLeft(runtime, engine, 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("the promise: a shadow under 8 callers answers nobody, its results are compared, a plan abandons it for"
            + " differences, and no machine is left")
    void shadow(Engine engine) throws InterruptedException {
        PolyplugRuntime runtime = runtime(engine, 1);
        Tried tried = runtime.contract(Tried.class);
        runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.shadow(500));
        Crew.run(CALLERS, (caller) -> call(tried, CALLS));
        RolloutInfo same = runtime.abandonBundle(bundle(engine));
        assertThat(same.comparisons().different()).isZero();
        assertThat(same.comparisons().equal()).isEqualTo(same.candidate().calls());
        assertThat((double) same.candidate().calls() / same.serving().calls()).isCloseTo(0.5, Offset.offset(0.02));
        edit(engine, Map.of("BUILD = 100", "BUILD = 200"));
        assertThat(awaitAbandonment().cause()).isEqualTo(AbandonmentCause.REQUESTED);
        RolloutPhase.Abandoned judged;
        try (Crew callers = Crew.repeating(CALLERS, (caller) -> call(tried, 1))) {
            runtime.canaryBundle(this.stage.bundle(engine, MEMBER), RolloutSettings.shadow(0).withPlan(STRICT));
            judged = awaitAbandonment();
            callers.awaitRounds(1);
        }
        assertThat(judged.cause()).isEqualTo(AbandonmentCause.JUDGED);
        assertThat(judged.reason()).contains(" differ from those of generation 1 (100 %)");
        assertThat(this.answers.keySet()).containsExactly(100);
        requireOneGenerationIsLeft(runtime, engine, 1);
    }

    private PolyplugRuntime runtime(Engine engine, int instances) {
        PolyplugRuntime runtime = this.stage.runtime(engine, instances, (builder) -> builder.onRollout((phase) -> {
            if (phase instanceof RolloutPhase.Abandoned over) {
                this.abandoned.add(over);
            }
        }));
        runtime.loadBundle(this.stage.bundle(engine, MEMBER));
        return runtime;
    }

    private RolloutPhase.Abandoned awaitAbandonment() throws InterruptedException {
        RolloutPhase.Abandoned over = this.abandoned.poll(120, TimeUnit.SECONDS);
        assertThat(over).as("abandoned within two minutes").isNotNull();
        return Objects.requireNonNull(over);
    }

    private static RolloutInfo rollout(PolyplugRuntime runtime, Engine engine) {
        return runtime.rollout(bundle(engine)).orElseThrow();
    }

    private static int machines(PolyplugRuntime runtime) {
        return runtime.statistics().machines().stream().mapToInt(MachineStatistics::machines).sum();
    }

    private void requireOneGenerationIsLeft(PolyplugRuntime runtime, Engine engine, int machines) {
        assertThat(runtime.rollouts()).isEmpty();
        this.stage.withoutEngines().awaitReclamation();
        assertThat(runtime.statistics().machines()).singleElement()
            .returns(bundle(engine), MachineStatistics::bundleName)
            .returns(machines, MachineStatistics::machines)
            .returns(0, MachineStatistics::busy)
            .returns(0, MachineStatistics::waiting);
        assertThat(runtime.statistics().retiredGenerations()).isZero();
        assertThat(runtime.statistics().activePins()).isZero();
    }

    private void edit(Engine engine, Map<String, String> words) {
        words.forEach((from, to) -> this.stage.edit(engine, MEMBER, from, to));
    }

    private static String bundle(Engine engine) {
        return engine.folder() + "-" + MEMBER;
    }

    private void call(Tried tried, int calls) {
        for (int i = 0; i < calls; i++) {
            this.answers.computeIfAbsent(tried.build(), (answer) -> new LongAdder()).increment();
        }
    }

    private long answers(int answer) {
        LongAdder counted = this.answers.get(answer);
        return (counted != null) ? counted.sum() : 0;
    }

    private double share(int answer) {
        assertThat(answers(100) + answers(200)).isEqualTo((long) CALLERS * CALLS);
        return (double) answers(answer) / (CALLERS * CALLS);
    }

}
