package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.polyplug.Compatibility;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReturnedMemory;
import io.polyplug.SignalPolicy;
import io.polyplug.SignaturePolicy;
import io.polyplug.async.AsyncPool;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugProperties} and {@link PropertiesRuntimeBuilderCustomizer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PolyplugPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        PolyplugProperties properties = bind(Map.of());
        assertThat(properties.enabled()).isTrue();
        assertThat(properties.locations()).isEmpty();
        assertThat(properties.bundles()).isEmpty();
        assertThat(properties.onLoadFailure()).isEqualTo(PolyplugProperties.OnLoadFailure.FAIL);
        assertThat(properties.workDirectory()).isNull();
        assertThat(properties.dataDirectory()).isNull();
        assertThat(properties.backend()).isEqualTo(PolyplugProperties.Backend.AUTO);
        assertThat(properties.compatibility()).isEqualTo(Compatibility.STRICT);
        assertThat(properties.signals()).isEqualTo(SignalPolicy.RESTORE);
        assertThat(properties.hotReload()).isEqualTo(new PolyplugProperties.HotReload(true, null, false,
                PolyplugProperties.WatchMethod.AUTO, false, Duration.ofMillis(400), Duration.ofMillis(1000)));
        assertThat(properties.signature().policy()).isEqualTo(SignaturePolicy.OFF);
        assertThat(properties.signature().trustedKeys()).isEmpty();
        assertThat(properties.async()).isEqualTo(new PolyplugProperties.Async(
                new PolyplugProperties.Pool(AsyncPool.DEFAULT.size(), AsyncPool.DEFAULT.queueCapacity(),
                        AsyncPool.DEFAULT.keepAlive()),
                AsyncPool.DEFAULT.threadNamePrefix()));
        assertThat(properties.contracts().failFast()).isFalse();
        assertThat(properties.shutdown().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.health().stuckCallThreshold()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void bundleIsConfiguredByItsName() {
        PolyplugProperties properties = bind(Map.of("polyplug.bundles[image.tools].path", "plugins/image-tools",
                "polyplug.bundles.filters.required", "true", "polyplug.bundles.filters.returned-memory", "borrowed",
                "polyplug.bundles.filters.signals", "ignore"));
        assertThat(properties.bundles()).containsEntry("image.tools", new PolyplugProperties.Bundle(
                "plugins/image-tools", null, null, false, null, null, null, null, Map.of()));
        assertThat(properties.bundles()).containsEntry("filters", new PolyplugProperties.Bundle(null, null, null, true,
                ReturnedMemory.BORROWED, SignalPolicy.IGNORE, null, null, Map.of()));
    }

    @Test
    void poolsOfAsynchronousCallsAreThoseOfTheProperties() {
        this.runner
            .withPropertyValues("polyplug.async.pool.size=3", "polyplug.async.pool.queue-capacity=5",
                    "polyplug.async.thread-name-prefix=plugins-", "polyplug.bundles.filters.async.pool.size=1",
                    "polyplug.bundles.filters.required=false",
                    "polyplug.bundles[image.tools].async.thread-name-prefix=tools-")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).statistics().asyncPools())
                .containsExactly(new AsyncPoolStatistics("plugins-", Optional.empty(), 3, 0, 0, 0, 5, 0, 0),
                        new AsyncPoolStatistics("plugins-filters-", Optional.of("filters"), 1, 0, 0, 0, 5, 0, 0),
                        new AsyncPoolStatistics("tools-", Optional.of("image.tools"), 3, 0, 0, 0, 5, 0, 0)));
    }

    @ParameterizedTest
    @CsvSource({ "polyplug.async.pool.size,0,polyplug.async.pool",
            "polyplug.async.pool.queue-capacity,-1,polyplug.async.pool",
            "polyplug.bundles.filters.async.pool.keep-alive,0s,polyplug.bundles.filters.async.pool" })
    void poolWithoutThreadsOrTimeIsRefused(String property, String value, String named) {
        this.runner.withPropertyValues(property + "=" + value)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Properties '" + named + "' cannot be carried out: ")
                .hasMessageEndingWith(". Give numbers and a time above zero"));
    }

    @Test
    void limitBelowZeroIsRefused() {
        this.runner.withPropertyValues("polyplug.hot-reload.closed-but-mapped-limit=-1")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("polyplug.hot-reload.closed-but-mapped-limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "polyplug.lifecycle.operation-timeout", "polyplug.lifecycle.slow-operation-threshold",
            "polyplug.shutdown.drain-timeout" })
    void timeBelowZeroIsRefused(String property) {
        this.runner.withPropertyValues(property + "=-1s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Property '" + property + "' is PT-1S, and no time is below zero. Give 0s or more"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "polyplug.signature.policy=off", "polyplug.signature.policy=warn-only",
            "polyplug.signature.policy=required", "polyplug.compatibility=strict", "polyplug.compatibility=relaxed",
            "polyplug.compatibility=yolo", "polyplug.shutdown.drain-timeout=1s",
            "polyplug.bundles.borrowing.returned-memory=borrowed", "polyplug.signals=refuse",
            "polyplug.bundles.borrowing.signals=ignore", "polyplug.hot-reload.closed-but-mapped-limit=0" })
    void whatIsCarriedOutIsAccepted(String property) {
        this.runner.withPropertyValues(property)
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PolyplugRuntime.class));
    }

    @Test
    void fastestBackendIsChosenUnlessOneIsNamed(CapturedOutput output) {
        int java = Runtime.version().feature();
        String fastest = (java >= 25) ? "ffm" : "jna";
        assertBackend("auto", fastest);
        assertThat(output).contains("through backend '" + fastest + "' on Java " + java
                + ((java >= 25) ? ", for it is the fastest here" : ", for backend 'ffm' needs Java 25"));
    }

    @Test
    void backendThatIsNamedIsChosen(CapturedOutput output) {
        assertBackend("jna", "jna");
        assertThat(output).contains("through backend 'jna'", ", for it is configured");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "backend ffm needs Java 25")
    void ffmCanBeNamedToo(CapturedOutput output) {
        assertBackend("FFM", "ffm");
        assertThat(output).contains("through backend 'ffm'", ", for it is configured");
    }

    private void assertBackend(String value, String expected) {
        this.runner.withPropertyValues("polyplug.backend=" + value)
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).backend()).isEqualTo(expected));
    }

    @Test
    void valuesOfTheBackendAreHintedAt() throws IOException {
        String hints = resource("META-INF/additional-spring-configuration-metadata.json")
            .split("\"name\": \"polyplug\\.backend\"")[1].split("\"name\"")[0];
        for (PolyplugProperties.Backend backend : PolyplugProperties.Backend.values()) {
            assertThat(hints).contains("\"value\": \"" + backend.name().toLowerCase(Locale.ROOT) + "\"");
        }
    }

    @Test
    void everyPropertyIsDescribedInTheMetadata() throws IOException {
        assertThat(properties()).isNotEmpty()
            .allSatisfy((property) -> assertThat(property).containsKey("type")
                .hasEntrySatisfying("description",
                        (description) -> assertThat(description).asString().containsPattern("^[A-Z].*\\.$")));
        assertThat(properties()).extracting((property) -> property.get("name"))
            .contains("polyplug.backend", "polyplug.async.pool.size", "management.health.polyplug.enabled");
    }

    /**
     * What an own runtime has not seen is told: a property that is new is among its
     * settings, or here.
     */
    @Test
    void everyPropertyIsASettingOfTheRuntimeOrIsNone() throws IOException {
        assertThat(properties()).map((property) -> String.valueOf(property.get("name")))
            .filteredOn((name) -> name.startsWith("polyplug.") && !RuntimeSettingsCheck.SETTINGS.contains(name))
            .containsExactlyInAnyOrder("polyplug.enabled", "polyplug.locations", "polyplug.load-on-startup",
                    "polyplug.bundles", "polyplug.engines", "polyplug.on-load-failure",
                    "polyplug.signature.trusted-keys", "polyplug.contracts.fail-fast",
                    "polyplug.health.stuck-call-threshold", "polyplug.health.stuck-call-status",
                    "polyplug.health.failed-reload-status", "polyplug.health.slow-operation-status",
                    "polyplug.health.error-ratio-threshold", "polyplug.health.error-ratio-window",
                    "polyplug.health.error-ratio-minimum-calls", "polyplug.health.error-ratio-status",
                    "polyplug.observations.contracts", "polyplug.hot-reload.watch", "polyplug.hot-reload.watch-method",
                    "polyplug.hot-reload.watch-removals", "polyplug.rollout.steps", "polyplug.rollout.error-ratio",
                    "polyplug.rollout.latency-ratio", "polyplug.rollout.minimum-calls", "polyplug.rollout.mode",
                    "polyplug.rollout.bundles", "polyplug.rollout.watch", "polyplug.hot-reload.quiet-period",
                    "polyplug.hot-reload.polling-interval");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> properties() throws IOException {
        return (List<Map<String, Object>>) Objects.requireNonNull(JsonParserFactory.getJsonParser()
            .parseMap(resource("META-INF/spring-configuration-metadata.json"))
            .get("properties"));
    }

    @Test
    void namesOfBundlesAreHintedAt() throws IOException {
        assertThat(resource("META-INF/spring-configuration-metadata.json"))
            .containsPattern("\"name\": \"polyplug\\.bundles\\.keys\"");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = PolyplugProperties.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PolyplugProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("polyplug",
                PolyplugProperties.class);
    }

}
