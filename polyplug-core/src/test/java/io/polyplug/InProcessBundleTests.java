package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.GuestCallException;
import io.polyplug.error.ReloadException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles of Java objects: first-class in the store, callable by everybody, reloadable.
 */
@Timeout(300)
class InProcessBundleTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private static InProcessBundle answering(int answer) {
        return InProcessBundle.of("reload", "1." + answer + ".0").provide(Plugins.Answering.class, () -> answer);
    }

    @Test
    @DisplayName("a lambda serves a contract, and the bundle is listed like any other")
    void lambdaServesAContract() {
        BundleInfo bundle = this.stage.runtime().loadBundle(answering(42));
        assertThat(this.stage.answering().answer()).isEqualTo(42);
        assertThat(bundle.name()).isEqualTo("reload");
        assertThat(bundle.version()).isEqualTo(new Version(1, 42, 0));
        assertThat(bundle.directory()).isEqualTo(Path.of(""));
        assertThat(bundle.contracts()).singleElement()
            .satisfies((contract) -> assertThat(contract.functionCount()).isEqualTo(1));
        assertThat(this.stage.runtime().bundles()).containsExactly(bundle);
        assertThat(this.stage.resolvable()).isEqualTo(bundle.contracts().get(0).handle());
    }

    @Test
    @DisplayName("reload replaces the objects under the same handle with the usual phases; rollback brings the old back")
    void reloadAndRollback() {
        this.stage.runtime().loadBundle(answering(1));
        ReloadReport report = this.stage.runtime().reloadBundle(answering(2));
        assertThat(report.version()).isEqualTo(new Version(1, 2, 0));
        assertThat(this.stage.answering().answer()).isEqualTo(2);
        assertThat(this.stage.runtime().reloadBundle("reload").generation()).isEqualTo(3);
        assertThat(this.stage.answering().answer()).as("by name: the same objects again").isEqualTo(2);
        this.stage.runtime().reloadBundle(answering(3));
        assertThat(this.stage.runtime().rollbackBundle("reload").version()).isEqualTo(new Version(1, 2, 0));
        assertThat(this.stage.answering().answer()).isEqualTo(2);
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("reload")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class)).hasSize(4);
    }

    @Test
    @DisplayName("what objects throw reaches the caller: an error of theirs with its code, everything else as code 3")
    void exceptionsReachTheCaller() {
        this.stage.runtime().loadBundle(InProcessBundle.of("reload", "1.0.0").provide(Plugins.Answering.class, () -> {
            throw new GuestCallException(300, "no paper", "unused", null);
        }));
        GuestCallException own = catchThrowableOfType(GuestCallException.class, () -> this.stage.answering().answer());
        assertThat(own.code()).isEqualTo(300);
        assertThat(own.guestMessage()).isEqualTo("no paper");
        this.stage.runtime().reloadBundle(InProcessBundle.of("reload", "1.0.1").provide(Plugins.Answering.class, () -> {
            throw new IllegalStateException("out of ink");
        }));
        GuestCallException other = catchThrowableOfType(GuestCallException.class,
                () -> this.stage.answering().answer());
        assertThat(other.code()).isEqualTo(3);
        assertThat(other).hasMessageContainingAll("java.lang.IllegalStateException: out of ink", "'reload.test'",
                "'reload'");
    }

    @Test
    @DisplayName("native guests depend on it, find it and are refused its unloading")
    void nativeBundlesDependOnIt() {
        this.stage.runtime().loadBundle(answering(7));
        this.stage.load("consumer");
        assertThat(this.stage.runtime().contract(Plugins.Consumer.class).foundInInit()).isTrue();
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("reload"));
    }

    @Test
    @DisplayName("a call that is inside Java objects holds its generation, and finishes on it")
    void callInFlightFinishesOnItsVersion() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        this.stage.runtime().loadBundle(InProcessBundle.of("reload", "1.0.0").provide(Plugins.Answering.class, () -> {
            entered.incrementAndGet();
            inside.countDown();
            awaitUninterruptibly(release);
            return 1;
        }));
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> this.stage.answering().answer());
        inside.await();
        this.stage.runtime().reloadBundle(answering(2));
        assertThat(this.stage.answering().answer()).isEqualTo(2);
        assertThat(this.stage.runtime().awaitReclamation(Duration.ofMillis(50))).isFalse();
        assertThat(this.stage.runtime().statistics().holders()).singleElement()
            .satisfies((holder) -> assertThat(holder.contract()).isEqualTo("reload.test"));
        release.countDown();
        assertThat(answer.get()).isEqualTo(1);
        assertThat(entered).hasValue(1);
        this.stage.awaitReclamation();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    @DisplayName("R-53: reloads under 4 callers, native and Java in turn by another bundle: no call fails")
    void reloadsUnderCallers() {
        this.stage.runtime().loadBundle(answering(0));
        Plugins.Answering answering = this.stage.answering();
        try (Crew callers = Crew.repeating(4, (caller) -> assertThat(answering.answer()).isBetween(0, 1000))) {
            callers.awaitRounds(1);
            for (int i = 1; i <= 300; i++) {
                this.stage.runtime().reloadBundle(answering(i));
                assertThat(answering.answer()).isEqualTo(i);
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.privateCopies()).as("Java objects have no files").isEmpty();
    }

    @Test
    @DisplayName("contracts() and several providers: native first, Java second, by bundle name")
    void standsBesideNativeProviders() {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(InProcessBundle.of("mine", "1.0.0").provide(Plugins.Answering.class, () -> 5));
        assertThat(this.stage.answering().answer()).as("the first provider").isEqualTo(100);
        assertThat(this.stage.runtime().contracts(Plugins.Answering.class).keySet()).containsExactly("reload", "mine");
        assertThat(this.stage.runtime().contract(Plugins.Answering.class, "mine").answer()).isEqualTo(5);
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(5);
        this.stage.runtime().unloadBundle("mine");
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(() -> this.stage.answering().answer());
    }

    @Test
    @DisplayName("W-03 W-06: what cannot be is refused, and what serves goes on")
    void refusals() {
        this.stage.runtime().loadBundle(answering(1));
        assertThat(this.stage.answering().answer()).isEqualTo(1);
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundle(answering(2)))
            .withMessageContainingAll("'reload'", "already loaded", "in-process");
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2")))
            .withMessageContainingAll("'in-process'", "'native'", "Unload it");
        assertThatExceptionOfType(ReloadException.class)
            .isThrownBy(() -> this.stage.runtime()
                .reloadBundle(InProcessBundle.of("reload", "2.0.0").provide(Plugins.Other.class, () -> 2)))
            .withMessageContaining("drops contract 'reload.test'");
        assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> this.stage.runtime()
            .reloadBundle(InProcessBundle.of("nobody", "1.0.0").provide(Plugins.Other.class, () -> 2)));
        assertThatExceptionOfType(ContractDefinitionException.class)
            .isThrownBy(() -> InProcessBundle.of("x", "1.0.0").provide(Runnable.class, () -> {
            }));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> InProcessBundle.of(" ", "1.0.0"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> InProcessBundle.of("x", "latest"));
        assertThat(this.stage.answering().answer()).isEqualTo(1);
    }

    @Test
    @DisplayName("two Java interfaces of one contract: registered once, called through either")
    void otherJavaInterfaceOfTheSameContract() {
        this.stage.runtime().loadBundle(answering(9));
        assertThat(this.stage.runtime().contract(SameContract.class).ask()).isEqualTo(9);
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime()
                .loadBundle(InProcessBundle.of("twice", "1.0.0")
                    .provide(Plugins.Answering.class, () -> 1)
                    .provide(SameContract.class, () -> 2)))
            .withMessageContaining("duplicate provider");
        assertThat(this.stage.runtime().bundles()).hasSize(1);
    }

    @Test
    @DisplayName("dependencies are told as a manifest's are")
    void dependencies() {
        this.stage.runtime().loadBundle(answering(1));
        BundleInfo info = this.stage.runtime()
            .loadBundle(InProcessBundle.of("dependent", "1.0.0")
                .provide(Plugins.Other.class, () -> 2)
                .dependOn(Plugins.Answering.class));
        assertThat(info.dependencies()).singleElement()
            .satisfies((each) -> assertThat(each.contractId()).isEqualTo(Plugins.RELOAD_TEST));
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).isEqualTo(List.of("dependent", "reload"));
    }

    /** As {@link Plugins.Answering}, by another name. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface SameContract {

        @ContractFunction(0)
        int ask();

    }

}
