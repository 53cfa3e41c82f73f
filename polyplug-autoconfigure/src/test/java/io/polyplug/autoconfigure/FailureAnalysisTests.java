package io.polyplug.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.contract.GuestContractAutoConfiguration;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.NativeAccessException;
import io.polyplug.signing.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each failure that a user can cause at start-up is explained, by the analyzers as an
 * application finds them.
 */
class FailureAnalysisTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class));

    private static final String SKIP = " To start without the bundle, set 'polyplug.on-load-failure' to 'skip'.";

    @TempDir
    private Path folder;

    @Test
    void missingLocation() {
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.locations=plugins"));
        assertThat(analysis.getDescription()).contains("polyplug.locations[0]", "'plugins'", "does not exist",
                "Origin: \"polyplug.locations\" from property source");
        assertThat(analysis.getAction()).contains("optional:", System.getProperty("user.dir"));
    }

    @Test
    void badManifest() throws Exception {
        Path manifest = Files.createDirectory(this.folder.resolve("broken")).resolve("manifest.toml");
        Files.writeString(manifest, "name = ");
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.locations=" + this.folder));
        assertThat(analysis.getDescription()).contains(manifest.toString());
        assertThat(analysis.getDescription()).startsWith(manifest + ": not valid TOML: line 1, column ")
            .doesNotContain("Correct");
        assertThat(analysis.getAction()).isEqualTo("Correct it there." + SKIP);
    }

    @Test
    void libraryThatIsMissing() throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        Path library = this.folder.resolve("reload").resolve("libreload.so");
        Files.delete(library);
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues(bundles.property()));
        assertThat(analysis.getDescription()).isEqualTo("Bundle 'reload' was not loaded: its manifest names the library"
                + " 'libreload.so', which does not exist: " + library);
        assertThat(analysis.getAction()).isEqualTo("Build the library, or correct 'file' in the manifest." + SKIP);
    }

    @Test
    void dependencyThatNobodyProvides() {
        BundleFolder bundles = new BundleFolder(this.folder).with("consumer", "consumer");
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues(bundles.property()));
        assertThat(analysis.getDescription())
            .isEqualTo("Bundle 'consumer' was not loaded: unsatisfied capability: it depends on 'reload.test' of major"
                    + " version 1, and no bundle of the set and none that is loaded provides it");
        assertThat(analysis.getAction())
            .isEqualTo("Add a bundle that provides it, or remove the [[dependency]] entry." + SKIP);
    }

    @Test
    void bundleThatCannotBeLoaded() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-wrong-abi", "reload");
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues(bundles.property()));
        assertThat(analysis.getDescription()).contains("'reload'", "ABI");
        assertThat(analysis.getAction()).endsWith(SKIP);
    }

    @Test
    void settingThatCannotBeCarriedOut() {
        FailureAnalysis analysis = analyze(
                this.runner.withPropertyValues("polyplug.hot-reload.closed-but-mapped-limit=-1"));
        assertThat(analysis.getDescription()).contains("'polyplug.hot-reload.closed-but-mapped-limit' is -1",
                "Origin: \"polyplug.hot-reload.closed-but-mapped-limit\" from property source");
        assertThat(analysis.getAction())
            .endsWith("The setting is 'polyplug.hot-reload.closed-but-mapped-limit' among the"
                    + " 'polyplug' properties or in the RuntimeBuilderCustomizer that sets it.");
    }

    @Test
    void bundleUnderAnotherName() {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        FailureAnalysis analysis = analyze(
                this.runner.withPropertyValues("polyplug.bundles.other.path=" + this.folder.resolve("reload")));
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.bundles.other.path' points at '" + this.folder.resolve("reload")
                    + "', whose manifest names the bundle 'reload'")
            .contains("Origin: ");
        assertThat(analysis.getAction())
            .startsWith("Correct the path, or write the property as polyplug.bundles.reload.path.")
            .endsWith(SKIP);
    }

    @Test
    void bundleThatIsThereTwice() {
        new BundleFolder(this.folder).with("reload-v1", "one").with("reload-v2", "two");
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.locations=" + this.folder));
        assertThat(analysis.getDescription()).contains("'reload'", "twice");
        assertThat(analysis.getAction()).startsWith("Keep one of the folders [")
            .endsWith(" To start with the highest version, set 'polyplug.on-load-failure' to 'skip'.");
    }

    @Test
    void bundleThatTheApplicationItselfLoads() {
        new BundleFolder(this.folder).with("reload-wrong-abi", "reload");
        FailureAnalysis analysis = analyze(this.runner.withBean(SmartInitializingSingleton.class,
                () -> new LoadsItself(this.folder.resolve("reload"))));
        assertThat(analysis.getDescription()).contains("'reload'", "ABI");
        assertThat(analysis.getAction()).doesNotContain("polyplug.on-load-failure");
    }

    @Test
    void signaturePolicyThatTheRuntimeNeverSaw() {
        FailureAnalysis analysis = analyze(
                this.runner.withBean(PolyplugRuntime.class, () -> PolyplugRuntime.builder().build())
                    .withPropertyValues("polyplug.signature.policy=required"));
        assertThat(analysis.getDescription()).contains("polyplug.signature.policy", "'required'", "Origin: ");
        assertThat(analysis.getAction()).contains("PolyplugRuntime.Builder", "remove the property");
    }

    @Test
    void contractThatIsCalledTooEarly() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        FailureAnalysis analysis = analyze(this.runner.withUserConfiguration(Application.class)
            .withBean(CallsAtOnce.class)
            .withPropertyValues(bundles.property()));
        assertThat(analysis.getDescription()).startsWith("Contract 'reload.test' 1.0 is not available: ")
            .doesNotContain("Load a bundle");
        assertThat(analysis.getAction()).startsWith("Bundles are loaded when all singletons have been created.")
            .contains("ApplicationRunner", "BundleLifecycle.PHASE")
            .doesNotContain("fail-fast");
    }

    @Test
    void backendThatIsNone() {
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.backend=panama"));
        assertThat(analysis.getDescription()).contains("polyplug.backend", "panama");
        assertThat(analysis.getAction()).contains("AUTO", "FFM", "JNA");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_24, disabledReason = "this Java has the backend")
    void backendThatNeedsANewerJava() {
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.backend=ffm"));
        assertThat(analysis.getDescription())
            .isEqualTo("Backend 'ffm' needs Java 25 and this is Java " + Runtime.version().feature());
        assertThat(analysis.getAction()).startsWith("Use 'jna' or 'auto', or a newer Java. ")
            .contains("'backend'", "'polyplug' properties");
    }

    @Test
    void nativeAccessThatIsDeniedToAModule() {
        NativeAccessException failure = new NativeAccessException("--enable-native-access=io.polyplug.ffm", null,
                "Denied", null);
        FailureAnalysis analysis = new NativeAccessFailureAnalyzer().analyze(failure, failure);
        assertThat(analysis).isNotNull();
        assertThat(analysis.getAction()).contains("--enable-native-access=io.polyplug.ffm").doesNotContain("manifest");
    }

    @Test
    void signatures() throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        ApplicationContextRunner requiring = this.runner.withPropertyValues(bundles.property(),
                "polyplug.signature.policy=required");
        FailureAnalysis unsigned = analyze(requiring);
        assertThat(unsigned.getDescription()).contains("'reload'", "is not signed");
        assertThat(unsigned.getAction()).contains("Sign bundle 'reload'", "polyplug.signature.policy", "warn-only",
                "polyplug.on-load-failure");
        SigningKey.generate().sign(this.folder.resolve("reload"));
        FailureAnalysis untrusted = analyze(requiring
            .withPropertyValues("polyplug.signature.trusted-keys=" + SigningKey.generate().verifyingKey()));
        assertThat(untrusted.getDescription()).contains("'reload'", "trusted-key allowlist");
        assertThat(untrusted.getAction()).contains("'reload'", "polyplug.signature.trusted-keys");
        Files.writeString(this.folder.resolve("reload").resolve("added"), "x");
        FailureAnalysis tampered = analyze(requiring);
        assertThat(tampered.getDescription()).contains("'reload'", "signature verification failed");
        assertThat(tampered.getAction()).contains("Deploy bundle 'reload' again", "every file");
    }

    @Test
    void trustedKeyThatIsNone() {
        FailureAnalysis analysis = analyze(this.runner.withPropertyValues("polyplug.signature.policy=required",
                "polyplug.signature.trusted-keys=keys/missing.key"));
        assertThat(analysis.getDescription()).contains("polyplug.signature.trusted-keys[0]", "hexadecimal", "base64",
                "keys/missing.key", "cannot be read");
        assertThat(analysis.getAction()).contains("polyplug.signature.trusted-keys[0]");
    }

    @Test
    void contractThatCannotBeMapped() {
        FailureAnalysis analysis = analyze(
                this.runner.withUserConfiguration(ImportsUnmappable.class).withBean(UnmappableConsumer.class));
        assertThat(analysis.getDescription()).contains(Unmappable.class.getName(), "thread", Thread.class.getName());
        assertThat(analysis.getAction()).contains(Unmappable.class.getName());
    }

    @Test
    void contractThatIsNone() {
        FailureAnalysis analysis = analyze(this.runner.withUserConfiguration(ImportsNoContract.class));
        assertThat(analysis.getDescription()).contains(Runnable.class.getName(), "@GuestContract");
    }

    @Test
    void contractWithoutAProviderUnderFailFast() {
        FailureAnalysis analysis = analyze(this.runner.withUserConfiguration(Application.class)
            .withBean(CallerConsumer.class)
            .withPropertyValues("polyplug.contracts.fail-fast=true"));
        assertThat(analysis.getDescription()).contains("demo.Caller", "fail-fast");
        assertThat(analysis.getAction()).contains("demo.Caller", "polyplug.locations", "polyplug.contracts.fail-fast");
    }

    @Test
    void hostContractWithTwoImplementations() {
        FailureAnalysis analysis = analyze(this.runner.withUserConfiguration(TwoGreeters.class));
        assertThat(analysis.getDescription()).contains("host.Greeter", "first", "second").doesNotContain("Mark");
        assertThat(analysis.getAction()).isEqualTo(
                "Mark the one that bundles shall call with @Primary, or take the" + " others out of the context.");
    }

    private static FailureAnalysis analyze(ApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        ConfigurableEnvironment[] environment = new ConfigurableEnvironment[1];
        runner.withInitializer((context) -> environment[0] = context.getEnvironment()).run((context) -> {
            Throwable failure = context.getStartupFailure();
            assertThat(failure).isNotNull();
            for (FailureAnalyzer analyzer : analyzers(environment[0])) {
                analysis[0] = (analysis[0] != null) ? analysis[0] : analyzer.analyze(failure);
            }
        });
        assertThat(analysis[0]).isNotNull();
        return analysis[0];
    }

    private static List<FailureAnalyzer> analyzers(ConfigurableEnvironment environment) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class,
                    ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                        .and(Environment.class, environment),
                    (type, name, failure) -> assertThat(name).doesNotContain("polyplug"));
    }

    /** The most natural mistake. */
    static class CallsAtOnce {

        CallsAtOnce(Reload reload) {
            reload.answer();
        }

    }

    static class LoadsItself implements SmartInitializingSingleton {

        private final Path bundle;

        @Autowired
        private PolyplugRuntime runtime;

        LoadsItself(Path bundle) {
            this.bundle = bundle;
        }

        @Override
        public void afterSingletonsInstantiated() {
            this.runtime.loadBundle(this.bundle);
        }

    }

    @GuestContract(name = "demo.Unmappable", version = "1.0")
    interface Unmappable {

        @ContractFunction(0)
        Thread thread();

    }

    record UnmappableConsumer(Unmappable unmappable) {
    }

    record CallerConsumer(Caller caller) {
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Unmappable.class)
    static class ImportsUnmappable {

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts(Runnable.class)
    static class ImportsNoContract {

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoGreeters {

        @Bean
        FriendlyGreeter first() {
            return new FriendlyGreeter();
        }

        @Bean
        FriendlyGreeter second() {
            return new FriendlyGreeter();
        }

    }

}
