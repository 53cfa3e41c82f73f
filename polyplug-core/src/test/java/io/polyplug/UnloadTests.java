package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.StaleHandleException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles go, alone or with what depends on them.
 */
@Timeout(300)
class UnloadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("S-11 S-12 S-13 NL-01 NL-07: after an unload the handle is stale, calls are unavailable, library and files are"
            + " gone, and all is counted")
    void unloadedBundleLeavesNothing() {
        this.stage.leaveMarks(this.stage.bundle("reload-v1"));
        this.stage.load("reload-v1");
        Plugins.Answering answering = this.stage.answering();
        assertThat(answering.answer()).isEqualTo(100);
        GuestContractHandle handle = this.stage.resolvable();
        long revision = this.stage.runtime().revision();

        this.stage.runtime().unloadBundle("reload");

        assertThat(this.stage.runtime().revision()).isEqualTo(revision + 1);
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.runtime().bundle("reload")).isEmpty();
        assertThat(this.stage.runtime().findGuestContract(Plugins.RELOAD_TEST, 0)).isEmpty();
        assertThat(this.stage.runtime().contracts(Plugins.Answering.class)).isEmpty();
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(answering::answer)
            .withMessageContaining("reload.test");
        assertStale(handle);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
        assertThat(this.stage.marks("closed")).hasSize(1);
        assertThat(this.stage.phases).extracting((each) -> each.getClass().getSimpleName())
            .containsExactly("Unloading", "Reclaimed");
        RuntimeStatistics statistics = this.stage.runtime().statistics();
        assertThat(statistics.bundles()).isZero();
        assertThat(statistics.activeGenerations()).isZero();
        assertThat(statistics.retiredGenerations()).isZero();
        assertThat(statistics.reclaimedGenerations()).isEqualTo(1);
        assertThat(statistics.liveInstances()).isZero();
    }

    private void assertStale(GuestContractHandle handle) {
        try (EpochGuard guard = this.stage.runtime().pin()) {
            assertThatExceptionOfType(StaleHandleException.class)
                .isThrownBy(() -> this.stage.runtime().resolve(handle, guard));
        }
    }

    @Test
    @DisplayName("docs/behaviour.md 14.1: unloading twice, or what was never there, is refused with no phase")
    void unloadingTwiceIsRefused() {
        this.stage.load("reload-v1");
        this.stage.runtime().unloadBundle("reload");
        this.stage.awaitReclamation();
        int told = this.stage.phases.size();
        assertThatExceptionOfType(BundleNotFoundException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("reload"))
            .withMessageContaining("'reload'");
        assertThatExceptionOfType(BundleNotFoundException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundleCascade("never"));
        assertThat(this.stage.phases).hasSize(told);
    }

    @Test
    @DisplayName("docs/behaviour.md 10.4: unloaded and loaded again: the old handle stays stale, proxies work again,"
            + " numbers go on")
    void loadedAgainAfterAnUnload() {
        this.stage.load("reload-v1");
        Plugins.Answering answering = this.stage.answering();
        GuestContractHandle old = this.stage.resolvable();
        this.stage.runtime().unloadBundle("reload");
        BundleInfo again = this.stage.load("reload-v2");
        assertThat(again.generation()).isEqualTo(2);
        assertThat(answering.answer()).isEqualTo(200);
        assertStale(old);
        assertThat(this.stage.resolvable()).isNotEqualTo(old);
    }

    @Test
    @DisplayName("docs/behaviour.md 14.1: an unload does not wait for calls in flight; they finish, and the library"
            + " goes after them")
    void callInFlightFinishesAfterAnUnload() {
        this.stage.load("slow");
        Plugins.Slow slow = this.stage.runtime().contract(Plugins.Slow.class);
        HeldCall<String> held = this.stage.hold("held", slow::holdText);
        this.stage.runtime().unloadBundle("slow");
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(slow::version);
        this.stage.letTheReclaimerWork();
        assertThat(held.isInside()).isTrue();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(held.release()).isEqualTo("held by 100");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    @DisplayName("L-16: a provider that a loaded bundle depends on is not unloaded; nothing changes, no phase is told")
    void providerInUseIsNotUnloaded() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        long revision = this.stage.runtime().revision();
        DependencyInUseException refusal = catchThrowableOfType(DependencyInUseException.class,
                () -> this.stage.runtime().unloadBundle("reload"));
        assertThat(refusal.bundleName()).isEqualTo("reload");
        assertThat(refusal.dependents()).containsExactly("consumer");
        assertThat(refusal).hasMessageContaining("'reload'").hasMessageContaining("consumer");
        assertThat(this.stage.phases).isEmpty();
        assertThat(this.stage.runtime().revision()).isEqualTo(revision);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("L-17 docs/behaviour.md 14.2: a cascade unloads dependents first and returns the names in that order")
    void cascadeUnloadsDependentsFirst() {
        this.stage.load("reload-v1");
        this.stage.load("borrowing");
        this.stage.load("consumer");
        this.stage.load("hostapi");
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).containsExactly("consumer", "hostapi", "reload");
        assertThat(this.stage.phases(ReloadPhase.Unloading.class)).extracting(ReloadPhase::bundleName)
            .containsExactly("consumer", "hostapi", "reload");
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("borrowing");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("W-08: what a bundle declared that failed to load holds nothing back, and breaks no cascade")
    void failedDependentHoldsNothingBack() throws IOException {
        this.stage.load("marker");
        Path failing = this.stage.bundle("reload-init-fails");
        Files.writeString(failing.resolve("manifest.toml"), """

                [[dependency]]
                kind = "contract"
                contract = "demo.Marker"
                min_version = "1.0"
                """, StandardOpenOption.APPEND);
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> this.stage.runtime().loadBundle(failing))
                .withMessageContaining("the licence file is missing");
            assertThat(this.stage.runtime().unloadBundleCascade("marker")).containsExactly("marker");
            this.stage.load("marker");
        }
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.stage.runtime().loadBundle(failing));
        this.stage.runtime().unloadBundle("marker");
        assertThat(this.stage.runtime().bundles()).isEmpty();
    }

    @Test
    @DisplayName("W-08: after the dependent has gone the provider may go")
    void providerMayGoAfterItsDependent() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        this.stage.runtime().unloadBundle("consumer");
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.runtime().bundles()).isEmpty();
    }

    @Test
    @DisplayName("W-17: a provider may go while another bundle provides the same contract")
    void providerMayGoWhileAnotherOneProvidesTheContract() {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "second"));
        this.stage.load("consumer");
        Plugins.Consumer consumer = this.stage.runtime().contract(Plugins.Consumer.class);
        assertThat(consumer.version()).isEqualTo(100);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.runtime().unloadBundle("reload");
        assertThat(consumer.version()).isEqualTo(200);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("second"));
    }

    @Test
    @DisplayName("W-28: a reload that drops what another bundle depends on is refused, and names that bundle")
    void reloadThatDropsWhatAnotherBundleNeedsIsRefused() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        ReloadException failure = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-dropped")));
        assertThat(failure).hasMessageContaining("consumer");
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).hasSize(1);
        assertThat(this.stage.runtime().contract(Plugins.Consumer.class).version()).isEqualTo(100);
        this.stage.runtime().unloadBundle("consumer");
        assertThat(this.stage.runtime().reloadBundle(this.stage.bundle("reload-dropped")).generation()).isEqualTo(2);
    }

    @Test
    @DisplayName("docs/behaviour.md 10.4: a guest's own handle to a peer follows reloads, and its calls never fail"
            + " during 200 of them")
    void guestsCallEachOtherDuringReloads() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        Plugins.Consumer consumer = this.stage.runtime().contract(Plugins.Consumer.class);
        assertThat(consumer.foundInInit()).isTrue();
        try (Crew callers = Crew.repeating(6, (caller) -> {
            assertThat(consumer.version()).isIn(100, 200);
            assertThat(consumer.remembered()).isIn(100, 200);
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 200; i++) {
                this.stage.runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
                assertThat(consumer.remembered()).isEqualTo((i % 2 == 0) ? 200 : 100);
                assertThat(consumer.version()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
        assertThat(this.stage.runtime().statistics().liveInstances())
            .as("one shared instance of the consumer; those it made of its peer went with each call")
            .isEqualTo(1);
    }

    @Test
    @DisplayName("unloads under callers: each call answers or finds the contract unavailable")
    void callsDuringUnloadsAnswerOrFindNothing() {
        this.stage.load("reload-v1");
        Plugins.Answering answering = this.stage.answering();
        try (Crew callers = Crew.repeating(4, (caller) -> {
            try {
                assertThat(answering.answer()).isIn(100, 200);
            }
            catch (ContractUnavailableException ex) {
                assertThat(ex).hasMessageContaining("reload.test");
            }
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 50; i++) {
                this.stage.runtime().unloadBundle("reload");
                this.stage.load((i % 2 == 0) ? "reload-v2" : "reload-v1");
                assertThat(answering.answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            callers.awaitRounds(1);
        }
        assertThat(this.stage.phases(ReloadPhase.Unloading.class)).extracting(ReloadPhase::generation)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 50).boxed().toList());
    }

}
