package io.polyplug.autoconfigure.web;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.error.ReloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The health as a part of the readiness.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = { "management.endpoint.health.group.readiness.include=readinessState,polyplug",
                "polyplug.bundles.slow.required=true", "polyplug.health.failed-reload-status=out-of-service" })
@AutoConfigureRestTestClient
class ReadinessHttpTests {

    @TempDir
    private static Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private PolyplugRuntime runtime;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("polyplug.locations", folder::toString);
    }

    @Test
    void applicationIsReadyOnceItHasItsRequiredBundle() {
        assertStatus("readiness", HttpStatus.SERVICE_UNAVAILABLE);
        assertStatus("liveness", HttpStatus.OK);
        new BundleFolder(folder).with("slow", "slow");
        this.runtime.loadBundle(folder.resolve("slow"));
        assertStatus("readiness", HttpStatus.OK);
        this.runtime.unloadBundle("slow");
        assertStatus("readiness", HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void failedReloadTakesItOutOfServiceWhereThePropertySaysSo() {
        BundleFolder bundles = new BundleFolder(folder).with("slow", "slow").with("reload-v1", "reload");
        this.runtime.loadBundle(folder.resolve("slow"));
        this.runtime.loadBundle(folder.resolve("reload"));
        assertStatus("readiness", HttpStatus.OK);
        bundles.with("reload-init-fails", "reload");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.runtime.reloadBundle("reload"));
        assertStatus("readiness", HttpStatus.SERVICE_UNAVAILABLE);
        assertStatus("liveness", HttpStatus.OK);
        bundles.with("reload-v2", "reload");
        this.runtime.reloadBundle("reload");
        assertStatus("readiness", HttpStatus.OK);
        this.runtime.unloadBundle("reload");
        this.runtime.unloadBundle("slow");
    }

    private void assertStatus(String group, HttpStatus status) {
        this.client.get().uri("/actuator/health/" + group).exchange().expectStatus().isEqualTo(status);
    }

}
