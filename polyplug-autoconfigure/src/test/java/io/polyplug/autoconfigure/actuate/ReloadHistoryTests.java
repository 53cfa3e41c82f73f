package io.polyplug.autoconfigure.actuate;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReloadHistory}. That retired generations follow the phases of a
 * runtime is shown in {@link PolyplugEndpointTests}.
 */
class ReloadHistoryTests {

    private static final BundleId ID = BundleId.of("filters");

    private final ReloadHistory history = new ReloadHistory(
            new DefaultListableBeanFactory().getBeanProvider(PolyplugRuntime.class));

    @Test
    void nothingIsKnownBeforeTheFirstReload() {
        assertThat(this.history.lastReload("filters")).isEmpty();
        assertThat(this.history.retiredGenerations("filters")).isEmpty();
    }

    @Test
    void lastReloadIsTheLastOfSeveral() {
        record(new ReloadPhase.Preparing("filters", ID, 2),
                new ReloadPhase.Failed("filters", ID, 2, "no licence", new IllegalStateException()));
        assertThat(this.history.lastReload("filters")).hasValueSatisfying((last) -> {
            assertThat(last.outcome()).isEqualTo("failed");
            assertThat(last.reason()).isEqualTo("no licence");
        });
        record(new ReloadPhase.Preparing("filters", ID, 2),
                new ReloadPhase.Reloaded("filters", ID, 2, new Version(1, 1, 0)));
        assertThat(this.history.lastReload("filters")).hasValueSatisfying((last) -> {
            assertThat(last.outcome()).isEqualTo("reloaded");
            assertThat(last.reason()).isNull();
            assertThat(last.duration()).isPositive();
        });
    }

    @Test
    void reloadThatFailsBeforeItsPreparationIsRemembered() {
        record(new ReloadPhase.Failed("filters", ID, 2, "no manifest", new IllegalStateException()));
        assertThat(this.history.lastReload("filters")).hasValueSatisfying((last) -> {
            assertThat(last.outcome()).isEqualTo("failed");
            assertThat(last.reason()).isEqualTo("no manifest");
            assertThat(last.duration()).isZero();
        });
    }

    @Test
    void unloadedBundleHasNoLastReload() {
        record(new ReloadPhase.Preparing("filters", ID, 2),
                new ReloadPhase.Reloaded("filters", ID, 2, new Version(1, 1, 0)),
                new ReloadPhase.Unloading("filters", ID, 2));
        assertThat(this.history.lastReload("filters")).isEmpty();
    }

    @Test
    void unloadedGenerationIsRetiredUntilItIsReclaimed() {
        record(new ReloadPhase.Unloading("filters", ID, 2));
        assertThat(this.history.retiredGenerations("filters")).containsExactly(2L);
        record(new ReloadPhase.Reclaimed("filters", ID, 2));
        assertThat(this.history.retiredGenerations("filters")).isEmpty();
    }

    private void record(ReloadPhase... phases) {
        for (ReloadPhase phase : phases) {
            this.history.record(phase);
        }
    }

}
