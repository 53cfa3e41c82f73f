package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.ReloadReport;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.HeldCall;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import io.polyplug.autoconfigure.QueueForScript;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.autoconfigure.rollout.PolyplugRolloutAutoConfiguration;
import io.polyplug.autoconfigure.watch.PolyplugWatchAutoConfiguration;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolyplugHealthIndicator}.
 */
class PolyplugHealthIndicatorTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugHealthContributorAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void isUpWithoutBundles() {
        this.runner.run((context) -> {
            Health health = indicator(context).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsOnlyKeys("bundles");
        });
    }

    @Test
    void isDownWhileARequiredBundleIsMissing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.bundles.reload.required=true",
                    "polyplug.bundles.slow.required=true", "polyplug.bundles.caller.required=false")
            .run((context) -> {
                PolyplugHealthIndicator indicator = indicator(context);
                Health down = indicator.health();
                assertThat(down.getStatus()).isEqualTo(Status.DOWN);
                assertThat(down.getDetails()).containsEntry("bundles", Map.of("reload", "1.0.0"))
                    .containsEntry("missingBundles", List.of("slow"));
                bundles.with("slow", "slow");
                context.getBean(PolyplugRuntime.class).loadBundle(this.folder.resolve("slow"));
                assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
            });
    }

    @Test
    void failedReloadIsADetailUntilOneSucceeds() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            PolyplugHealthIndicator indicator = indicator(context);
            bundles.with("reload-init-fails", "reload");
            assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> runtime.reloadBundle("reload"));
            Health health = indicator.health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("failedReloads")).asString()
                .contains("reload: ", "the licence file is missing");
            bundles.with("reload-v2", "reload");
            runtime.reloadBundle("reload");
            assertThat(indicator.health().getDetails()).containsOnlyKeys("bundles");
        });
    }

    @Test
    void callsThatWaitForAScriptAreADetail() {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles")).with("machine-script",
                QueueForScript.BUNDLE);
        this.runner.withPropertyValues(bundles.property(), QueueForScript.engine(this.folder.resolve("engines")))
            .run((context) -> {
                PolyplugHealthIndicator indicator = indicator(context);
                assertThat(indicator.health().getDetails()).containsOnlyKeys("bundles");
                try (QueueForScript queue = QueueForScript.of(context.getBean(PolyplugRuntime.class))) {
                    assertThat(queue).isNotNull();
                    Health health = indicator.health();
                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat(health.getDetails()).containsEntry("waitingCalls",
                            List.of("machine-script: 1 waiting, 1 of 1 machines in use"));
                }
                assertThat(indicator.health().getDetails()).containsOnlyKeys("bundles");
            });
    }

    @Test
    void callThatDoesNotReturnIsADetail() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        this.runner.withPropertyValues(bundles.property(), "polyplug.health.stuck-call-threshold=0s").run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            PolyplugHealthIndicator indicator = indicator(context);
            Slow slow = runtime.contract(Slow.class);
            try (HeldCall call = HeldCall.of(slow)) {
                bundles.with("slow-v2", "slow");
                runtime.reloadBundle("slow");
                Patience.await()
                    .untilAsserted(() -> assertThat(indicator.health().getDetails().get("stuckCalls")).asString()
                        .contains("demo.Slow", "'slow'", "generation 1"));
                assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
                assertThat(call.threadName()).isNotEmpty();
            }
        });
    }

    @Test
    void callBelowTheThresholdIsNoDetail() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        this.runner.withPropertyValues(bundles.property(), "polyplug.health.stuck-call-threshold=1h").run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            try (HeldCall call = HeldCall.of(runtime.contract(Slow.class))) {
                bundles.with("slow-v2", "slow");
                runtime.reloadBundle("slow");
                Patience.await().until(() -> !runtime.statistics().holders().isEmpty());
                assertThat(indicator(context).health().getDetails()).containsOnlyKeys("bundles");
                assertThat(call.threadName()).isNotEmpty();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({ "up,UP", "out-of-service,OUT_OF_SERVICE", "down,DOWN" })
    void whatIsOutOfOrderCountsAsMuchAsThePropertiesSay(String property, String status) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("slow", "slow");
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.health.failed-reload-status=" + property,
                    "polyplug.health.stuck-call-status=" + property, "polyplug.health.stuck-call-threshold=0s")
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                PolyplugHealthIndicator indicator = indicator(context);
                try (HeldCall call = HeldCall.of(runtime.contract(Slow.class))) {
                    bundles.with("slow-v2", "slow");
                    runtime.reloadBundle("slow");
                    Patience.await()
                        .untilAsserted(() -> assertThat(indicator.health().getDetails()).containsKey("stuckCalls"));
                    assertThat(indicator.health().getStatus().getCode()).isEqualTo(status);
                    assertThat(call.threadName()).isNotEmpty();
                }
                Patience.await().until(() -> indicator.health().getStatus().equals(Status.UP));
                bundles.with("reload-init-fails", "reload");
                assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> runtime.reloadBundle("reload"));
                assertThat(indicator.health().getStatus().getCode()).isEqualTo(status);
            });
    }

    @ParameterizedTest
    @CsvSource({ "up,UP", "down,DOWN" })
    void operationThatHangsIsNamed(String property, String status) {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.lifecycle.slow-operation-threshold=1ms",
                    "polyplug.health.slow-operation-status=" + property)
            .withBean(RuntimeBuilderCustomizer.class, () -> (builder) -> builder.onReload((phase) -> {
                if (phase instanceof ReloadPhase.Preparing) {
                    entered.countDown();
                    Patience.await().until(() -> leave.getCount() == 0);
                }
            }))
            .run((context) -> {
                FutureTask<ReloadReport> reload = new FutureTask<>(
                        () -> context.getBean(PolyplugRuntime.class).reloadBundle("slow"));
                new Thread(reload, "reloading").start();
                assertThat(entered.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
                Patience.await().untilAsserted(() -> {
                    Health health = indicator(context).health();
                    assertThat(health.getDetails().get("slowOperations")).asString()
                        .contains("reload of bundle 'slow'", "'reloading'");
                    assertThat(health.getStatus().getCode()).isEqualTo(status);
                });
                leave.countDown();
                assertThat(reload).succeedsWithin(Patience.LONGEST);
                // Reclaiming the replaced generation is an operation as well.
                Patience.await()
                    .untilAsserted(
                            () -> assertThat(indicator(context).health().getDetails()).containsOnlyKeys("bundles"));
            });
    }

    @ParameterizedTest
    @CsvSource({ "up,UP", "out-of-service,OUT_OF_SERVICE", "down,DOWN" })
    void bundleWhoseCallsEndWithErrorsIsNamed(String property, String status) {
        this.runner
            .withPropertyValues("polyplug.health.error-ratio-status=" + property,
                    "polyplug.health.error-ratio-window=1h", "polyplug.health.error-ratio-minimum-calls=4")
            .run((context) -> {
                AtomicBoolean fails = new AtomicBoolean(true);
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                runtime.loadBundle(InProcessBundle.of("failing", "1.0.0").provide(Reload.class, () -> {
                    if (fails.get()) {
                        throw new GuestCallException(300, "no paper", "unused", null);
                    }
                    return 100;
                }));
                Reload contract = runtime.contract(Reload.class);
                PolyplugHealthIndicator indicator = indicator(context);
                call(contract, 3);
                assertThat(indicator.health().getDetails()).as("too few to tell").containsOnlyKeys("bundles");
                call(contract, 1);
                Health health = indicator.health();
                assertThat(health.getDetails()).containsEntry("errorRatios",
                        List.of("failing: 4 of 4 calls ended with an error"));
                assertThat(health.getStatus().getCode()).isEqualTo(status);
                fails.set(false);
                call(contract, 5);
                assertThat(indicator.health().getDetails()).as("4 of 9").containsOnlyKeys("bundles");
            });
    }

    private static void call(Reload contract, int times) {
        for (int i = 0; i < times; i++) {
            try {
                assertThat(contract.answer()).isEqualTo(100);
            }
            catch (GuestCallException ex) {
                assertThat(ex).hasMessageContaining("no paper");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "threshold,0", "threshold,1.5", "threshold,NaN", "window,0s", "minimum-calls,0" })
    void ratioThatTellsNothingIsRefused(String property, String value) {
        this.runner.withPropertyValues("polyplug.health.error-ratio-" + property + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Property 'polyplug.health.error-ratio-" + property + "' is "));
    }

    @Test
    void bundlesWhoseNamesBecomeTheSameHaveEachAHealth() {
        this.runner
            .withPropertyValues("polyplug.bundles[a/b].required=true", "polyplug.bundles[a_b].required=true",
                    "polyplug.bundles.runtime.required=true")
            .run((context) -> {
                assertThat(context.getBean(PolyplugHealthContributor.class).getContributor("bundles"))
                    .isInstanceOfSatisfying(CompositeHealthContributor.class,
                            (required) -> assertThat(required.stream()).extracting(HealthContributors.Entry::name)
                                .containsExactlyInAnyOrder("a_b", "a_b_", "runtime"));
                assertThat(indicator(context).health().getDetails().get("missingBundles")).asString()
                    .contains("a/b", "a_b", "runtime");
            });
    }

    @Test
    void eachRequiredBundleHasItsOwnHealth() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-init-fails", "reload").with("slow", "slow");
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip",
                    "polyplug.bundles.reload.required=true", "polyplug.bundles.slow.required=true",
                    "polyplug.bundles.caller.required=false")
            .run((context) -> {
                assertThat(context.getBean(PolyplugHealthContributor.class).getContributor("bundles"))
                    .isInstanceOfSatisfying(CompositeHealthContributor.class, (required) -> {
                        assertThat(required.stream()).extracting(HealthContributors.Entry::name)
                            .containsExactlyInAnyOrder("reload", "slow");
                        Health slow = ((HealthIndicator) required.getContributor("slow")).health();
                        assertThat(slow.getStatus()).isEqualTo(Status.UP);
                        assertThat(slow.getDetails()).containsEntry("version", "1.0.0").containsEntry("generation", 1L);
                        Health reload = ((HealthIndicator) required.getContributor("reload")).health();
                        assertThat(reload.getStatus()).isEqualTo(Status.DOWN);
                        assertThat(reload.getDetails().get("reason")).asString()
                            .contains("the licence file is missing");
                    });
            });
        this.runner
            .run((context) -> assertThat(context.getBean(PolyplugHealthContributor.class).getContributor("bundles"))
                .isNull());
    }

    @Test
    void watchThatEndedIsTold() {
        this.runner
            .withConfiguration(
                    AutoConfigurations.of(PolyplugRolloutAutoConfiguration.class, PolyplugWatchAutoConfiguration.class))
            .withPropertyValues(new BundleFolder(this.folder).with("slow", "slow").property(),
                    "polyplug.hot-reload.watch=true")
            .run((context) -> {
                HealthIndicator watch = (HealthIndicator) context.getBean(PolyplugHealthContributor.class)
                    .getContributor("watch");
                Patience.await().until(() -> watch.health().getDetails().containsKey("lastLook"));
                assertThat(watch.health().getDetails()).containsEntry("running", true)
                    .containsKey("method")
                    .doesNotContainKey("failure");
                Thread.getAllStackTraces()
                    .keySet()
                    .stream()
                    .filter((each) -> each.getName().equals("polyplug-hot-reload"))
                    .forEach(Thread::interrupt);
                Patience.await().until(() -> watch.health().getDetails().get("running").equals(false));
                assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
                assertThat(watch.health().getDetails()).containsKey("failure");
            });
        this.runner
            .run((context) -> assertThat(context.getBean(PolyplugHealthContributor.class).getContributor("watch"))
                .isNull());
    }

    private static PolyplugHealthIndicator indicator(ApplicationContext context) {
        return (PolyplugHealthIndicator) context.getBean(PolyplugHealthContributor.class).getContributor("runtime");
    }

}
