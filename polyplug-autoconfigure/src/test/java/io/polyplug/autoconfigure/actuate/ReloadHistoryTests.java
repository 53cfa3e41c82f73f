package io.polyplug.autoconfigure.actuate;

import java.time.Duration;

import io.polyplug.ReloadKind;
import io.polyplug.ReloadPhase;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReloadHistory}.
 */
class ReloadHistoryTests {

    private static final BundleId ID = BundleId.of("filters");

    private static final Duration DURATION = Duration.ofMillis(7);

    private final ReloadHistory history = new ReloadHistory();

    @Test
    void nothingIsKnownBeforeTheFirstReload() {
        assertThat(this.history.lastReload("filters")).isEmpty();
    }

    @Test
    void reloadInProgressDoesNotCount() {
        record(new ReloadPhase.Preparing("filters", ID, 2));
        assertThat(this.history.lastReload("filters")).isEmpty();
    }

    @Test
    void lastReloadIsTheLastOfSeveral() {
        record(new ReloadPhase.Failed("filters", ID, 2, "no licence", new IllegalStateException(), 1, DURATION,
                ReloadKind.RELOAD));
        assertThat(this.history.lastReload("filters")).hasValueSatisfying((last) -> {
            assertThat(last.outcome()).isEqualTo("failed");
            assertThat(last.reason()).isEqualTo("no licence");
            assertThat(last.duration()).isEqualTo(DURATION);
        });
        record(new ReloadPhase.Reloaded("filters", ID, 2, new Version(1, 1, 0), 1, DURATION.plusMillis(1),
                ReloadKind.RELOAD));
        assertThat(this.history.lastReload("filters")).hasValueSatisfying((last) -> {
            assertThat(last.outcome()).isEqualTo("reloaded");
            assertThat(last.reason()).isNull();
            assertThat(last.duration()).isEqualTo(DURATION.plusMillis(1));
        });
    }

    @Test
    void rollbackIsToldApartFromAReload() {
        record(new ReloadPhase.Reloaded("filters", ID, 3, new Version(1, 0, 0), 2, DURATION, ReloadKind.ROLLBACK));
        assertThat(this.history.lastReload("filters"))
            .hasValueSatisfying((last) -> assertThat(last.outcome()).isEqualTo("rolled-back"));
    }

    @Test
    void bundlesAreToldApart() {
        record(new ReloadPhase.Reloaded("filters", ID, 2, new Version(1, 1, 0)));
        assertThat(this.history.lastReload("other")).isEmpty();
    }

    @Test
    void unloadedBundleHasNoLastReload() {
        record(new ReloadPhase.Reloaded("filters", ID, 2, new Version(1, 1, 0)),
                new ReloadPhase.Unloading("filters", ID, 2));
        assertThat(this.history.lastReload("filters")).isEmpty();
    }

    private void record(ReloadPhase... phases) {
        for (ReloadPhase phase : phases) {
            this.history.accept(phase);
        }
    }

}
