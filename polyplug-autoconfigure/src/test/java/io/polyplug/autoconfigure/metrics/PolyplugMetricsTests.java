package io.polyplug.autoconfigure.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.QueueForScript;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.rollout.RolloutInfo;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The meters of a runtime, as an application has them.
 */
class PolyplugMetricsTests {

    private static final RolloutPlan PLAN = new RolloutPlan(List.of(new RolloutPlan.Step(500, Duration.ofHours(1), 0)),
            0.01, Double.POSITIVE_INFINITY, 10);

    private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugMetricsAutoConfiguration.class));

    private final ApplicationContextRunner runner = this.plain
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

    private static InProcessBundle bundle(String name, Answer answer) {
        return InProcessBundle.of(name, "1.0.0").provide(Answer.class, answer);
    }

    private static MeterRegistry registry(ApplicationContext context) {
        return context.getBean(MeterRegistry.class);
    }

    private static double value(ApplicationContext context, String meter, String... tags) {
        return registry(context).get(meter).tags(tags).meter().measure().iterator().next().getValue();
    }

    private static void await(ApplicationContext context, double expected, String meter, String... tags) {
        Patience.await().untilAsserted(() -> assertThat(value(context, meter, tags)).as(meter).isEqualTo(expected));
    }

    @Test
    @DisplayName("without Micrometer, without a registry and without a runtime there are no meters")
    void conditions() {
        this.plain.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RuntimeMeters.class));
        this.plain.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean("polyplugRuntimeMeters")
                .doesNotHaveBean("polyplugReloadMeters"));
        this.runner.withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RuntimeMeters.class));
        this.runner.run((context) -> assertThat(context).hasSingleBean(RuntimeMeters.class));
    }

    @Test
    @DisplayName("an application without bundles has the meters of the runtime, and made nothing for them")
    void withoutBundles() {
        this.runner.run((context) -> {
            assertThat(value(context, "polyplug.bundles")).isZero();
            assertThat(value(context, "polyplug.async.pool.size", "pool", "shared")).isEqualTo(8);
            assertThat(registry(context).find("polyplug.calls").meters()).isEmpty();
            assertThat(registry(context).find("polyplug.generations").meters()).isEmpty();
        });
    }

    @Test
    @DisplayName("bundles that the application loads at its start have their meters when it has started")
    void bundlesOfTheStart(@TempDir Path folder) {
        this.runner.withPropertyValues(new BundleFolder(folder).with("reload-v1", "reload").property())
            .run((context) -> {
                assertThat(registry(context).get("polyplug.calls")
                    .tags("bundle", "reload", "contract", "reload.test")
                    .functionCounter()
                    .count()).isZero();
                assertThat(registry(context).get("polyplug.generations")
                    .tags("bundle", "reload", "state", "active")
                    .gauge()
                    .value()).isEqualTo(1);
            });
    }

    @Test
    @DisplayName("while a rollout lasts both versions have meters, and none is left when it ended")
    void rolloutsComeAndGo() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle("oracle", () -> 42));
            Answer answer = runtime.contract(Answer.class);
            for (boolean promoted : List.of(false, true)) {
                RolloutInfo rollout = runtime.canaryBundle(
                        InProcessBundle.of("oracle", "2.0.0").provide(Answer.class, () -> 43),
                        RolloutSettings.canary(500));
                for (int i = 0; i < 10; i++) {
                    answer.answer();
                }
                String[] candidate = { "bundle", "oracle", "side", "candidate", "generation",
                        Long.toString(rollout.candidateGeneration()) };
                String[] serving = { "bundle", "oracle", "side", "serving", "generation",
                        Long.toString(rollout.servingGeneration()) };
                assertThat(value(context, "polyplug.rollout.weight", "bundle", "oracle")).isEqualTo(0.5);
                await(context, 5, "polyplug.rollout.calls", candidate);
                await(context, 5, "polyplug.rollout.calls", serving);
                assertThat(value(context, "polyplug.rollout.errors", candidate)).isZero();
                assertThat(value(context, "polyplug.rollout.median", serving)).isPositive();
                if (promoted) {
                    runtime.promoteBundle("oracle");
                }
                else {
                    runtime.abandonBundle("oracle");
                }
                assertThat(registry(context).getMeters()).extracting((meter) -> meter.getId().getName())
                    .filteredOn((name) -> name.startsWith("polyplug.rollout"))
                    .containsOnly("polyplug.rollout.ended");
            }
        });
    }

    @Test
    @DisplayName("rollouts that ended are counted by outcome and cause, from 0, until their bundle goes")
    void rolloutsThatEndedAreCounted() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle("oracle", () -> 42));
            begin(runtime);
            assertThat(ended(context)).containsExactlyInAnyOrderEntriesOf(Map.of("promoted none", 0.0,
                    "abandoned judged", 0.0, "abandoned requested", 0.0, "abandoned superseded", 0.0));
            runtime.abandonBundle("oracle");
            for (int i = 0; i < 2; i++) {
                begin(runtime);
                runtime.promoteBundle("oracle");
            }
            begin(runtime);
            runtime.reloadBundle(bundle("oracle", () -> 44));
            judge(runtime);
            assertThat(ended(context)).containsExactlyInAnyOrderEntriesOf(Map.of("promoted none", 2.0,
                    "abandoned judged", 1.0, "abandoned requested", 1.0, "abandoned superseded", 1.0));
            begin(runtime);
            runtime.unloadBundle("oracle");
            Patience.await().untilAsserted(() -> assertThat(ofBundle(context, "oracle")).isEmpty());
        });
    }

    private static void begin(PolyplugRuntime runtime) {
        runtime.canaryBundle(InProcessBundle.of("oracle", "2.0.0").provide(Answer.class, () -> 43),
                RolloutSettings.canary(500));
    }

    /** Has a plan abandon a candidate that fails. */
    private static void judge(PolyplugRuntime runtime) {
        runtime.canaryBundle(InProcessBundle.of("oracle", "2.1.0").provide(Answer.class, () -> {
            throw new GuestCallException(300, "no paper", "unused", null);
        }), RolloutSettings.planned(PLAN));
        Answer answer = runtime.contract(Answer.class);
        Patience.await().until(() -> {
            try {
                answer.answer();
            }
            catch (GuestCallException ex) {
                assertThat(ex.code()).isEqualTo(300);
            }
            return runtime.rollout("oracle").isEmpty();
        });
    }

    private static Map<String, Double> ended(ApplicationContext context) {
        return registry(context).get("polyplug.rollout.ended")
            .tag("bundle", "oracle")
            .counters()
            .stream()
            .collect(Collectors.toMap((each) -> each.getId().getTag("outcome") + " " + each.getId().getTag("cause"),
                    Counter::count));
    }

    @Test
    @DisplayName("calls and their errors are counted by bundle and contract; meters of a bundle go with it and go on when"
            + " it comes back")
    void bundlesComeAndGo() {
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle("one", () -> 1));
            runtime.contract(Answer.class).answer();
            runtime.loadBundle(bundle("two", () -> {
                throw new GuestCallException(300, "no paper", "unused", null);
            }));
            await(context, 2, "polyplug.bundles");
            assertThatExceptionOfType(GuestCallException.class)
                .isThrownBy(runtime.contract(Answer.class, "two")::answer);
            await(context, 1, "polyplug.calls", "bundle", "one", "contract", "meters.test");
            await(context, 0, "polyplug.call.errors", "bundle", "one", "contract", "meters.test");
            await(context, 1, "polyplug.calls", "bundle", "two", "contract", "meters.test");
            await(context, 1, "polyplug.call.errors", "bundle", "two", "contract", "meters.test");

            runtime.unloadBundle("one");
            Patience.await()
                .untilAsserted(() -> assertThat(ofBundle(context, "one")).as("nothing tells of it any more").isEmpty());
            assertThat(ofBundle(context, "two")).isNotEmpty();

            runtime.loadBundle(bundle("one", () -> 1));
            await(context, 2, "polyplug.bundles");
            runtime.contract(Answer.class, "one").answer();
            await(context, 2, "polyplug.calls", "bundle", "one", "contract", "meters.test");
        });
    }

    @Test
    @DisplayName("a script has meters of its machines and of the calls that wait for one, until it goes; other bundles have"
            + " none")
    void scriptsHaveMachines(@TempDir Path folder) {
        BundleFolder bundles = new BundleFolder(folder.resolve("bundles")).with("machine-script", QueueForScript.BUNDLE)
            .with("reload-v1", "reload");
        String[] script = { "bundle", QueueForScript.BUNDLE };
        this.runner.withPropertyValues(bundles.property(), QueueForScript.engine(folder.resolve("engines")))
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                assertThat(value(context, "polyplug.machines", script)).isEqualTo(1);
                FunctionTimer waits = registry(context).get("polyplug.machine.wait").tags(script).functionTimer();
                assertThat(waits.count()).isZero();
                try (QueueForScript queue = QueueForScript.of(runtime)) {
                    assertThat(queue).isNotNull();
                    await(context, 1, "polyplug.machine.waiting", script);
                }
                await(context, 0, "polyplug.machine.waiting", script);
                Patience.await().untilAsserted(() -> assertThat(waits.count()).isEqualTo(1));
                assertThat(waits.totalTime(TimeUnit.NANOSECONDS))
                    .isEqualTo(runtime.statistics().machines().get(0).waited().toNanos());
                assertThat(ofBundle(context, "reload")).isNotEmpty()
                    .noneMatch((id) -> id.getName().startsWith("polyplug.machine"));
                runtime.unloadBundle(QueueForScript.BUNDLE);
                Patience.await().untilAsserted(() -> assertThat(ofBundle(context, QueueForScript.BUNDLE)).isEmpty());
            });
    }

    private static List<Meter.Id> ofBundle(ApplicationContext context, String bundle) {
        value(context, "polyplug.bundles");
        return registry(context).getMeters()
            .stream()
            .map(Meter::getId)
            .filter((id) -> bundle.equals(id.getTag("bundle")))
            .toList();
    }

    @Test
    @DisplayName("reloads, rollbacks and failed reloads are timed each for itself, and go with the bundle")
    void reloadsAreTimed(@TempDir Path folder) {
        BundleFolder bundles = new BundleFolder(folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            bundles.with("reload-v2", "reload");
            runtime.reloadBundle("reload");
            runtime.reloadBundle("reload");
            runtime.rollbackBundle("reload");
            bundles.with("reload-init-fails", "reload");
            assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle("reload"));
            assertTimed(context, "reloaded", 2);
            assertTimed(context, "rolled-back", 1);
            assertTimed(context, "failed", 1);
            runtime.unloadBundle("reload");
            Patience.await().untilAsserted(() -> assertThat(ofBundle(context, "reload")).isEmpty());
        });
    }

    private static void assertTimed(ApplicationContext context, String outcome, long count) {
        var timer = registry(context).get("polyplug.reload").tags("bundle", "reload", "outcome", outcome).timer();
        assertThat(timer.count()).isEqualTo(count);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    @DisplayName("a call in flight is a pin, and keeps a retired generation of a bundle that is unloaded meanwhile")
    void retiredGenerations() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        this.runner.run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            runtime.loadBundle(bundle("slow", () -> {
                entered.countDown();
                try {
                    leave.await();
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
                return 1;
            }));
            Thread caller = new Thread(runtime.contract(Answer.class)::answer);
            caller.start();
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            await(context, 1, "polyplug.pins");
            runtime.unloadBundle("slow");
            await(context, 1, "polyplug.generations", "bundle", "slow", "state", "retired");
            await(context, 0, "polyplug.generations", "bundle", "slow", "state", "active");
            leave.countDown();
            caller.join();
            Patience.await().untilAsserted(() -> assertThat(ofBundle(context, "slow")).isEmpty());
            await(context, 0, "polyplug.pins");
        });
    }

    @Test
    @DisplayName("statistics are taken once for all meters that are read at about the same time")
    void statisticsAreTakenOnce() {
        AtomicLong now = new AtomicLong();
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().hotReload(true).build()) {
            Snapshots snapshots = new Snapshots(runtime, now::get);
            Snapshot first = snapshots.recent();
            runtime.loadBundle(bundle("one", () -> 1));
            now.addAndGet(Duration.ofMillis(499).toNanos());
            assertThat(snapshots.recent()).isSameAs(first);
            now.addAndGet(Duration.ofMillis(1).toNanos());
            assertThat(snapshots.recent()).isNotSameAs(first);
            assertThat(snapshots.recent().statistics().bundles()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a runtime that is closed leaves what was last seen of it, for registries that publish at their end")
    void afterTheEnd() {
        AtomicLong now = new AtomicLong();
        PolyplugRuntime runtime = PolyplugRuntime.builder().build();
        Snapshots snapshots = new Snapshots(runtime, now::get);
        runtime.loadBundle(bundle("one", () -> 1));
        runtime.contract(Answer.class).answer();
        snapshots.now();
        runtime.close();
        now.addAndGet(Duration.ofMillis(1_000).toNanos());
        assertThat(snapshots.recent().calls(new Snapshot.Callee("one", "meters.test"))).isEqualTo(1);
        assertThat(new Snapshots(runtime, now::get).recent().bundles()).isEmpty();
    }

    @Test
    @DisplayName("each of several registries has all meters")
    void severalRegistries() {
        this.plain
            .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean("first", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
            .withBean("second", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
            .run((context) -> {
                context.getBean(PolyplugRuntime.class).loadBundle(bundle("one", () -> 1));
                for (SimpleMeterRegistry registry : context.getBeansOfType(SimpleMeterRegistry.class).values()) {
                    Patience.await().untilAsserted(() -> {
                        assertThat(registry.get("polyplug.bundles").gauge().value()).isEqualTo(1);
                        assertThat(registry.get("polyplug.calls").tag("bundle", "one").functionCounter().count())
                            .isZero();
                    });
                }
            });
    }

    /** A contract of Java objects. */
    @GuestContract(name = "meters.test", version = "1.0")
    interface Answer {

        @ContractFunction(0)
        int answer();

    }

}
