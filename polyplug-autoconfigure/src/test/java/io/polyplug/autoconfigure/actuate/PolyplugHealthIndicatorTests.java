package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
            Health health = context.getBean(PolyplugHealthIndicator.class).health();
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
                PolyplugHealthIndicator indicator = context.getBean(PolyplugHealthIndicator.class);
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
            PolyplugHealthIndicator indicator = context.getBean(PolyplugHealthIndicator.class);
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
    void callThatDoesNotReturnIsADetail() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        this.runner.withPropertyValues(bundles.property(), "polyplug.health.stuck-call-threshold=0s").run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            PolyplugHealthIndicator indicator = context.getBean(PolyplugHealthIndicator.class);
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
                assertThat(context.getBean(PolyplugHealthIndicator.class).health().getDetails())
                    .containsOnlyKeys("bundles");
                assertThat(call.threadName()).isNotEmpty();
            }
        });
    }

}
