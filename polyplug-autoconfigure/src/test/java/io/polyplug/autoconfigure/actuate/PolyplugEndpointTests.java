package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.ExpectedBackend;
import io.polyplug.autoconfigure.HeldCall;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.QueueForScript;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleSummary;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.GenerationDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.MachinesDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolyplugEndpoint} as a plain object.
 */
class PolyplugEndpointTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(
                AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=polyplug");

    @TempDir
    private Path folder;

    @Test
    void runtimeIsDescribed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("caller", "caller");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            RuntimeDescriptor runtime = context.getBean(PolyplugEndpoint.class).runtime();
            assertThat(runtime.backend()).isEqualTo(ExpectedBackend.name());
            assertThat(runtime.hotReload()).isTrue();
            assertThat(runtime.revision()).isPositive();
            assertThat(runtime.bundles()).containsExactly(summary(context, "caller", "demo.Caller@1"),
                    summary(context, "reload", "reload.test@1"));
            assertThat(runtime.available()).isEmpty();
            assertThat(runtime.operation()).isNull();
            assertThat(runtime.retiredGenerations()).isZero();
        });
    }

    private static BundleSummary summary(ApplicationContext context, String name, String contract) {
        BundleInfo bundle = context.getBean(PolyplugRuntime.class).bundle(name).orElseThrow();
        assertThat(bundle.digest()).matches("[0-9a-f]{64}");
        return new BundleSummary(name, "1.0.0", 1, List.of(contract), bundle.digest().substring(0, 12),
                bundle.activatedAt(), null);
    }

    @Test
    void twoBuildsOfOneVersionAreToldApart() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            BundleSummary before = endpoint.runtime().bundles().get(0);
            Files.writeString(this.folder.resolve("reload/notes.txt"), "another build");
            endpoint.changeState("reload", "reloaded", null);
            BundleSummary after = endpoint.runtime().bundles().get(0);
            assertThat(after.version()).isEqualTo(before.version());
            assertThat(after.digest()).isNotEqualTo(before.digest());
            assertThat(after.activatedAt()).isAfter(before.activatedAt());
            assertThat(endpoint.bundle("reload").digest()).startsWith(after.digest());
        });
    }

    @Test
    void aReloadHasOneDuration() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            assertThat(endpoint.changeState("reload", "reloaded", null)).isInstanceOfSatisfying(ReloadDescriptor.class,
                    (change) -> assertThat(change.durationMs())
                        .isEqualTo(endpoint.bundle("reload").lastReload().durationMs()));
        });
    }

    @Test
    void disabledHotReloadIsTold() {
        this.runner.withPropertyValues("polyplug.hot-reload.enabled=false")
            .run((context) -> assertThat(context.getBean(PolyplugEndpoint.class).runtime().hotReload()).isFalse());
    }

    @Test
    void hotReloadIsWhatTheRuntimeDoesWhateverThePropertiesSay() {
        this.runner.withBean(RuntimeBuilderCustomizer.class, () -> (builder) -> builder.hotReload(false))
            .withPropertyValues("polyplug.hot-reload.enabled=true")
            .run((context) -> assertThat(context.getBean(PolyplugEndpoint.class).runtime().hotReload()).isFalse());
    }

    @Test
    void historyOfAnOwnRuntimeIsToldWhenItIsGivenToTheBuilder() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues("polyplug.enabled=false")
            .withUserConfiguration(OwnRuntime.class)
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                runtime.loadBundles(bundles.path());
                runtime.reloadBundle("reload");
                assertThat(context.getBean(PolyplugEndpoint.class).bundle("reload").lastReload().outcome())
                    .isEqualTo("reloaded");
            });
    }

    @Test
    void bundleIsDescribed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .withRenamed("reload-v2", "second");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            BundleDescriptor bundle = context.getBean(PolyplugEndpoint.class).bundle("second");
            assertThat(bundle).isNotNull();
            assertThat(bundle.name()).isEqualTo("second");
            assertThat(bundle.version()).isEqualTo("1.1.0");
            assertThat(bundle.generation()).isEqualTo(1);
            assertThat(bundle.contracts()).containsExactly(new PolyplugEndpoint.ContractDescriptor("reload.test@1",
                    GuestContractId.of("reload.test", 1).toString(), "1.0.0", 1, List.of("reload", "second")));
            assertThat(bundle.dependencies()).isEmpty();
            assertThat(bundle.generations()).containsExactly(new GenerationDescriptor(1, "active", List.of()));
            assertThat(bundle.lastReload()).isNull();
        });
    }

    @Test
    void unknownBundleIsNothing() {
        this.runner.run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            assertThat(endpoint.bundle("none")).isNull();
            assertThat(endpoint.changeState("none", "reloaded", null)).isNull();
            assertThat(endpoint.unload("none", null)).isNull();
        });
    }

    @Test
    void reloadAndRollbackAreDescribed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            bundles.with("reload-v2", "reload");
            Instant before = Instant.now();
            assertChange(endpoint.changeState("reload", "reloaded", null), "reloaded", "1.0.0", "1.1.0", 2);
            BundleDescriptor bundle = endpoint.bundle("reload");
            assertThat(bundle).isNotNull();
            assertThat(bundle.version()).isEqualTo("1.1.0");
            assertThat(bundle.lastReload()).isNotNull();
            assertThat(bundle.lastReload().outcome()).isEqualTo("reloaded");
            assertThat(bundle.lastReload().reason()).isNull();
            assertThat(bundle.lastReload().at()).isBetween(before, Instant.now());
            assertThat(bundle.lastReload().durationMs()).isPositive();
            assertChange(endpoint.changeState("reload", "rolled-back", null), "rolled-back", "1.1.0", "1.0.0", 3);
            assertThat(endpoint.bundle("reload").lastReload().outcome()).isEqualTo("rolled-back");
        });
    }

    @Test
    void dependentsThatWereReloadedAlongAreTold() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload")
            .with("consumer", "consumer")
            .withReinitialization("consumer", "reload.test")
            .with("caller", "caller")
            .withReinitialization("caller", "demo.Consumer")
            .with("slow", "slow")
            .withReinitialization("slow", "reload.test");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            bundles.with("reload-v2", "reload").with("reload-init-fails", "slow");
            ReloadDescriptor change = (ReloadDescriptor) endpoint.changeState("reload", "reloaded", null);
            assertThat(change).isNotNull();
            assertThat(change.cascaded()).containsExactly(
                    new PolyplugEndpoint.CascadedDescriptor("consumer", "1.0.0", "1.0.0", 2),
                    new PolyplugEndpoint.CascadedDescriptor("caller", "1.0.0", "1.0.0", 2));
            assertThat(change.cascadeFailures()).singleElement()
                .asString()
                .contains("'slow'")
                .doesNotContain(this.folder.toString());
            BundleDescriptor slow = endpoint.bundle("slow");
            assertThat(slow).isNotNull();
            assertThat(slow.lastReload()).isNotNull();
            assertThat(slow.lastReload().outcome()).isEqualTo("failed");
            BundleDescriptor caller = endpoint.bundle("caller");
            assertThat(caller).isNotNull();
            assertThat(caller.lastReload()).isNotNull();
            assertThat(caller.lastReload().outcome()).isEqualTo("reloaded");
        });
    }

    @Test
    void failedReloadIsRemembered() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            bundles.with("reload-init-fails", "reload");
            assertThatExceptionOfType(PolyplugException.class)
                .isThrownBy(() -> endpoint.changeState("reload", "reloaded", null));
            BundleDescriptor bundle = endpoint.bundle("reload");
            assertThat(bundle).isNotNull();
            assertThat(bundle.version()).isEqualTo("1.0.0");
            assertThat(bundle.lastReload()).isNotNull();
            assertThat(bundle.lastReload().outcome()).isEqualTo("failed");
            assertThat(bundle.lastReload().reason()).contains("the licence file is missing");
        });
    }

    @Test
    void unknownStateIsAnInvalidRequest() {
        this.runner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
            .isThrownBy(() -> context.getBean(PolyplugEndpoint.class).changeState("reload", "/etc", null))
            .withMessageContaining("reloaded")
            .withMessageContaining("rolled-back"));
    }

    @ParameterizedTest
    @CsvSource({ "never,false", "when-authorized,true", "always,true" })
    void whoManagesTheJvmIsAuthorizedToSeePaths(String show, boolean shown) throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Files.delete(this.folder.resolve("reload/libreload.so"));
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip",
                    "management.endpoint.polyplug.show-values=" + show)
            .run((context) -> assertThat(context.getBean(PolyplugEndpoint.class).runtime().available()).singleElement()
                .satisfies((available) -> assertThat(available.reason())
                    .contains((shown ? this.folder.toString() : "polyplug.locations[0]") + "/reload/libreload.so")));
    }

    @Test
    void unloadedBundleIsNamed() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            assertThat(endpoint.unload("reload", null))
                .isEqualTo(new PolyplugEndpoint.UnloadDescriptor(List.of("reload")));
            assertThat(endpoint.runtime().bundles()).isEmpty();
        });
    }

    @Test
    void machinesOfAScriptAreTold() {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles"))
            .with("machine-script", QueueForScript.BUNDLE)
            .with("slow", "slow");
        this.runner.withPropertyValues(bundles.property(), QueueForScript.engine(this.folder.resolve("engines")))
            .run((context) -> {
                PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
                assertThat(endpoint.bundle("slow").machines()).isNull();
                assertThat(endpoint.bundle(QueueForScript.BUNDLE).machines())
                    .isEqualTo(new MachinesDescriptor(1, 0, 0, 0, 0));
                try (QueueForScript queue = QueueForScript.of(context.getBean(PolyplugRuntime.class))) {
                    assertThat(queue).isNotNull();
                    assertThat(endpoint.bundle(QueueForScript.BUNDLE).machines())
                        .isEqualTo(new MachinesDescriptor(1, 1, 1, 0, 0));
                }
                assertThat(endpoint.bundle(QueueForScript.BUNDLE).machines()).returns(1, MachinesDescriptor::count)
                    .returns(0, MachinesDescriptor::busy)
                    .returns(0, MachinesDescriptor::waiting)
                    .returns(1L, MachinesDescriptor::waits)
                    .satisfies((machines) -> assertThat(machines.waitedMs()).isPositive());
            });
    }

    @Test
    void generationThatACallHoldsIsTold() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugEndpoint endpoint = context.getBean(PolyplugEndpoint.class);
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Slow slow = runtime.contract(Slow.class);
            try (HeldCall call = HeldCall.of(slow)) {
                bundles.with("slow-v2", "slow");
                endpoint.changeState("slow", "reloaded", null);
                Patience.await().untilAsserted(() -> assertHolder(endpoint.bundle("slow", true), call.threadName()));
                assertHolder(endpoint.bundle("slow"), null);
                assertThat(endpoint.runtime().retiredGenerations()).isEqualTo(1);
            }
            assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
            Patience.await()
                .untilAsserted(() -> assertThat(endpoint.bundle("slow").generations())
                    .containsExactly(new GenerationDescriptor(2, "active", List.of())));
        });
    }

    private static void assertHolder(BundleDescriptor bundle, @Nullable String threadName) {
        assertThat(bundle.generations()).extracting(GenerationDescriptor::generation).containsExactly(1L, 2L);
        assertThat(bundle.generations()).extracting(GenerationDescriptor::state).containsExactly("retired", "active");
        assertThat(bundle.generations().get(0).holders()).singleElement().satisfies((holder) -> {
            assertThat(holder.contract()).contains("demo.Slow");
            assertThat(holder.thread()).isIn(null, threadName);
        });
    }

    private static void assertChange(PolyplugEndpoint.ChangeDescriptor descriptor, String outcome,
            String previousVersion, String version, long generation) {
        assertThat(descriptor).isInstanceOf(ReloadDescriptor.class);
        ReloadDescriptor change = (ReloadDescriptor) descriptor;
        assertThat(change.outcome()).isEqualTo(outcome);
        assertThat(change.previousVersion()).isEqualTo(previousVersion);
        assertThat(change.version()).isEqualTo(version);
        assertThat(change.generation()).isEqualTo(generation);
        assertThat(change.durationMs()).isPositive();
        assertThat(change.cascaded()).isEmpty();
        assertThat(change.cascadeFailures()).isNull();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRuntime {

        @Bean
        PolyplugRuntime runtime(ReloadHistory history) {
            return PolyplugRuntime.builder().hotReload(true).onReload(history).build();
        }

    }

}
