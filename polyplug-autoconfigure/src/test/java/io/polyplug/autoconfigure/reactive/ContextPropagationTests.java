package io.polyplug.autoconfigure.reactive;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugContextPropagationAutoConfiguration}.
 */
class ContextPropagationTests {

    private static final String KEY = "polyplug.test.user";

    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugContextPropagationAutoConfiguration.class));

    private final Memory flags = new Memory(8);

    @TempDir
    private Path folder;

    @BeforeEach
    void register() {
        this.flags.clear();
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, USER);
    }

    @AfterEach
    void forget() {
        this.flags.setInt(4, 1);
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        USER.remove();
        MDC.clear();
    }

    /** A call that is held, so that what is added to its result runs on its thread. */
    private CompletableFuture<Integer> held(PolyplugRuntime runtime) {
        long entered = Pointer.nativeValue(this.flags);
        CompletableFuture<Integer> held = runtime.contract(LaterSlow.class).hold(entered, entered + 4);
        Patience.await().until(() -> this.flags.getInt(0) == 1);
        return held;
    }

    @Test
    void callTakesAlongWhatMicrometerKnowsAndTheMdc() {
        this.runner.withPropertyValues(new BundleFolder(this.folder).with("slow", "slow").property()).run((context) -> {
            USER.set("ada");
            MDC.put("request", "17");
            CompletableFuture<String> seen = held(context.getBean(PolyplugRuntime.class))
                .thenApply((version) -> Thread.currentThread().getName() + " " + USER.get() + " " + MDC.get("request"));
            this.flags.setInt(4, 1);
            assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("polyplug-async-1 ada 17");
        });
    }

    @Test
    void monoTakesAlongWhatItsSubscriberHas() {
        this.runner.withPropertyValues(new BundleFolder(this.folder).with("slow", "slow").property()).run((context) -> {
            long entered = Pointer.nativeValue(this.flags);
            USER.set("thread");
            Mono<String> seen = context.getBean(PolyplugRuntime.class)
                .contract(ReactiveSlow.class)
                .hold(entered, entered + 4)
                .map((version) -> Thread.currentThread().getName().replaceFirst("\\d+$", "") + " " + USER.get());
            verify(seen.contextWrite((view) -> view.put(KEY, "subscriber")), "polyplug-async- subscriber");
            verify(seen, "polyplug-async- thread");
        });
    }

    /** The call is let go when its result has been subscribed to. */
    private void verify(Mono<String> seen, String expected) {
        this.flags.clear();
        StepVerifier.create(seen)
            .then(() -> this.flags.setInt(4, 1))
            .expectNext(expected)
            .expectComplete()
            .verify(Patience.LONGEST);
    }

    @Test
    void withoutMicrometerTheMdcGoesAlong() {
        this.runner.withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class))
            .withPropertyValues(new BundleFolder(this.folder).with("slow", "slow").property())
            .run((context) -> {
                assertThat(context).doesNotHaveBean(PolyplugContextPropagationAutoConfiguration.class);
                USER.set("ada");
                MDC.put("request", "17");
                CompletableFuture<String> seen = held(context.getBean(PolyplugRuntime.class))
                    .thenApply((version) -> USER.get() + " " + MDC.get("request"));
                this.flags.setInt(4, 1);
                assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("null 17");
            });
    }

    /** Bundle {@code slow}. */
    @GuestContract(name = "demo.Slow", version = "1.0")
    interface LaterSlow {

        @ContractFunction(1)
        CompletableFuture<Integer> hold(long entered, long release);

    }

    /** The same for Reactor. */
    @GuestContract(name = "demo.Slow", version = "1.0")
    interface ReactiveSlow {

        @ContractFunction(1)
        Mono<Integer> hold(long entered, long release);

    }

}
