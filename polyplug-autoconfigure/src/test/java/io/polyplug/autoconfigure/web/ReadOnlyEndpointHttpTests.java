package io.polyplug.autoconfigure.web;

import java.nio.file.Path;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint over HTTP with the access it has by default, which is to read.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoints.web.exposure.include=polyplug")
@AutoConfigureRestTestClient
class ReadOnlyEndpointHttpTests {

    @TempDir
    private static Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private PolyplugRuntime runtime;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        new BundleFolder(folder).with("reload-v1", "reload");
        registry.add("polyplug.locations", folder::toString);
    }

    @Test
    void bundlesMayBeRead() {
        this.client.get().uri("/actuator/polyplug").exchange().expectStatus().isOk();
        this.client.get().uri("/actuator/polyplug/reload").exchange().expectStatus().isOk();
    }

    @Test
    void writesAreRefused() {
        new BundleFolder(folder).with("reload-v2", "reload");
        this.client.post()
            .uri("/actuator/polyplug/reload")
            .contentType(MediaType.APPLICATION_JSON)
            .body(Map.of("state", "reloaded"))
            .exchange()
            .expectStatus()
            .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
        this.client.delete()
            .uri("/actuator/polyplug/reload")
            .exchange()
            .expectStatus()
            .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
        assertThat(this.runtime.bundle("reload").orElseThrow().generation()).isEqualTo(1);
    }

}
