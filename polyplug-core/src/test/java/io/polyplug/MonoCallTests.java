package io.polyplug;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.polyplug.async.AsyncPool;
import io.polyplug.async.AsyncPoolStatistics;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.ChildJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract functions that return {@code Mono}, calls on threads that must not be blocked,
 * and an application without Reactor.
 */
@Timeout(300)
class MonoCallTests {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final List<Object> sources = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.asyncPool(new AsyncPool(1, 4, Duration.ofMinutes(5), "calls-"))
        .asyncContext((call, from) -> {
            this.sources.addAll(List.of(from));
            return call;
        }));

    private final Latch latch = new Latch();

    @AfterEach
    void letGo() {
        this.latch.close();
    }

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    private AsyncPoolStatistics pool() {
        return runtime().statistics().asyncPools().get(0);
    }

    @Test
    @DisplayName("a Mono calls nobody until it is subscribed to, and once for each subscription")
    void monoIsCold() {
        this.stage.load("everything");
        Later later = runtime().contract(Later.class);
        byte[] bytes = { 1, 2 };
        Mono<Long> sum = later.sum(bytes);
        bytes[0] = 50;
        assertThat(pool().threads()).as("nobody was called").isZero();
        StepVerifier.create(sum).expectNext(3L).expectComplete().verify(LONGEST);
        StepVerifier.create(sum.zipWith(sum)).expectNextCount(1).expectComplete().verify(LONGEST);
        StepVerifier.create(later.nothing()).expectComplete().verify(LONGEST);
        StepVerifier.create(later.failSaying("no"))
            .expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(GuestCallException.class))
            .verify(LONGEST);
        StepVerifier.create(later.greet(null)).expectError(IllegalArgumentException.class).verify(LONGEST);
    }

    @Test
    @DisplayName("without a provider it is the subscriber who hears of it, and a later subscription may find one")
    void providerIsChosenWhenTheCallRuns() {
        Mono<Integer> answer = runtime().contract(Answering.class).answer();
        StepVerifier.create(answer).expectError(ContractUnavailableException.class).verify(LONGEST);
        this.stage.load("reload-v1");
        StepVerifier.create(answer).expectNext(100).expectComplete().verify(LONGEST);
        runtime().reloadBundle(this.stage.bundle("reload-v2"));
        StepVerifier.create(answer).expectNext(200).expectComplete().verify(LONGEST);
    }

    @Test
    @DisplayName("a subscription that is cancelled before its call began is dropped from the queue")
    void cancelledSubscription() {
        this.stage.load("slow");
        Slow slow = runtime().contract(Slow.class);
        Disposable held = slow.hold(this.latch.entered(), this.latch.release()).subscribe();
        this.latch.awaitEntered();
        Disposable waiting = slow.version().subscribe();
        assertThat(pool().queued()).isEqualTo(1);
        waiting.dispose();
        assertThat(pool().queued()).isZero();
        held.dispose();
        assertThat(pool().active()).as("still in native code").isEqualTo(1);
        this.latch.close();
        StepVerifier.create(slow.version()).expectNext(100).expectComplete().verify(LONGEST);
    }

    @Test
    @DisplayName("the context is asked with what the subscriber has")
    void contextOfTheSubscriber() {
        this.stage.load("reload-v1");
        StepVerifier.create(runtime().contract(Answering.class).answer().contextWrite((context) -> context.put("a", 1)))
            .expectNext(100)
            .expectComplete()
            .verify(LONGEST);
        assertThat(this.sources).singleElement()
            .isInstanceOfSatisfying(ContextView.class, (context) -> assertThat(context.<Integer>get("a")).isOne());
    }

    @Test
    @DisplayName("Java objects may implement such a contract")
    void javaObjectsImplementIt() {
        runtime().loadBundle(InProcessBundle.of("java", "1.0.0")
            .provide(Answering.class, () -> Mono.delay(Duration.ofMillis(1)).thenReturn(7)));
        StepVerifier.create(runtime().contract(Answering.class).answer())
            .expectNext(7)
            .expectComplete()
            .verify(LONGEST);
        assertThat(this.stage.answering().answer()).isEqualTo(7);
    }

    @Test
    @DisplayName("a plain call on a thread that must not be blocked is told once for each contract")
    void plainCallOnAnEventLoop() {
        this.stage.load("reload-v1");
        this.stage.load("slow");
        Plugins.Answering answering = this.stage.answering();
        Plugins.Slow slow = runtime().contract(Plugins.Slow.class);
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.runtime")) {
            answering.answer();
            StepVerifier.create(Mono.fromCallable(answering::answer).subscribeOn(Schedulers.boundedElastic()))
                .expectNext(100)
                .expectComplete()
                .verify(LONGEST);
            StepVerifier.create(runtime().contract(Answering.class).answer().subscribeOn(Schedulers.parallel()))
                .expectNext(100)
                .expectComplete()
                .verify(LONGEST);
            assertThat(log.lines()).isEmpty();
            for (int i = 0; i < 3; i++) {
                StepVerifier
                    .create(Mono.fromCallable(() -> answering.answer() + slow.version())
                        .subscribeOn(Schedulers.parallel()))
                    .expectNext(200)
                    .expectComplete()
                    .verify(LONGEST);
            }
            assertThat(log.lines()).hasSize(2)
                .allMatch((line) -> line.contains("was called on thread 'parallel-"))
                .anyMatch((line) -> line.startsWith("WARN Contract 'reload.test'"))
                .anyMatch((line) -> line.startsWith("WARN Contract 'demo.Slow'"));
        }
    }

    @Test
    @DisplayName("without Reactor, futures work, and nothing of it is missed")
    void withoutReactor() throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter((entry) -> !entry.contains("reactor") && !entry.contains("reactive-streams"))
            .collect(Collectors.joining(File.pathSeparator));
        Path bundle = NativeFixtures.copyTo("reload-v1", this.stage.folder().resolve("reload"));
        assertThat(ChildJvm.with("--enable-native-access=ALL-UNNAMED")
            .run(classPath, WithoutReactor.class, bundle, this.stage.work()))
            .contains("Mono: java.lang.ClassNotFoundException", "plain 100", "later 100", "exit 0");
    }

    /** Main class of a JVM without Reactor. */
    static final class WithoutReactor {

        private WithoutReactor() {
        }

        public static void main(String[] arguments) {
            try {
                System.out.println("Mono: " + Class.forName("reactor.core.publisher.Mono"));
            }
            catch (ClassNotFoundException ex) {
                System.out.println("Mono: " + ex);
            }
            try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(Path.of(arguments[1])).build()) {
                runtime.loadBundle(Path.of(arguments[0]));
                System.out.println("plain " + runtime.contract(Plugins.Answering.class).answer());
                System.out.println("later "
                        + runtime.contract(AsyncCallTests.Answering.class).answer().toCompletableFuture().join());
            }
        }

    }

    /** Bundle {@code slow}. */
    @GuestContract(name = "demo.Slow", version = "1.0.0")
    interface Slow {

        @ContractFunction(1)
        Mono<Integer> hold(long entered, long release);

        @ContractFunction(2)
        Mono<Integer> version();

    }

    /** Builds of bundle {@code reload}. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Answering {

        @ContractFunction(0)
        Mono<Integer> answer();

    }

    /** Some functions of bundle {@code everything}. */
    @GuestContract(name = "demo.Everything", version = "1.2.0")
    interface Later {

        @ContractFunction(2)
        Mono<String> greet(String name);

        @ContractFunction(3)
        Mono<Void> nothing();

        @ContractFunction(26)
        Mono<Long> sum(byte[] bytes);

        @ContractFunction(39)
        Mono<Integer> failSaying(String text);

    }

}
