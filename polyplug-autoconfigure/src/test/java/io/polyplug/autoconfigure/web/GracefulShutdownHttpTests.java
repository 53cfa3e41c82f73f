package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import io.polyplug.autoconfigure.library.Slow;
import io.polyplug.error.RuntimeClosedException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The runtime outlives the requests that the web server still answers while it stops.
 */
class GracefulShutdownHttpTests {

    /**
     * The guest looks at these, and a client that nobody owns may forget its requests.
     */
    private final Memory flags = new Memory(8);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void requestInFlightIsAnsweredBeforeTheRuntimeCloses() {
        BundleFolder bundles = new BundleFolder(this.folder).with("slow", "slow");
        this.flags.clear();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(SlowApplication.class)
            .properties(bundles.property(), "server.port=0", "spring.application.admin.enabled=false")
            .run();
        PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
        CompletableFuture<HttpResponse<String>> response = hold(context, Pointer.nativeValue(this.flags));
        Patience.await().until(() -> this.flags.getInt(0) == 1);
        FutureTask<Void> closed = new FutureTask<>(context::close, null);
        new Thread(closed, "closing").start();
        Patience.await().until(context::isClosed);
        assertThat(runtime.bundle("slow")).isPresent();
        this.flags.setInt(4, 1);
        assertThat(response).succeedsWithin(Patience.LONGEST).satisfies((answer) -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("100");
        });
        assertThat(closed).succeedsWithin(Patience.LONGEST);
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(runtime::bundles);
    }

    private CompletableFuture<HttpResponse<String>> hold(ConfigurableApplicationContext context, long entered) {
        String port = context.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/hold?entered=" + entered + "&release=" + (entered + 4));
        return this.client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportGuestContracts(Slow.class)
    @Import(SlowController.class)
    static class SlowApplication {

    }

    @RestController
    static class SlowController {

        private final Slow slow;

        SlowController(Slow slow) {
            this.slow = slow;
        }

        /**
         * Sends the answer itself: for a server that stops, a request is over when the
         * servlet returns, and what is only flushed after that may find its connection
         * closed.
         */
        @GetMapping("/hold")
        void hold(@RequestParam long entered, @RequestParam long release, HttpServletResponse response)
                throws IOException {
            String answer = Integer.toString(this.slow.hold(entered, release));
            response.setContentLength(answer.length());
            response.getOutputStream().print(answer);
            response.flushBuffer();
        }

    }

}
