package io.polyplug.autoconfigure.reactive;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contracts in a WebFlux application, over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebFluxHttpTests {

    private static final int REQUESTS = 40;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start(BundleFolder bundles) {
        return new SpringApplicationBuilder(AnswerApplication.class).web(WebApplicationType.REACTIVE)
            .properties(bundles.property(), "server.port=0", "spring.application.admin.enabled=false")
            .run();
    }

    private CompletableFuture<String> get(ConfigurableApplicationContext context, String path) {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
        return this.client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .thenApply((response) -> response.statusCode() + " " + text(response));
    }

    private static String text(HttpResponse<String> response) {
        return (response.statusCode() == 200) ? response.body() : "";
    }

    @Test
    void requestsAreAnsweredByCallsOnOtherThreadsWhileTheBundleIsReplaced() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        try (ConfigurableApplicationContext context = start(bundles)) {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(get(context, "/mono")).succeedsWithin(Patience.LONGEST).isEqualTo("200 100");
            assertThat(get(context, "/stage")).succeedsWithin(Patience.LONGEST).isEqualTo("200 100");
            for (int round = 0; round < 10; round++) {
                List<CompletableFuture<String>> answers = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    answers.add(get(context, (i % 2 == 0) ? "/mono" : "/stage"));
                }
                bundles.with((round % 2 == 0) ? "reload-v2" : "reload-v1", "reload");
                runtime.reloadBundle("reload");
                for (CompletableFuture<String> each : answers) {
                    assertThat(each).succeedsWithin(Patience.LONGEST)
                        .satisfies((answer) -> assertThat(answer).isIn("200 100", "200 200"));
                }
            }
            assertThat(runtime.statistics().asyncPools().get(0).ended()).isGreaterThanOrEqualTo(10 * REQUESTS);
        }
    }

    @Test
    void plainCallOnAnEventLoopIsToldOnce(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start(
                new BundleFolder(this.folder).with("reload-v1", "reload"))) {
            assertThat(get(context, "/mono")).succeedsWithin(Patience.LONGEST).isEqualTo("200 100");
            assertThat(output).doesNotContain("serves many");
            for (int i = 0; i < 3; i++) {
                assertThat(get(context, "/plain")).succeedsWithin(Patience.LONGEST).isEqualTo("200 100");
            }
            assertThat(output.toString().split("Contract 'reload\\.test' was called on thread 'reactor-http"))
                .hasSize(2);
        }
    }

    @Test
    void bundleThatIsGoneIsAnErrorOfTheRequest() {
        try (ConfigurableApplicationContext context = start(
                new BundleFolder(this.folder).with("reload-v1", "reload"))) {
            context.getBean(PolyplugRuntime.class).unloadBundle("reload");
            assertThat(get(context, "/mono")).succeedsWithin(Patience.LONGEST).isEqualTo("503 ");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportGuestContracts({ Answer.Reactive.class, Answer.Later.class, Answer.Plain.class })
    @Import(AnswerController.class)
    static class AnswerApplication {

    }

    @RestController
    static class AnswerController {

        private final Answer.Reactive reactive;

        private final Answer.Later later;

        private final Answer.Plain plain;

        AnswerController(Answer.Reactive reactive, Answer.Later later, Answer.Plain plain) {
            this.reactive = reactive;
            this.later = later;
            this.plain = plain;
        }

        @GetMapping("/mono")
        Mono<String> mono() {
            return this.reactive.answer().map(String::valueOf);
        }

        @GetMapping("/stage")
        CompletionStage<String> stage() {
            return this.later.answer().thenApply(String::valueOf);
        }

        @GetMapping("/plain")
        String plain() {
            return String.valueOf(this.plain.answer());
        }

    }

}
