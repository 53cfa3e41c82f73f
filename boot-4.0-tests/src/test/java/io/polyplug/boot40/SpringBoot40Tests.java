package io.polyplug.boot40;

import java.nio.file.Path;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on the oldest Spring Boot that will do: a contract, the endpoint and the
 * health.
 */
@SpringBootTest(properties = { "polyplug.hot-reload.enabled=true", "management.endpoint.polyplug.access=unrestricted",
        "management.endpoints.web.exposure.include=health,polyplug", "management.endpoint.health.show-details=always" })
@AutoConfigureMockMvc
class SpringBoot40Tests {

    @TempDir
    private static Path folder;

    private final MockMvcTester http;

    SpringBoot40Tests(@Autowired MockMvcTester http) {
        this.http = http;
    }

    @DynamicPropertySource
    static void bundles(DynamicPropertyRegistry registry) {
        Path plugins = folder.resolve("plugins");
        NativeFixtures.copyTo("reload-v1", plugins.resolve("reload"));
        registry.add("polyplug.locations", plugins::toString);
        registry.add("polyplug.work-directory", folder.resolve("work")::toString);
    }

    @Test
    void contractIsCalledReloadedAndHealthy() {
        assertThat(SpringBootVersion.getVersion()).startsWith("4.0.");
        assertThat(this.http.get().uri("/answer")).hasStatusOk().hasBodyTextEqualTo("100");
        NativeFixtures.copyTo("reload-v2", folder.resolve("plugins").resolve("reload"));
        assertThat(this.http.post()
            .uri("/actuator/polyplug/reload")
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"state\":\"reloaded\"}")).hasStatusOk();
        assertThat(this.http.get().uri("/answer")).hasBodyTextEqualTo("200");
        assertThat(this.http.get().uri("/actuator/health")).hasStatusOk()
            .bodyJson()
            .extractingPath("$.components.polyplug.status")
            .isEqualTo("UP");
    }

    @GuestContract(name = "reload.test", version = "1.0")
    public interface Answering {

        @ContractFunction(0)
        int answer();

    }

    @SpringBootApplication
    @RestController
    static class Application {

        private final Answering answering;

        Application(Answering answering) {
            this.answering = answering;
        }

        @GetMapping("/answer")
        int answer() {
            return this.answering.answer();
        }

    }

}
