package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it takes to list a hundred bundles, half of them loaded and half of them
 * available, beside an application that has none, in one run.
 */
class ManyBundlesHttpTests {

    private static final int BUNDLES = 100;

    private static final int SLICES = 10;

    private static final int REQUESTS = 50;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void areListedInLittleTime() throws Exception {
        BundleFolder bundles = new BundleFolder(this.folder);
        for (int i = 0; i < BUNDLES; i++) {
            bundles.withRenamed("reload-v1", "bundle-" + i);
        }
        try (ConfigurableApplicationContext many = start(bundles.property());
                ConfigurableApplicationContext none = start("polyplug.locations=")) {
            PolyplugRuntime runtime = many.getBean(PolyplugRuntime.class);
            assertThat(runtime.bundles()).hasSize(BUNDLES);
            double loaded = median(many);
            double empty = median(none);
            for (int i = 0; i < BUNDLES; i += 2) {
                runtime.unloadBundle("bundle-" + i);
            }
            double half = median(many);
            System.out
                .printf("GET of the endpoint, median, best of %d slices: %d bundles %.2f ms, half of them unloaded"
                        + " %.2f ms, no bundle %.2f ms%n", SLICES, BUNDLES, loaded, half, empty);
            assertThat(Math.max(loaded, half)).isLessThan(10);
        }
    }

    private static ConfigurableApplicationContext start(String property) {
        return new SpringApplicationBuilder(Plain.class).web(WebApplicationType.SERVLET)
            .properties(property, "server.port=0", "management.endpoints.web.exposure.include=polyplug")
            .run();
    }

    /** The best of the slices is what a busy machine leaves. */
    private double median(ConfigurableApplicationContext application) throws IOException, InterruptedException {
        double best = Double.MAX_VALUE;
        for (int slice = 0; slice < SLICES; slice++) {
            long[] nanos = new long[REQUESTS];
            for (int i = 0; i < REQUESTS; i++) {
                nanos[i] = get(application);
            }
            Arrays.sort(nanos);
            best = Math.min(best, nanos[REQUESTS / 2]);
        }
        return best / TimeUnit.MILLISECONDS.toNanos(1);
    }

    private long get(ConfigurableApplicationContext application) throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/polyplug"))
            .build();
        long begin = System.nanoTime();
        assertThat(this.client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        return System.nanoTime() - begin;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

    }

}
