package io.polyplug.autoconfigure;

import java.nio.file.Path;

import io.polyplug.BundleInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Reload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of Java objects beside configured bundles of the same name.
 */
class StandInBeanTests {

    @TempDir
    private Path folder;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    private static InProcessBundle answering(int answer) {
        return InProcessBundle.of("reload", "1." + answer + ".0").provide(Reload.class, () -> answer);
    }

    private static int answer(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return context.getBean(PolyplugRuntime.class).contract(Reload.class).answer();
    }

    @Test
    void standInIsLoadedInThePlaceOfTheBundleInALocation() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("adder", "adder");
        this.runner.withPropertyValues(bundles.property())
            .withBean(InProcessBundle.class, () -> answering(7).standIn())
            .run((context) -> {
                assertThat(answer(context)).isEqualTo(7);
                assertThat(context.getBean(PolyplugRuntime.class).bundles()).extracting(BundleInfo::name)
                    .containsExactly("reload", "adder");
            });
    }

    @Test
    void standInIsLoadedInThePlaceOfTheBundleWithAPath() {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues("polyplug.bundles.reload.path=" + this.folder.resolve("reload"))
            .withBean(InProcessBundle.class, () -> answering(7).standIn())
            .run((context) -> assertThat(answer(context)).isEqualTo(7));
    }

    @Test
    void standInIsLoadedInThePlaceOfAnotherBean() {
        this.runner.withUserConfiguration(Both.class).run((context) -> assertThat(answer(context)).isEqualTo(2));
    }

    @Test
    void beanThatDoesNotStandInClashesWithTheBundleInALocation() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .withBean(InProcessBundle.class, () -> answering(7))
            .run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("already loaded"));
    }

    @Test
    void nothingButBeansIsLoadedWhereThatIsConfigured() {
        this.runner
            .withPropertyValues("polyplug.load-on-startup=false", "polyplug.locations=" + this.folder.resolve("none"),
                    "polyplug.bundles.adder.path=" + this.folder.resolve("nowhere"), "polyplug.backend=none")
            .withBean(InProcessBundle.class, () -> answering(7))
            .run((context) -> {
                assertThat(answer(context)).isEqualTo(7);
                assertThat(context.getBean(PolyplugRuntime.class).backend()).isEqualTo("none");
            });
    }

    /** Two of one name. */
    @Configuration(proxyBeanMethods = false)
    static class Both {

        @Bean
        InProcessBundle first() {
            return answering(1);
        }

        @Bean
        InProcessBundle second() {
            return answering(2).standIn();
        }

    }

}
