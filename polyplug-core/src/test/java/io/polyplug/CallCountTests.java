package io.polyplug;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.types.Everything;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each call is counted once, for the bundle whose code it ran.
 */
@Timeout(300)
class CallCountTests {

    /** More than there are home slots, of which each thread has one. */
    private static final int THREADS = 600;

    @RegisterExtension
    final Stage stage = new Stage();

    private CallStatistics counted(String bundle, String contract) {
        return this.stage.runtime()
            .statistics()
            .calls()
            .stream()
            .filter((each) -> each.bundleName().equals(bundle) && each.contractName().equals(contract))
            .collect(Collectors.collectingAndThen(Collectors.toList(), (found) -> {
                assertThat(found).as("%s of %s", contract, bundle).hasSize(1);
                return found.get(0);
            }));
    }

    private void assertCounted(String bundle, long calls, long errors) {
        assertThat(counted(bundle, "reload.test")).isEqualTo(new CallStatistics(bundle, "reload.test", calls, errors));
    }

    @Test
    @DisplayName("a runtime without bundles counts nothing, and a contract that is loaded counts from 0")
    void countsBeginAtZero() {
        assertThat(this.stage.runtime().statistics().calls()).isEmpty();
        this.stage.load("reload-v1");
        assertThat(this.stage.runtime().statistics().calls())
            .containsExactly(new CallStatistics("reload", "reload.test", 0, 0));
    }

    @Test
    @DisplayName("counts go on over reload, unload and a new load of the bundle, and each bundle has its own")
    void countsOutliveGenerations() {
        this.stage.load("reload-v1");
        call(5);
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        call(4);
        assertCounted("reload", 9, 0);
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        this.stage.runtime().unloadBundle("reload");
        call(3);
        assertCounted("reload", 9, 0);
        assertCounted("other", 3, 0);
        this.stage.runtime().unloadBundle("other");
        this.stage.load("reload-v1");
        call(1);
        assertCounted("reload", 10, 0);
        assertCounted("other", 3, 0);
    }

    private void call(int times) {
        Plugins.Answering answering = this.stage.answering();
        for (int i = 0; i < times; i++) {
            answering.answer();
        }
    }

    @Test
    @DisplayName("calls of threads that have ended stay counted, of more threads than there are home slots")
    void deadThreadsLeaveTheirCounts() throws InterruptedException {
        this.stage.load("reload-v1");
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> call(7));
            thread.start();
            thread.join();
        }
        assertCounted("reload", 7 * THREADS, 0);
    }

    @Test
    @DisplayName("threads that call at the same time lose no call, and whoever looks meanwhile never sees fewer calls or"
            + " more errors than calls")
    void nothingIsLostWhileBundlesChange() throws InterruptedException {
        this.stage.load("reload-v1");
        AtomicBoolean running = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> call(200));
            threads.add(thread);
        }
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            CallStatistics before = counted("reload", "reload.test");
            while (running.get()) {
                CallStatistics now = counted("reload", "reload.test");
                assertThat(now.calls()).isGreaterThanOrEqualTo(before.calls());
                before = now;
            }
        });
        threads.forEach(Thread::start);
        for (int i = 0; i < 10; i++) {
            this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        running.set(false);
        reader.orTimeout(60, TimeUnit.SECONDS).join();
        assertCounted("reload", 200L * THREADS, 0);
    }

    @Test
    @DisplayName("while bundles take each other's place under calls, each call is counted for one of them")
    void nothingIsLostBetweenBundles() throws InterruptedException {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> call(20_000)));
        }
        threads.forEach(Thread::start);
        for (int i = 0; i < 10; i++) {
            this.stage.runtime().unloadBundle("reload");
            this.stage.load("reload-v1");
            this.stage.runtime().unloadBundle("other");
            this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counted("reload", "reload.test").calls() + counted("other", "reload.test").calls())
            .isEqualTo(8 * 20_000);
    }

    @Test
    @DisplayName("an error code and a result that the contract does not allow are errors; arguments that cannot be passed"
            + " are no calls")
    void errors() {
        this.stage.load("everything");
        Everything everything = this.stage.runtime().contract(Everything.class);
        everything.version();
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(everything::malformedText);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(everything::hugeBuffer);
        assertThat(counted("everything", "demo.Everything").calls()).isEqualTo(3);
        assertThat(counted("everything", "demo.Everything").errors()).isEqualTo(2);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> everything.greet(null))
            .isNotInstanceOf(GuestCallException.class);
        assertThat(counted("everything", "demo.Everything").calls()).isEqualTo(3);
        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(everything::fail);
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.failSaying("no"));
        }
        assertThat(counted("everything", "demo.Everything"))
            .isEqualTo(new CallStatistics("everything", "demo.Everything", 23, 22));
    }

    @Test
    @DisplayName("a call without a provider is counted nowhere, one of a Java object that fails is an error")
    void noProviderAndFailingObjects() {
        Plugins.Answering answering = this.stage.answering();
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(answering::answer);
        assertThat(this.stage.runtime().statistics().calls()).isEmpty();
        this.stage.runtime().loadBundle(InProcessBundle.of("reload", "1.0.0").provide(Plugins.Answering.class, () -> {
            throw new GuestCallException(300, "no paper", "unused", null);
        }));
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(answering::answer);
        assertCounted("reload", 1, 1);
    }

    @Test
    @DisplayName("a call that fails because there is no instance yet is a call and an error")
    void callWithoutAnInstance() {
        HeldFactory factory = new HeldFactory();
        AtomicReference<Acting.Actor> own = new AtomicReference<>();
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.hostContract(Acting.Greeter.class, new Acting.Greeter() {
                @Override
                public String greet(String name) {
                    return name;
                }

                @Override
                public int add(int a, int b) {
                    assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> own.get().act());
                    return a + b;
                }
            }));
        own.set(factory.load(runtime, this.stage));
        own.get().act();
        assertThat(runtime.statistics().calls()).containsExactly(new CallStatistics("acting", "demo.Acting", 2, 1),
                new CallStatistics("reload", "reload.test", 0, 0));
    }

    @Test
    @DisplayName("asynchronous calls and those of Java objects are counted like others")
    void otherCalls() {
        this.stage.load("reload-v1");
        Later later = this.stage.runtime().contract(Later.class);
        for (int i = 0; i < 5; i++) {
            assertThat(later.answer().orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(100);
        }
        assertCounted("reload", 5, 0);
        this.stage.runtime().unloadBundle("reload");
        this.stage.runtime()
            .loadBundle(InProcessBundle.of("objects", "1.2.0").provide(Plugins.Answering.class, () -> 3));
        call(6);
        assertCounted("objects", 6, 0);
    }

    /** The same contract, called later. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Later {

        @ContractFunction(0)
        CompletableFuture<Integer> answer();

    }

}
