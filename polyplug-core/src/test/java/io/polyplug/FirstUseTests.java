package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A runtime is nearly nothing until something is asked for that needs native code.
 */
class FirstUseTests {

    @TempDir
    private Path temporary;

    private PolyplugRuntime build() {
        return PolyplugRuntime.builder().workDirectory(this.temporary.resolve("work")).build();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("polyplug-"))
            .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<String> startedSince(Set<Thread> before) {
        Set<Thread> now = threads();
        now.removeAll(before);
        return now.stream().map(Thread::getName).toList();
    }

    @Test
    void runtimeThatIsOnlyAskedHasOneThreadAndAnswers() {
        Set<Thread> before = threads();
        try (PolyplugRuntime runtime = build()) {
            assertThat(runtime.backend()).isEqualTo(ExpectedBackend.name());
            assertThat(runtime.bundles()).isEmpty();
            assertThat(runtime.bundle("everything")).isEmpty();
            assertThat(runtime.loadBundles(List.of())).isEmpty();
            assertThat(runtime.revision()).isZero();
            assertThat(runtime.findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
            assertThat(runtime.findAllGuestContracts(Plugins.RELOAD_TEST, 0)).isEmpty();
            assertThat(runtime.providers(Plugins.RELOAD_TEST)).isEmpty();
            assertThat(runtime.providers(Plugins.Answering.class)).isEmpty();
            assertThat(runtime.contracts(Plugins.Answering.class)).isEmpty();
            assertThat(runtime.unregisterHostContract(Plugins.Greeter.class)).isFalse();
            assertThat(runtime.awaitReclamation(Duration.ZERO)).isTrue();
            assertThat(runtime.awaitReclamation("everything", Duration.ZERO)).isTrue();
            RuntimeStatistics asked = runtime.statistics();
            assertThat(startedSince(before)).containsExactly("polyplug-heartbeat");

            runtime.pin().close();
            assertThat(startedSince(before)).contains("polyplug-heartbeat", "polyplug-reclaimer");
            assertThat(runtime.statistics()).as("the same as before").isEqualTo(asked);
        }
    }

    @Test
    void buildThatFailsAtALoaderLeavesNoThread() throws InterruptedException {
        Set<Thread> before = threads();
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder().workDirectory(this.temporary.resolve("work"));
        BundleLoader loader = new BundleLoader() {

            @Override
            public String name() {
                return "native";
            }

            @Override
            public AutoCloseable load(BundleContext context) {
                throw new IllegalStateException();
            }

        };
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(builder.loader(loader)::build)
            .withMessageContaining("duplicate loader 'native'");
        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(60_000);
        }
        assertThat(left).noneMatch(Thread::isAlive);
        assertThat(this.temporary.resolve("work")).isEmptyDirectory();
    }

    @Test
    void closedRuntimeThatWasNeverUsedRefusesEverything() {
        PolyplugRuntime runtime = build();
        runtime.close();
        runtime.close();
        for (Callable<?> use : List.<Callable<?>>of(runtime::bundles, runtime::statistics, runtime::pin,
                runtime::revision, () -> runtime.loadBundles(List.of()),
                () -> runtime.contract(Plugins.Answering.class))) {
            assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(use::call);
        }
        assertThat(this.temporary.resolve("work")).isEmptyDirectory();
    }

    @Test
    void threadsThatUseItFirstAtTheSameTimeGetOneRuntime() throws Exception {
        Path bundle = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundle"));
        int count = 4;
        CyclicBarrier start = new CyclicBarrier(count);
        Set<Thread> before = threads();
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try (PolyplugRuntime runtime = build()) {
            List<Future<Plugins.Answering>> contracts = callers
                .invokeAll(IntStream.range(0, count).<Callable<Plugins.Answering>>mapToObj((i) -> () -> {
                    start.await();
                    return runtime.contract(Plugins.Answering.class);
                }).toList());
            runtime.loadBundle(bundle);
            for (Future<Plugins.Answering> contract : contracts) {
                assertThat(contract.get()).isSameAs(contracts.get(0).get());
                assertThat(contract.get().answer()).isEqualTo(100);
            }
            assertThat(startedSince(before)).filteredOn("polyplug-reclaimer"::equals).hasSize(1);
        }
        finally {
            callers.shutdown();
        }
    }

}
