package io.polyplug.autoconfigure.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.error.ConfigurationException;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutPlan.Step;
import io.polyplug.rollout.RolloutSelector;
import io.polyplug.rollout.RolloutSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties and beans become the settings of rollouts.
 */
class RolloutPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugRolloutAutoConfiguration.class));

    private final ApplicationContextRunner planned = this.runner
        .withPropertyValues("polyplug.rollout.steps[0].weight=10");

    @Test
    void withoutStepsThereIsNoPlan() {
        this.runner.run((context) -> {
            assertThat(rollouts(context).planned("filters", RolloutMode.CANARY)).isEmpty();
            assertThat(rollouts(context).watched("filters")).isEmpty();
            assertThat(rollouts(context).waiting("filters", RolloutMode.SHADOW, 7))
                .isEqualTo(RolloutSettings.shadow(7));
        });
    }

    @Test
    void stepsAreThePlanOfAllBundles() {
        this.runner
            .withPropertyValues("polyplug.rollout.steps[0].weight=10", "polyplug.rollout.steps[0].duration=30s",
                    "polyplug.rollout.steps[1].weight=500", "polyplug.rollout.steps[1].calls=1000",
                    "polyplug.rollout.error-ratio=0.05", "polyplug.rollout.latency-ratio=Infinity",
                    "polyplug.rollout.minimum-calls=7", "polyplug.rollout.mode=shadow")
            .run((context) -> {
                RolloutPlan plan = new RolloutPlan(
                        List.of(new Step(10, Duration.ofSeconds(30), 0), new Step(500, Duration.ZERO, 1000)), 0.05,
                        Double.POSITIVE_INFINITY, 7);
                assertThat(rollouts(context).planned("filters", RolloutMode.CANARY))
                    .contains(RolloutSettings.planned(plan));
                assertThat(rollouts(context).watched("filters")).contains(RolloutSettings.shadow(10).withPlan(plan));
            });
    }

    @Test
    void planHasDefaults() {
        this.planned.run((context) -> assertThat(plan(context, "filters"))
            .contains(new RolloutPlan(List.of(new Step(10, Duration.ZERO, 0)), 0.01, 2, 100)));
    }

    @Test
    void planMayBeForSomeBundlesAlone() {
        this.planned.withPropertyValues("polyplug.rollout.bundles=filters").run((context) -> {
            assertThat(plan(context, "filters")).isPresent();
            assertThat(plan(context, "other")).isEmpty();
            assertThat(rollouts(context).watched("other")).isEmpty();
        });
    }

    @Test
    void whatABundleHasOfItsOwnComesBeforeThatOfAll() {
        this.planned.withPropertyValues("polyplug.rollout.minimum-calls=7", "polyplug.rollout.latency-ratio=3",
                "polyplug.bundles.filters.rollout.steps[0].weight=500",
                "polyplug.bundles.filters.rollout.steps[0].calls=9", "polyplug.bundles.filters.rollout.error-ratio=0.2",
                "polyplug.bundles.filters.rollout.mode=shadow", "polyplug.bundles[image.tools].rollout.minimum-calls=1",
                "polyplug.bundles[image.tools].rollout.latency-ratio=Infinity",
                "polyplug.bundles[image.tools].rollout.watch=false")
            .run((context) -> {
                RolloutPlan ofFilters = new RolloutPlan(List.of(new Step(500, Duration.ZERO, 9)), 0.2, 3, 7);
                assertThat(plan(context, "filters")).contains(ofFilters);
                assertThat(rollouts(context).watched("filters"))
                    .contains(RolloutSettings.shadow(500).withPlan(ofFilters));
                assertThat(plan(context, "image.tools")).contains(
                        new RolloutPlan(List.of(new Step(10, Duration.ZERO, 0)), 0.01, Double.POSITIVE_INFINITY, 1));
                assertThat(rollouts(context).watched("image.tools")).isEmpty();
                RolloutPlan ofAll = new RolloutPlan(List.of(new Step(10, Duration.ZERO, 0)), 0.01, 3, 7);
                assertThat(plan(context, "other")).contains(ofAll);
                assertThat(rollouts(context).watched("other")).contains(RolloutSettings.planned(ofAll));
            });
    }

    @Test
    void oneBundleMayHaveAPlanAloneOrNone() {
        this.runner.withPropertyValues("polyplug.bundles.filters.rollout.steps[0].weight=500").run((context) -> {
            assertThat(plan(context, "filters"))
                .contains(new RolloutPlan(List.of(new Step(500, Duration.ZERO, 0)), 0.01, 2, 100));
            assertThat(plan(context, "other")).isEmpty();
        });
        this.planned
            .withPropertyValues("polyplug.bundles.filters.rollout.enabled=false",
                    "polyplug.bundles.filters.rollout.steps[0].weight=500")
            .run((context) -> {
                assertThat(plan(context, "filters")).isEmpty();
                assertThat(rollouts(context).watched("filters")).isEmpty();
                assertThat(plan(context, "other")).isPresent();
            });
    }

    @ParameterizedTest
    @CsvSource({ "rollout.steps[0].weight=500, true", "rollout.enabled=true, true", "rollout.error-ratio=0.5, false",
            "required=false, false" })
    void bundleThatTheStepsOfAllAreNotForMayHaveThemOrItsOwn(String setting, boolean planned) {
        this.planned.withPropertyValues("polyplug.rollout.bundles=other", "polyplug.bundles.filters." + setting)
            .run((context) -> {
                assertThat(plan(context, "filters").isPresent()).isEqualTo(planned);
                assertThat(plan(context, "other")).isPresent();
                assertThat(plan(context, "third")).isEmpty();
            });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "filters.rollout.steps[1].weight | 0     | is 0, and a share of the calls is from 1 to 1000 per mille. Give 10 for one call of a hundred",
            "filters.rollout.error-ratio     | -1    | is -1.0, and a share is from 0 to 1. Give 0.01 for one call of a hundred",
            "filters.rollout.latency-ratio   | NaN   | is NaN, and no time is below zero. Give 1.5 for half as long again, or Infinity for no limit",
            "[image.tools].rollout.minimum-calls | 0 | is 0, and nobody is judged by no calls. Give a number from 1 on",
            "other.rollout.enabled           | true  | is true, and there are no steps to take. Set 'polyplug.bundles.other.rollout.steps', or 'polyplug.rollout.steps' for all bundles" })
    void valueOfABundleThatNoPlanHasFailsTheStart(String name, String value, String reason) {
        this.runner
            .withPropertyValues("polyplug.bundles.filters.rollout.steps[0].weight=10",
                    "polyplug.bundles.filters.rollout.steps[1].weight=20", "polyplug.bundles." + name + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(ConfigurationException.class, (failure) -> {
                    assertThat(failure.setting()).isEqualTo("polyplug.bundles." + name);
                    assertThat(failure).hasMessage("Property 'polyplug.bundles." + name + "' " + reason);
                }));
    }

    @Test
    void watchedChangesMayBeReloadedAllTheSame() {
        this.planned.withPropertyValues("polyplug.rollout.watch=false").run((context) -> {
            assertThat(plan(context, "filters")).isPresent();
            assertThat(rollouts(context).watched("filters")).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "steps[0].weight   | 0    | is 0, and a share of the calls is from 1 to 1000 per mille. Give 10 for one call of a hundred",
            "steps[0].weight   | 1001 | is 1001, and a share of the calls is from 1 to 1000 per mille. Give 10 for one call of a hundred",
            "steps[0].calls    | -1   | is -1, and there are never fewer than 0 calls. Give 0 or more",
            "steps[0].duration | -1s  | is PT-1S, and no time is below zero. Give 0s or more",
            "error-ratio       | 1.5  | is 1.5, and a share is from 0 to 1. Give 0.01 for one call of a hundred",
            "error-ratio       | NaN  | is NaN, and a share is from 0 to 1. Give 0.01 for one call of a hundred",
            "latency-ratio     | 0    | is 0.0, and no time is below zero. Give 1.5 for half as long again, or Infinity for no limit",
            "minimum-calls     | 0    | is 0, and nobody is judged by no calls. Give a number from 1 on" })
    void valueThatNoPlanHasFailsTheStart(String name, String value, String reason) {
        this.planned.withPropertyValues("polyplug.rollout." + name + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(ConfigurationException.class, (failure) -> {
                    assertThat(failure.setting()).isEqualTo("polyplug.rollout." + name);
                    assertThat(failure).hasMessage("Property 'polyplug.rollout." + name + "' " + reason);
                }));
    }

    @Test
    void qualifiedBeanComesBeforeTheOneForAll() {
        this.runner.withUserConfiguration(Selectors.class).run((context) -> {
            assertThat(selector(context, "filters")).isSameAs(context.getBean("ofFilters"));
            assertThat(selector(context, "other")).isSameAs(context.getBean("ofAll"));
        });
    }

    @Test
    void twoBeansForOneBundleFailTheStart() {
        this.runner.withUserConfiguration(Selectors.class)
            .withBean("another", RolloutSelector.class, () -> (call) -> false)
            .run((context) -> assertThat(context).getFailure()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageMatching("Several beans of type RolloutSelector are for all bundles, '\\w+' among them\\."
                        + " Keep one, or put @Qualifier\\(\"name of a bundle\"\\) on the others"));
    }

    private static ConfiguredRollouts rollouts(AssertableApplicationContext context) {
        return context.getBean(ConfiguredRollouts.class);
    }

    private static Optional<RolloutPlan> plan(AssertableApplicationContext context, String bundle) {
        return rollouts(context).planned(bundle, RolloutMode.CANARY).map(RolloutSettings::plan);
    }

    private static @Nullable RolloutSelector selector(AssertableApplicationContext context, String bundle) {
        return rollouts(context).waiting(bundle, RolloutMode.CANARY, 10).selector();
    }

    @Configuration(proxyBeanMethods = false)
    static class Selectors {

        @Bean
        RolloutSelector ofAll() {
            return (call) -> true;
        }

        @Bean
        @Qualifier("filters")
        RolloutSelector ofFilters() {
            return (call) -> true;
        }

    }

}
