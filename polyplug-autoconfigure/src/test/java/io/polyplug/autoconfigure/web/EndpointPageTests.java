package io.polyplug.autoconfigure.web;

import java.nio.file.Path;

import io.polyplug.autoconfigure.BundleFolder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The requests of the page of the endpoint are sent, and answered as the page says.
 */
class EndpointPageTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void answersAreThoseOfThePage(WebApplicationType type) throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("consumer", "consumer");
        assertThat(new HttpPage("endpoint.md").send(type, bundles)).isGreaterThanOrEqualTo(10);
    }

}
