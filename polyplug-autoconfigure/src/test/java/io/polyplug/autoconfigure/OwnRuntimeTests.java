package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReturnedMemory;
import io.polyplug.SignaturePolicy;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.contract.GuestContractAutoConfiguration;
import io.polyplug.autoconfigure.event.BundleReloadedEvent;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.SignatureException;
import io.polyplug.signing.SigningKey;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that build their runtime themselves: what the properties ask for reaches
 * it, or they are told.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnRuntimeTests {

    @TempDir
    private Path folder;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @BeforeEach
    void installBundle() {
        this.runner = this.runner
            .withPropertyValues(new BundleFolder(this.folder).with("reload-v1", "reload").property());
    }

    private static List<String> warnings(CapturedOutput output) {
        return output.getOut()
            .lines()
            .filter((line) -> line.contains(" WARN ") && line.contains("runtime bean"))
            .toList();
    }

    @Test
    void builderHasThePropertiesCustomizersLoadersAndListeners() throws IOException {
        Path manifest = this.folder.resolve("reload/manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("\"native\"", "\"mine\""));
        Path work = this.folder.resolve("work");
        Events events = new Events();
        this.runner.withUserConfiguration(BuiltRuntime.class)
            .withBean(Events.class, () -> events)
            .withBean(BundleLoader.class, NineLoader::new)
            .withBean(RuntimeBuilderCustomizer.class, () -> (builder) -> builder.workDirectory(work))
            .withPropertyValues("polyplug.hot-reload.enabled=true")
            .run((context) -> {
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                assertThat(runtime.contract(Reload.class).answer()).isEqualTo(9);
                assertThat(work).isDirectory();
                runtime.reloadBundle("reload");
                assertThat(events.reloaded).isEqualTo(1);
            });
    }

    @Test
    void signaturePolicyOfThePropertiesHoldsInARuntimeBuiltFromTheBuilder() {
        this.runner.withUserConfiguration(BuiltRuntime.class)
            .withPropertyValues("polyplug.signature.policy=required")
            .run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(SignatureException.class));
    }

    @Test
    void signaturePolicyIsNeverDropped() {
        this.runner.withUserConfiguration(PlainRuntime.class)
            .withPropertyValues("polyplug.signature.policy=required")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(ConfigurationException.class,
                        (ex) -> assertThat(ex.setting()).isEqualTo("polyplug.signature.policy"))
                .hasMessageContainingAll("'required'", "'plainRuntime'", "'off'", "PolyplugRuntime.Builder"));
    }

    @Test
    void trustedKeysAreNeverDropped() {
        this.runner.withUserConfiguration(RequiringRuntime.class)
            .withPropertyValues("polyplug.signature.policy=required",
                    "polyplug.signature.trusted-keys=" + SigningKey.generate().verifyingKey())
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContainingAll("polyplug.signature.trusted-keys", "'requiringRuntime'"));
    }

    @Test
    void policyThatTheRuntimeHasByItselfIsEnough() throws IOException {
        SigningKey.generate().sign(this.folder.resolve("reload"));
        this.runner.withUserConfiguration(RequiringRuntime.class)
            .withPropertyValues("polyplug.signature.policy=required")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
    }

    @Test
    void noRuntimeOfSeveralMayDropThePolicy() {
        this.runner.withUserConfiguration(BuiltRuntime.class, PlainRuntime.class)
            .withPropertyValues("polyplug.signature.policy=required")
            .run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'plainRuntime'"));
    }

    @Test
    void customizerThatWeakensThePolicyIsTold(CapturedOutput output) {
        this.runner
            .withBean(RuntimeBuilderCustomizer.class, () -> (builder) -> builder.signaturePolicy(SignaturePolicy.OFF))
            .withPropertyValues("polyplug.signature.policy=required")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("'required'", "'off'", "'polyplugRuntime'", " polyplug.runtime ");
    }

    @Test
    void propertiesThatTheRuntimeNeverSawAreTold(CapturedOutput output) {
        this.runner.withUserConfiguration(PlainRuntime.class)
            .withPropertyValues("polyplug.backend=jna", "polyplug.hot-reload.enabled=false",
                    "polyplug.async.pool.size=2", "polyplug.bundles.reload.returned-memory=" + ReturnedMemory.BORROWED,
                    "polyplug.bundles.reload.async.pool.size=1", "polyplug.bundles.reload.required=true")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).bundle("reload")).isPresent());
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains(
                    "[polyplug.backend, polyplug.hot-reload.enabled, polyplug.async.pool.size, "
                            + "polyplug.bundles.reload.returned-memory, polyplug.bundles.reload.async]",
                    "'plainRuntime'", "PolyplugRuntime.Builder");
    }

    @Test
    void nothingIsToldOfARuntimeThatSawTheProperties(CapturedOutput output) {
        this.runner.withUserConfiguration(BuiltRuntime.class)
            .withPropertyValues("polyplug.backend=jna")
            .run((context) -> assertThat(context.getBean(PolyplugRuntime.class).backend()).isEqualTo("jna"));
        assertThat(warnings(output)).isEmpty();
    }

    @Test
    void disabledMeansThatNothingIsLoadedIntoAnOwnRuntimeButContractsAreThereForIt() {
        this.runner.withConfiguration(AutoConfigurations.of(GuestContractAutoConfiguration.class))
            .withUserConfiguration(PlainRuntime.class, Application.class)
            .withPropertyValues("polyplug.enabled=false")
            .run((context) -> {
                assertThat(context).hasSingleBean(PolyplugRuntime.class)
                    .doesNotHaveBean(BundleLifecycle.class)
                    .doesNotHaveBean(PolyplugRuntime.Builder.class);
                PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
                assertThat(runtime.bundles()).isEmpty();
                runtime.loadBundle(this.folder.resolve("reload"));
                assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
            });
    }

    @Test
    void signaturePolicyThatNobodyCarriesOutIsToldWhenPolyplugIsDisabled(CapturedOutput output) {
        this.runner.withConfiguration(AutoConfigurations.of(DisabledPolyplugAutoConfiguration.class))
            .withUserConfiguration(PlainRuntime.class)
            .withPropertyValues("polyplug.enabled=false", "polyplug.signature.policy=required")
            .run((context) -> assertThat(context).hasNotFailed());
        assertThat(output).contains("'polyplug.signature.policy' is not carried out");
    }

    @Test
    void disabledWithoutAPolicyTellsNothing(CapturedOutput output) {
        this.runner.withConfiguration(AutoConfigurations.of(DisabledPolyplugAutoConfiguration.class))
            .withUserConfiguration(PlainRuntime.class)
            .withPropertyValues("polyplug.enabled=false")
            .run((context) -> assertThat(context).hasSingleBean(DisabledPolyplugAutoConfiguration.class));
        assertThat(output).doesNotContain("is not carried out");
    }

    @Test
    void eachBuilderIsAnother() {
        this.runner.run((context) -> assertThat(context.getBean(PolyplugRuntime.Builder.class))
            .isNotSameAs(context.getBean(PolyplugRuntime.Builder.class)));
    }

    @Test
    void applicationMayHaveItsOwnBuilder() {
        PolyplugRuntime.Builder own = PolyplugRuntime.builder().backend("no-such-backend");
        this.runner.withBean(PolyplugRuntime.Builder.class, () -> own)
            .run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("no-such-backend"));
    }

    @Test
    void bundlesAreLoadedIntoTheOnlyOneThatIsPrimary() {
        this.runner.withUserConfiguration(PlainRuntime.class, PrimaryRuntime.class).run((context) -> {
            assertThat(context.getBean("plainRuntime", PolyplugRuntime.class).bundles()).isEmpty();
            assertThat(context.getBean("primaryRuntime", PolyplugRuntime.class).bundle("reload")).isPresent();
        });
    }

    @Test
    void nothingIsLoadedWhenNobodySaysIntoWhichOfSeveral(CapturedOutput output) {
        this.runner.withUserConfiguration(PlainRuntime.class, BuiltRuntime.class).run((context) -> {
            assertThat(context).hasNotFailed();
            context.getBeansOfType(PolyplugRuntime.class)
                .values()
                .forEach((runtime) -> assertThat(runtime.bundles()).isEmpty());
        });
        assertThat(output).contains("No bundle of 'polyplug.locations' and 'polyplug.bundles' is loaded",
                "[plainRuntime, builtRuntime]", "@Primary");
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainRuntime {

        @Bean
        PolyplugRuntime plainRuntime() {
            return PolyplugRuntime.builder().build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryRuntime {

        @Bean
        @Primary
        PolyplugRuntime primaryRuntime(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class RequiringRuntime {

        @Bean
        PolyplugRuntime requiringRuntime() {
            return PolyplugRuntime.builder().signaturePolicy(SignaturePolicy.REQUIRED).build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class BuiltRuntime {

        @Bean
        PolyplugRuntime builtRuntime(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

    }

    static class Events {

        private int reloaded;

        @EventListener
        void on(BundleReloadedEvent event) {
            this.reloaded++;
        }

    }

    /** Provides the same answer for every bundle. */
    static class NineLoader implements BundleLoader {

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public AutoCloseable load(BundleContext bundle) {
            bundle.provide(Reload.class, () -> 9);
            return () -> {
            };
        }

    }

}
