package io.polyplug.autoconfigure.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.app.Reload;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Main class: how long it takes from the renaming of a bundle's folder to the answer of
 * the new version, when folders are watched. Asks several applications, one after
 * another, and changes come at any time between two looks. The arguments are how many
 * bundles lie beside it and how many changes; prints a table.
 */
public final class WatchTime {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path folder;

    private final int changes;

    private WatchTime(Path folder, int changes) {
        this.folder = folder;
        this.changes = changes;
    }

    public static void main(String[] arguments) throws Exception {
        int others = Integer.parseInt(arguments[0]);
        int changes = Integer.parseInt(arguments[1]);
        System.out.printf(Locale.ROOT, "%nFrom the renaming to the answer, of %d changes on Java %s%n%n", changes,
                Runtime.version());
        System.out.println("| | quiet period, ms | median, ms | worst, ms |");
        System.out.println("|---|---|---|---|");
        measure("events", 0, changes);
        measure("events", others, changes, "polyplug.hot-reload.polling-interval=10s");
        measure("polling", 0, changes, "polyplug.hot-reload.watch-method=polling");
        measure("polling", others, changes, "polyplug.hot-reload.watch-method=polling");
    }

    private static void measure(String method, int others, int changes, String... properties) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "watch-time").toAbsolutePath();
        BundleFolder bundles = new BundleFolder(Files.createDirectory(folder.resolve("bundles")));
        Files.createDirectory(folder.resolve("aside"));
        bundles.with("reload-v1", "reload");
        for (int i = 0; i < others; i++) {
            bundles.withRenamed("adder", "bundle-" + i);
        }
        try (ConfigurableApplicationContext application = start(folder, bundles.property(), properties)) {
            long[] nanos = new WatchTime(folder, changes).measure(application, method);
            Arrays.sort(nanos);
            System.out.printf(Locale.ROOT, "| %s, %d beside it | %d | %.0f | %.0f |%n", method, others,
                    application.getBean(PolyplugProperties.class).hotReload().quietPeriod().toMillis(),
                    milliseconds(nanos[changes / 2]), milliseconds(nanos[changes - 1]));
        }
    }

    private static ConfigurableApplicationContext start(Path folder, String location, String... properties) {
        return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties)
            .properties(location, "logging.level.root=warn", "polyplug.hot-reload.watch=true",
                    "polyplug.work-directory=" + folder.resolve("work"))
            .run();
    }

    private long[] measure(ConfigurableApplicationContext application, String method) {
        PolyplugRuntime runtime = application.getBean(PolyplugRuntime.class);
        Reload reload = runtime.contract(Reload.class);
        BundleWatch watch = application.getBean(BundleWatch.class);
        await(() -> watch.status().method().equals(method) && watch.status().lastLook().isPresent());
        WatchedFolder bundles = new WatchedFolder(this.folder.resolve("bundles"));
        long[] nanos = new long[this.changes];
        Random random = new Random(1);
        for (int i = 0; i < this.changes; i++) {
            LockSupport.parkNanos(random.nextLong(TimeUnit.SECONDS.toNanos(1)));
            int expected = (i % 2 == 0) ? 200 : 100;
            bundles.replace((i % 2 == 0) ? "reload-v2" : "reload-v1", "reload", this.folder.resolve("aside"));
            long begin = System.nanoTime();
            await(() -> reload.answer() == expected);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    private static void await(Condition condition) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new IllegalStateException("Nothing has changed for a minute");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static double milliseconds(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }

    private interface Condition {

        boolean holds();

    }

    @EnableAutoConfiguration
    static class Application {

    }

}
