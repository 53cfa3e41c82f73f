package io.polyplug.autoconfigure;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Reload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test with a hierarchy of contexts, each with the auto-configuration.
 */
@SpringBootTest
@ContextHierarchy({ @ContextConfiguration(classes = ParentAndChildTests.Setup.class),
        @ContextConfiguration(classes = ParentAndChildTests.Child.class) })
@DirtiesContext
class ContextHierarchyTests {

    @TempDir
    private static Path folder;

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Reload reload;

    @Autowired
    private ApplicationContext context;

    @DynamicPropertySource
    static void bundles(DynamicPropertyRegistry properties) {
        new BundleFolder(folder).with("reload-v1", "reload");
        properties.add("polyplug.locations", folder::toString);
    }

    @Test
    void bothContextsUseOneRuntime() {
        ApplicationContext parent = this.context.getParent();
        assertThat(parent).isNotNull();
        assertThat(parent.getBean(PolyplugRuntime.class)).isSameAs(this.runtime);
        assertThat(this.runtime.bundle("reload").orElseThrow().generation()).isEqualTo(1);
        assertThat(this.reload.answer()).isEqualTo(100);
    }

}
