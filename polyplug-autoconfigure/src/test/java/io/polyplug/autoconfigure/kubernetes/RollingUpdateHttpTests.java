package io.polyplug.autoconfigure.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import io.polyplug.autoconfigure.watch.Consumer;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * New versions of a provider and its dependent under HTTP load, pod by pod and within
 * one: no request fails.
 */
class RollingUpdateHttpTests {

    @TempDir
    private Path folder;

    @Test
    void podsAreReplacedWithoutAFailedRequest() {
        ConfigurableApplicationContext old = pod("first", "reload-v1");
        try (Service service = new Service(port(old), 4)) {
            for (int round = 1; round <= 3; round++) {
                service.awaitMore();
                ConfigurableApplicationContext next = pod("round-" + round,
                        (round % 2 == 0) ? "reload-v1" : "reload-v2");
                Patience.await()
                    .until(() -> Service.get(port(next), "/actuator/health/readiness").startsWith("HTTP/1.1 200"));
                service.add(port(next));
                service.awaitMore();
                service.remove(port(old));
                old.close();
                old = next;
            }
            service.awaitMore();
        }
        finally {
            old.close();
        }
    }

    @Test
    void watchedBundlesAreReplacedWithoutAFailedRequest() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder.resolve("watched"));
        ConfigurableApplicationContext pod = pod("watched", "reload-v1", "polyplug.hot-reload.watch=true");
        PolyplugRuntime runtime = pod.getBean(PolyplugRuntime.class);
        try (Service service = new Service(port(pod), 4)) {
            for (int round = 1; round <= 5; round++) {
                service.awaitMore();
                long before = runtime.bundle("consumer").orElseThrow().generation();
                comment(bundles.path().resolve("consumer").resolve("manifest.toml"), "# round " + round);
                bundles.with((round % 2 == 0) ? "reload-v1" : "reload-v2", "reload");
                String expected = (round % 2 == 0) ? "\n100" : "\n200";
                Patience.await().until(() -> Service.get(port(pod), "/answer").endsWith(expected));
                Patience.await().until(() -> runtime.bundle("consumer").orElseThrow().generation() > before);
            }
            service.awaitMore();
        }
        finally {
            pod.close();
        }
    }

    private static void comment(Path manifest, String text) throws IOException {
        Path aside = manifest.resolveSibling("manifest.toml.tmp");
        Files.writeString(aside, text + "\n" + Files.readString(manifest));
        Files.move(aside, manifest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ConfigurableApplicationContext pod(String name, String fixture, String... properties) {
        BundleFolder bundles = new BundleFolder(this.folder.resolve(name)).with(fixture, "reload")
            .with("consumer", "consumer");
        return new SpringApplicationBuilder(AnsweringApplication.class)
            .properties(bundles.property(), "server.port=0", "spring.application.admin.enabled=false",
                    "spring.jmx.enabled=false", "management.endpoint.health.probes.enabled=true",
                    "management.endpoint.health.group.readiness.include=readinessState,polyplug",
                    "polyplug.bundles.consumer.required=true")
            .properties(properties)
            .run();
    }

    private static int port(ConfigurableApplicationContext pod) {
        return pod.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportGuestContracts(Consumer.class)
    @Import(AnsweringController.class)
    static class AnsweringApplication {

    }

    @RestController
    static class AnsweringController {

        private final Consumer consumer;

        AnsweringController(Consumer consumer) {
            this.consumer = consumer;
        }

        @GetMapping("/answer")
        void answer(HttpServletResponse response) throws IOException {
            String answer = Integer.toString(this.consumer.version());
            response.setContentLength(answer.length());
            response.getOutputStream().print(answer);
            response.flushBuffer();
        }

    }

}
