package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.event.BundleConfigChangedEvent;
import io.polyplug.autoconfigure.event.BundleReloadedEvent;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Settings of bundles reach them, change with a reload, and are shown to nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class BundleConfigTests {

    private static final String SECRET = "correct-horse";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class))
        .withUserConfiguration(Events.class);

    @TempDir
    private Path folder;

    /** Hands on what the host answers. */
    @GuestContract(name = "demo.Configured", version = "1.0.0")
    interface Configured {

        @ContractFunction(0)
        String text(String key);

        @ContractFunction(1)
        long integer(String key, long otherwise);

        @ContractFunction(4)
        long duration(String key, long otherwise);

        @ContractFunction(6)
        String keys();

    }

    private static Configured configured(PolyplugRuntime runtime) {
        return runtime.contract(Configured.class);
    }

    @Test
    void nestedAndListedSettingsKeepTheirKeys(CapturedOutput output) {
        BundleFolder bundles = new BundleFolder(this.folder).with("configured", "configured");
        this.runner.withPropertyValues(bundles.property(), "polyplug.bundles.configured.config.greeting=hello",
                "polyplug.bundles.configured.config.limits.time-out=3s",
                "polyplug.bundles.configured.config.sizes[0]=7", "polyplug.bundles.configured.config.[some/key]=odd",
                "polyplug.bundles.configured.config.path=x", "polyplug.bundles.other.config.greeting=not yours")
            .run((context) -> {
                Configured configured = configured(context.getBean(PolyplugRuntime.class));
                assertThat(configured.keys()).isEqualTo("greeting\nlimits.time-out\npath\nsizes.0\nsome/key");
                assertThat(configured.text("greeting")).isEqualTo("hello");
                assertThat(configured.duration("limits.time-out", 1)).isEqualTo(3_000_000_000L);
                assertThat(configured.integer("sizes.0", 1)).isEqualTo(7);
            });
        assertThat(output).doesNotContain("binds to nothing");
    }

    @Test
    void bundleWithADottedNameHasSettingsToo() {
        BundleFolder bundles = new BundleFolder(this.folder).withRenamed("configured", "com.acme.configured");
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.bundles.[com.acme.configured].config.greeting=hello",
                    "polyplug.bundles.[com.acme.configured].config.number=none")
            .run((context) -> {
                Configured configured = configured(context.getBean(PolyplugRuntime.class));
                assertThat(configured.text("greeting")).isEqualTo("hello");
                assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> configured.integer("number", 1))
                    .withMessageContaining("Correct polyplug.bundles.[com.acme.configured].config.number");
            });
    }

    @Test
    void changesAreReadAndToldWithTheNextGeneration() {
        BundleFolder bundles = new BundleFolder(this.folder).with("configured", "configured");
        Map<String, Object> settings = new ConcurrentHashMap<>(Map.of("polyplug.bundles.configured.config.greeting",
                "hello", "polyplug.bundles.configured.config.same", "same",
                "polyplug.bundles.configured.config.password", SECRET));
        this.runner.withPropertyValues(bundles.property())
            .withInitializer((context) -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("settings", settings)))
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                List<String> told = context.getBean(Events.class).told;
                runtime.reloadBundle("configured");
                assertThat(told).containsExactly("reloaded 2");
                settings.put("polyplug.bundles.configured.config.greeting", "good day");
                settings.put("polyplug.bundles.configured.config.added", "1");
                settings.remove("polyplug.bundles.configured.config.password");
                assertThat(configured(runtime).text("greeting")).isEqualTo("hello");
                runtime.reloadBundle("configured");
                assertThat(configured(runtime).text("greeting")).isEqualTo("good day");
                assertThat(told).containsExactly("reloaded 2", "reloaded 3",
                        "configured 3 [added, greeting, password]");
            });
    }

    @Test
    void valuesAreNeitherInTheReportOfPropertiesNorInTheirText() {
        this.runner
            .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesReportEndpointAutoConfiguration.class))
            .withPropertyValues("polyplug.bundles.configured.config.password=" + SECRET,
                    "management.endpoints.web.exposure.include=configprops",
                    "management.endpoints.jmx.exposure.include=configprops", "spring.jmx.enabled=true")
            .run((context) -> {
                PolyplugProperties properties = context.getBean(PolyplugProperties.class);
                assertThat(properties.bundles().get("configured").config()).containsEntry("password", SECRET);
                assertThat(properties).asString().contains("config=[password]").doesNotContain(SECRET);
                assertThat(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                    .configurationProperties()
                    .getContexts()
                    .values()).anySatisfy((beans) -> assertThat(beans.getBeans().values()).anySatisfy((bean) -> {
                        assertThat(bean.getPrefix()).isEqualTo("polyplug");
                        assertThat(bean.getProperties().toString()).contains("password").doesNotContain(SECRET);
                        assertThat(bean.getInputs().toString()).contains("password").doesNotContain(SECRET);
                    }));
            });
    }

    static final class Events {

        final List<String> told = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BundleReloadedEvent event) {
            this.told.add("reloaded " + event.phase().generation());
        }

        @EventListener
        void on(BundleConfigChangedEvent event) {
            this.told.add(event.bundleName() + " " + event.generation() + " " + event.changedKeys());
        }

    }

}
