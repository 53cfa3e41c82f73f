package io.polyplug.autoconfigure.scrape;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.QueueForScript;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ReloadException;
import io.polyplug.rollout.RolloutSettings;
import org.awaitility.Awaitility;

import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A web application with bundles, and all that its meters tell of.
 */
final class ScrapedApplication implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    private final BundleFolder bundles;

    private final ConfigurableApplicationContext context;

    ScrapedApplication(Path folder) {
        this.bundles = new BundleFolder(folder.resolve("bundles")).with("reload-v1", "reload")
            .with("everything", "everything")
            .with("machine-script", QueueForScript.BUNDLE);
        this.context = new SpringApplicationBuilder(Main.class).run("--server.port=0",
                "--management.endpoints.web.exposure.include=prometheus", "--" + this.bundles.property(),
                "--" + QueueForScript.engine(folder.resolve("engines")),
                "--polyplug.bundles.everything.async.pool.size=2");
    }

    int port() {
        return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    MeterRegistry registry() {
        return this.context.getBean(MeterRegistry.class);
    }

    PolyplugRuntime runtime() {
        return this.context.getBean(PolyplugRuntime.class);
    }

    /** Returns what Prometheus would read. */
    String scrape() throws Exception {
        var response = this.client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/actuator/prometheus")).build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    /**
     * Makes calls, failed ones and one that waits for a script among them, and a reload
     * of each outcome; begins a rollout that goes on.
     */
    void work() throws Exception {
        for (int i = 0; i < 10; i++) {
            this.context.getBean(Answer.class).answer();
        }
        this.context.getBean(Later.class).answer().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.context.getBean(Failing.class)::fail);
        QueueForScript.of(runtime()).close();
        this.bundles.with("reload-v2", "reload");
        runtime().reloadBundle("reload");
        runtime().rollbackBundle("reload");
        this.bundles.with("reload-init-fails", "reload");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime().reloadBundle("reload"));
        this.bundles.with("reload-v2", "reload");
        runtime().canaryBundle("reload", RolloutSettings.canary(500));
        for (int i = 0; i < 1_000; i++) {
            this.context.getBean(Answer.class).answer();
        }
        // A look at the runtime serves all that is read within half a second.
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::hasMedians);
    }

    private boolean hasMedians() {
        return registry().get("polyplug.rollout.median")
            .timeGauges()
            .stream()
            .noneMatch((each) -> Double.isNaN(each.value(TimeUnit.SECONDS)));
    }

    @Override
    public void close() {
        this.context.close();
    }

    @SpringBootApplication(exclude = AuditAutoConfiguration.class)
    static class Main {

    }

    /** Answers. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface Answer {

        @ContractFunction(0)
        int answer();

    }

    /** Answers later. */
    @GuestContract(name = "reload.test", version = "1.0")
    interface Later {

        @ContractFunction(0)
        CompletionStage<Integer> answer();

    }

    /** Fails. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Failing {

        @ContractFunction(38)
        int fail();

    }

}
