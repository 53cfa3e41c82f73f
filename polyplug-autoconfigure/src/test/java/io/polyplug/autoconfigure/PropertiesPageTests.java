package io.polyplug.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of properties is what {@link PropertiesPage} writes, or writes it.
 */
class PropertiesPageTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");

    @Test
    void pageIsUpToDate() throws IOException {
        String wanted = PropertiesPage.text();
        if (Boolean.getBoolean("polyplug.docs.renew")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE)).as("docs/properties.md is stale. This renews it: %s", PropertiesPage.RENEW)
            .isEqualTo(wanted);
    }

    @Test
    void settingsOfBundlesAreThere() throws IOException {
        assertThat(PropertiesPage.text()).contains(
                "| `polyplug.bundles.<name>.required` | `Boolean` | `false` | Whether the health is DOWN while this bundle is not loaded. |",
                "| `polyplug.bundles.<name>.async.pool.queue-capacity` | `Integer` |  | ",
                "| `polyplug.bundles.<name>.config.*` | `String` |  | ",
                "| `polyplug.health.stuck-call-status` | `up`, `out-of-service`, `down` | `up` | ")
            .doesNotContain("`polyplug.bundles`");
    }

}
