package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The requests of the page of rollouts are sent, its properties bind, and its Java is
 * what {@code ChosenRolloutHttpTests} run.
 */
class RolloutPageTests {

    private static final Path PAGE = Path.of("..", "docs", "rollouts.md");

    private static final Path BEANS = Path.of("src/test/java/io/polyplug/autoconfigure/rollout/WhoTriesIt.java");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void answersAreThoseOfThePage(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        assertThat(new HttpPage("rollouts.md").send(type, bundles)).isGreaterThanOrEqualTo(6);
    }

    @Test
    void planIsOne() throws IOException {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(yaml.find()).isTrue();
        YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(yaml.group(1).getBytes()));
        Map<?, ?> values = properties.getObject();
        PolyplugProperties.Rollout rollout = new Binder(new MapConfigurationPropertySource(values))
            .bind("polyplug.rollout", PolyplugProperties.Rollout.class)
            .get();
        assertThat(rollout.steps()).extracting(PolyplugProperties.RolloutStep::weight).isEqualTo(List.of(10, 100, 500));
        assertThat(rollout.minimumCalls()).isEqualTo(200);
    }

    @Test
    void beansAreThoseThatRun() throws IOException {
        String source = Files.readString(BEANS);
        assertThat(Files.readString(PAGE))
            .contains("```java\n" + source.substring(source.indexOf("@Configuration(")) + "```\n");
    }

}
