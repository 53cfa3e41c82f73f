package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.autoconfigure.contract.GuestContractAutoConfiguration;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.RuntimeClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications with several contexts: a parent and a child, two side by side, one that is
 * refreshed again.
 */
@ExtendWith(OutputCaptureExtension.class)
class ParentAndChildTests {

    private final Deque<ConfigurableApplicationContext> contexts = new ArrayDeque<>();

    @TempDir
    private Path folder;

    private String property() {
        return new BundleFolder(this.folder).with("reload-v1", "reload").property();
    }

    private static SpringApplicationBuilder application(Class<?>... sources) {
        return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE);
    }

    private ConfigurableApplicationContext started(SpringApplicationBuilder application, String... arguments) {
        ConfigurableApplicationContext context = application.run(arguments);
        this.contexts.addFirst(context);
        return context;
    }

    private ConfigurableApplicationContext parent(String... arguments) {
        return started(application(Setup.class), arguments);
    }

    @AfterEach
    void closeChildrenFirst() {
        this.contexts.forEach(ConfigurableApplicationContext::close);
    }

    private static PolyplugRuntime runtime(ConfigurableApplicationContext context) {
        return context.getBean(PolyplugRuntime.class);
    }

    private static List<String> warnings(CapturedOutput output) {
        return output.getOut().lines().filter((line) -> line.contains(" WARN ") && line.contains("polyplug")).toList();
    }

    @Test
    void childUsesTheRuntimeOfItsParentAndLoadsNothingAgain(CapturedOutput output) {
        ConfigurableApplicationContext child = started(
                application(Setup.class).properties(property()).child(Child.class).web(WebApplicationType.NONE));
        ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
        assertThat(parent).isNotNull();
        this.contexts.addLast(parent);
        assertThat(runtime(child)).isSameAs(runtime(parent));
        assertThat(runtime(child).bundles()).extracting(BundleInfo::name).containsExactly("reload");
        assertThat(runtime(child).bundle("reload").orElseThrow().generation()).isEqualTo(1);
        assertThat(child.getBean(Reload.class).answer()).isEqualTo(100);
        child.close();
        assertThat(parent.getBean(Reload.class).answer()).isEqualTo(100);
        assertThat(warnings(output)).isEmpty();
    }

    @Test
    void childWithARuntimeOfItsOwnLoadsItsOwnBundles() {
        Path more = this.folder.resolve("more");
        new BundleFolder(more).with("reload-v2", "reload");
        ConfigurableApplicationContext parent = parent("--" + property());
        ConfigurableApplicationContext child = started(application(OwnRuntime.class, Setup.class).parent(parent),
                "--polyplug.locations=" + more);
        assertThat(runtime(child)).isNotSameAs(runtime(parent));
        assertThat(child.getBean(Reload.class).answer()).isEqualTo(200);
        assertThat(parent.getBean(Reload.class).answer()).isEqualTo(100);
        PolyplugRuntime ofChild = runtime(child);
        child.close();
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(ofChild::bundles);
        assertThat(parent.getBean(Reload.class).answer()).isEqualTo(100);
    }

    @Test
    void childIsToldWhatIsNotLoadedForIt(CapturedOutput output) {
        ConfigurableApplicationContext child = started(application(Setup.class).parent(parent()), "--" + property());
        assertThat(runtime(child).bundles()).isEmpty();
        assertThat(warnings(output)).singleElement()
            .asString()
            .contains("of this context is loaded, for it uses the runtime of the context above");
    }

    @Test
    void childMayNotAskForSignaturesThatItsParentDoesNotCheck() {
        SpringApplicationBuilder child = application(Setup.class).parent(parent("--" + property()));
        assertThatException().isThrownBy(() -> started(child, "--polyplug.signature.policy=required"))
            .havingRootCause()
            .isInstanceOf(ConfigurationException.class)
            .withMessageContainingAll("'required'", "the runtime of the context above", "'off'");
    }

    @Test
    void siblingsShareTheRuntimeOfTheirParent() {
        ConfigurableApplicationContext parent = parent("--" + property());
        ConfigurableApplicationContext one = started(application(Child.class).parent(parent));
        ConfigurableApplicationContext other = started(application(Child.class).parent(parent));
        one.close();
        assertThat(runtime(other)).isSameAs(runtime(parent));
        assertThat(other.getBean(Reload.class).answer()).isEqualTo(100);
    }

    @Test
    void contextsSideBySideHaveARuntimeEach() {
        String property = property();
        ConfigurableApplicationContext one = parent("--" + property);
        ConfigurableApplicationContext other = parent("--" + property);
        runtime(one).unloadBundle("reload");
        assertThat(other.getBean(Reload.class).answer()).isEqualTo(100);
        one.close();
        assertThat(other.getBean(Reload.class).answer()).isEqualTo(100);
    }

    @Test
    void contextThatIsRefreshedAgainLoadsAgain() {
        List<PolyplugRuntime> runtimes = new ArrayList<>();
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        this.contexts.addFirst(context);
        context.register(Setup.class);
        TestPropertyValues.of(property()).applyTo(context);
        for (int i = 0; i < 2; i++) {
            context.refresh();
            runtimes.add(runtime(context));
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
        }
        assertThat(runtimes.get(1)).isNotSameAs(runtimes.get(0));
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(runtimes.get(0)::bundles);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class })
    @Import(Application.class)
    static class Setup {

    }

    /** Has a host contract of its own, which is not registered with the parent's. */
    @Configuration(proxyBeanMethods = false)
    @Import(Setup.class)
    static class Child {

        @Bean
        FriendlyGreeter greeter() {
            return new FriendlyGreeter();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRuntime {

        @Bean
        @Primary
        PolyplugRuntime childRuntime(PolyplugRuntime.Builder builder) {
            return builder.build();
        }

    }

}
