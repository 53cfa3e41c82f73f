package io.polyplug;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What listeners are told, when, on which thread, and what they may do.
 */
@Timeout(300)
class ReloadListenerTests {

    private final AtomicReference<Consumer<ReloadPhase>> listener = new AtomicReference<>((phase) -> {
    });

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onReload((phase) -> this.listener.get().accept(phase)));

    @Test
    @DisplayName("R-54 W-26: from a reload's listener every reload and rollback is refused at once, and it goes on")
    void reentrantReloadsAreRefusedAtOnce() {
        this.stage.load("reload-v1");
        this.stage.load("slow");
        PolyplugRuntime runtime = this.stage.runtime();
        this.stage.bundle("reload-v2");
        List<Throwable> refusals = new ArrayList<>();
        this.listener.set((phase) -> {
            if (!(phase instanceof ReloadPhase.Reclaimed)) {
                refusals.add(catchThrowable(() -> runtime.reloadBundle("reload")));
                refusals.add(catchThrowable(() -> runtime.reloadBundle("slow")));
                refusals.add(catchThrowable(() -> runtime.reloadBundle(this.stage.bundle("reload-v2"))));
                refusals.add(catchThrowable(() -> runtime.rollbackBundle("reload")));
            }
        });
        runtime.reloadBundle(this.stage.bundle("reload-v2"));

        assertThat(refusals).hasSize(2 * 4)
            .allSatisfy((each) -> assertThat(each)
                .isInstanceOfSatisfying(ReloadException.class, (ex) -> assertThat(ex.isReentrant()).isTrue())
                .hasMessageContaining("another thread"));
        assertThat(runtime.bundles()).extracting(BundleInfo::generation).containsExactly(2L, 1L);
        this.listener.set((phase) -> {
        });
        assertThat(runtime.reloadBundle("slow").generation()).isEqualTo(2);
    }

    @Test
    @DisplayName("R-55: a listener that throws changes nothing, and the next one is told all the same")
    void listenerThatThrowsChangesNothing() {
        List<ReloadPhase> second = new CopyOnWriteArrayList<>();
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.onReload((phase) -> {
            if (phase instanceof ReloadPhase.Preparing) {
                throw new IllegalStateException("on purpose");
            }
            throw new StackOverflowError("on purpose");
        }).onReload(second::add));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        for (int i = 0; i < 3; i++) {
            runtime.reloadBundle(this.stage.bundle("reload-v2"));
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(200);
            assertThat(catchThrowableOfType(ReloadException.class,
                    () -> runtime.reloadBundle(this.stage.bundle("reload-init-fails"))))
                .hasMessageContaining("licence");
        }
        runtime.unloadBundle("reload");
        assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        assertThat(second).filteredOn((each) -> !(each instanceof ReloadPhase.Reclaimed))
            .extracting((each) -> each.getClass().getSimpleName())
            .containsExactly("Preparing", "Reloaded", "Preparing", "Failed", "Preparing", "Reloaded", "Preparing",
                    "Failed", "Preparing", "Reloaded", "Preparing", "Failed", "Unloading");
        assertThat(second).filteredOn(ReloadPhase.Reclaimed.class::isInstance).hasSize(4);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.3: Preparing and Failed see the old version, Reloaded the new one, Unloading"
            + " what is about to go")
    void lookupsInsideTheListenersSeeWhatServes() {
        this.stage.load("reload-v1");
        Plugins.Answering answering = this.stage.answering();
        List<String> seen = new ArrayList<>();
        this.listener.set((phase) -> {
            if (!(phase instanceof ReloadPhase.Reclaimed)) {
                BundleInfo info = this.stage.runtime().bundle("reload").orElseThrow();
                this.stage.resolvable();
                seen.add(phase.getClass().getSimpleName() + " " + phase.generation() + ": " + answering.answer()
                        + " of " + info.version() + " generation " + info.generation());
            }
        });
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        catchThrowable(() -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-no-init")));
        this.stage.runtime().unloadBundle("reload");
        assertThat(seen).containsExactly("Preparing 2: 100 of 1.0.0 generation 1",
                "Reloaded 2: 200 of 1.1.0 generation 2", "Preparing 3: 200 of 1.1.0 generation 2",
                "Failed 3: 200 of 1.1.0 generation 2", "Unloading 2: 200 of 1.1.0 generation 2");
    }

    @Test
    @DisplayName("AB-25: phases come on the thread that reloads, Reclaimed on the reclaimer's, after Reloaded, in order")
    void phasesComeOnTheThreadThatWorks() {
        List<String> threads = new CopyOnWriteArrayList<>();
        this.listener.set((phase) -> threads.add(phase.getClass().getSimpleName() + " " + phase.generation() + " on "
                + Thread.currentThread().getName()));
        this.stage.load("reload-v1");
        String here = Thread.currentThread().getName();
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        this.stage.awaitReclamation();
        this.stage.runtime().unloadBundle("reload");
        this.stage.awaitReclamation();
        assertThat(threads).containsExactly("Preparing 2 on " + here, "Reloaded 2 on " + here,
                "Reclaimed 1 on polyplug-reclaimer", "Unloading 2 on " + here, "Reclaimed 2 on polyplug-reclaimer");
        assertThat(this.stage.phases.get(3)).as("what goes has a name and a number, and needs no reason")
            .isEqualTo(new ReloadPhase.Unloading("reload", BundleId.of("reload"), 2));
        assertThat(this.stage.phases.get(2)).isEqualTo(new ReloadPhase.Reclaimed("reload", BundleId.of("reload"), 1));
    }

    @Test
    @DisplayName("a Reloaded listener that lingers holds back Reclaimed of the version it replaced")
    void reclaimedIsNeverToldBeforeReloadedHasReturned() {
        List<String> order = new CopyOnWriteArrayList<>();
        this.stage.load("reload-v1");
        this.listener.set((phase) -> {
            if (phase instanceof ReloadPhase.Reloaded) {
                this.stage.awaitReclamation();
            }
            order.add(phase.getClass().getSimpleName() + " " + phase.bundleName());
        });
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        this.stage.awaitReclamation();
        assertThat(order).containsExactly("Preparing reload", "Reloaded reload", "Reclaimed reload");
    }

    @Test
    @DisplayName("a listener may load bundles and call contracts")
    void listenerMayLoadAndCall() {
        this.stage.load("reload-v1");
        this.listener.set((phase) -> {
            if (phase instanceof ReloadPhase.Preparing) {
                this.stage.load("borrowing");
            }
        });
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        assertThat(this.stage.runtime().contract(Plugins.Borrowing.class).text()).isEqualTo("borrowed text");
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::version)
            .containsExactly(new Version(1, 1, 0), new Version(1, 0, 0));
    }

    @Test
    @DisplayName("a Reclaimed listener may reload, and may not wait for reclamation or close")
    void reclaimedListenerMayReloadAndMayNotWait() throws InterruptedException {
        this.stage.load("reload-v1");
        this.stage.bundle("reload-v2");
        List<PolyplugException> refusals = new CopyOnWriteArrayList<>();
        CountDownLatch returned = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        this.listener.set((phase) -> {
            if (phase instanceof ReloadPhase.Reclaimed && second.getCount() > 0) {
                refusals.add(catchThrowableOfType(PolyplugException.class,
                        () -> this.stage.runtime().awaitReclamation(Duration.ofSeconds(60))));
                refusals.add(catchThrowableOfType(PolyplugException.class, this.stage.runtime()::close));
                if (second.getCount() == 2) {
                    await(returned);
                    this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1"));
                }
                second.countDown();
            }
        });
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        returned.countDown();
        assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refusals).hasSize(4).allMatch(ReentrantCallException.class::isInstance);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.awaitReclamation();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

}
