package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.app.Reload;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Main class: how long a {@code GET} of the endpoint takes over HTTP. Asks five
 * applications in turns, of which one has native bundles, one has them in its folder and
 * not loaded, one has as many of Java objects and no folder, one has as many of those
 * with a hundred contracts each, and one has none. The arguments are how many bundles and
 * how many rounds; prints a table.
 */
public final class EndpointTime {

    private static final int REQUESTS = 20;

    /** How many contracts each bundle has in the application with many of them. */
    private static final int CONTRACTS = 100;

    private final HttpClient client = HttpClient.newHttpClient();

    private EndpointTime() {
    }

    public static void main(String[] arguments) throws Exception {
        int bundles = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory(Path.of("target"), "endpoint-time").toAbsolutePath();
        BundleFolder copies = new BundleFolder(folder.resolve("bundles"));
        for (int i = 0; i < bundles; i++) {
            copies.withRenamed("adder", "bundle-" + i);
        }
        EndpointTime measurement = new EndpointTime();
        try (ConfigurableApplicationContext loaded = start(folder, copies.property());
                ConfigurableApplicationContext available = start(folder, copies.property(),
                        "polyplug.load-on-startup=false");
                ConfigurableApplicationContext inProcess = start(folder);
                ConfigurableApplicationContext crowded = start(folder);
                ConfigurableApplicationContext empty = start(folder)) {
            loadCrowded(crowded.getBean(PolyplugRuntime.class), bundles);
            for (int i = 0; i < bundles; i++) {
                inProcess.getBean(PolyplugRuntime.class)
                    .loadBundle(InProcessBundle.of("bundle-" + i, "1.0.0").provide(Reload.class, () -> 100));
            }
            requireLoaded(inProcess, bundles);
            requireLoaded(crowded, bundles);
            requireLoaded(loaded, bundles);
            requireLoaded(available, 0);
            measurement.compare(bundles, rounds, loaded, available, inProcess, crowded, empty);
        }
    }

    /** All of them have the same contracts, as bundles may. */
    private static void loadCrowded(PolyplugRuntime runtime, int bundles) {
        List<Class<?>> contracts = IntStream.range(0, CONTRACTS).<Class<?>>mapToObj(EndpointTime::contract).toList();
        for (int i = 0; i < bundles; i++) {
            InProcessBundle bundle = InProcessBundle.of("bundle-" + i, "1.0.0");
            for (Class<?> contract : contracts) {
                bundle = provide(bundle, contract);
            }
            runtime.loadBundle(bundle);
        }
    }

    private static <T> InProcessBundle provide(InProcessBundle bundle, Class<T> contract) {
        Object answers = Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] { contract },
                (proxy, method, arguments) -> 100);
        return bundle.provide(contract, contract.cast(answers));
    }

    private static Class<?> contract(int number) {
        return new ByteBuddy().makeInterface()
            .name(EndpointTime.class.getPackageName() + ".Crowded" + number)
            .annotateType(AnnotationDescription.Builder.ofType(GuestContract.class)
                .define("name", "crowded.C" + number)
                .define("version", "1.0")
                .build())
            .defineMethod("answer", int.class, Visibility.PUBLIC)
            .withoutCode()
            .annotateMethod(AnnotationDescription.Builder.ofType(ContractFunction.class).define("value", 0).build())
            .make()
            .load(EndpointTime.class.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
            .getLoaded();
    }

    private static ConfigurableApplicationContext start(Path folder, String... properties) {
        return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
            .properties(properties)
            .properties("server.port=0", "management.endpoints.web.exposure.include=polyplug",
                    "logging.level.root=warn", "polyplug.work-directory=" + folder.resolve("work"))
            .run();
    }

    private static void requireLoaded(ConfigurableApplicationContext application, int bundles) {
        int loaded = application.getBean(PolyplugRuntime.class).bundles().size();
        if (loaded != bundles) {
            throw new IllegalStateException("Of " + bundles + " bundles " + loaded + " are loaded");
        }
    }

    private void compare(int bundles, int rounds, ConfigurableApplicationContext... applications) throws Exception {
        double[][] medians = new double[applications.length][rounds];
        double[] worst = new double[applications.length];
        for (int round = -rounds; round < rounds; round++) {
            for (int i = 0; i < applications.length; i++) {
                long[] nanos = ask(applications[i]);
                if (round >= 0) {
                    medians[i][round] = milliseconds(nanos[REQUESTS / 2]);
                    worst[i] = Math.max(worst[i], milliseconds(nanos[REQUESTS - 1]));
                }
            }
        }
        System.out.printf(Locale.ROOT, "%nGET /actuator/polyplug: %d rounds of %d requests on Java %s, backend %s%n%n",
                rounds, REQUESTS, Runtime.version(), applications[0].getBean(PolyplugRuntime.class).backend());
        System.out.println("| | median, ms | best round, ms | worst request, ms |");
        System.out.println("|---|---|---|---|");
        String[] names = { bundles + " bundles", bundles + " bundles in the folder, none loaded",
                bundles + " bundles of Java objects, no folder",
                bundles + " of them with " + bundles * CONTRACTS + " contracts", "no bundle" };
        for (int i = 0; i < applications.length; i++) {
            Arrays.sort(medians[i]);
            System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f |%n", names[i], medians[i][rounds / 2],
                    medians[i][0], worst[i]);
        }
    }

    private static double milliseconds(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Returns how long each request took, the quickest first. */
    private long[] ask(ConfigurableApplicationContext application) throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/polyplug"))
            .build();
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
            nanos[i] = System.nanoTime() - begin;
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    @EnableAutoConfiguration
    static class Application {

    }

}
