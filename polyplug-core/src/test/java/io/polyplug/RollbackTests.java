package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.Version;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What ran before comes back, from the files that were kept.
 */
@Timeout(300)
class RollbackTests {

    private static final Version V1 = new Version(1, 0, 0);

    private static final Version V2 = new Version(1, 1, 0);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("W-26: a rollback brings back the version before as a new generation; a second one the version before"
            + " that: the other")
    void rollbackBringsBackTheVersionBefore() {
        this.stage.load("reload-v1");
        GuestContractHandle handle = this.stage.resolvable();
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        assertThat(this.stage.answering().answer()).isEqualTo(200);

        ReloadReport back = this.stage.runtime().rollbackBundle("reload");
        assertThat(back.previousVersion()).isEqualTo(V2);
        assertThat(back.version()).isEqualTo(V1);
        assertThat(back.generation()).isEqualTo(3);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().directory())
            .isEqualTo(this.stage.bundle("reload-v1"));

        ReloadReport forth = this.stage.runtime().rollbackBundle("reload");
        assertThat(forth.version()).isEqualTo(V2);
        assertThat(forth.generation()).isEqualTo(4);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(this.stage.resolvable()).isEqualTo(handle);
        assertThat(this.stage.phases).filteredOn((each) -> !(each instanceof ReloadPhase.Reclaimed))
            .extracting((each) -> each.getClass().getSimpleName() + " " + each.generation())
            .containsExactly("Preparing 2", "Reloaded 2", "Preparing 3", "Reloaded 3", "Preparing 4", "Reloaded 4");
    }

    @Test
    @DisplayName("phases and report tell a rollback from a reload, and which generation it replaces")
    void rollbackIsToldApartFromAReload() {
        this.stage.load("reload-v1");
        ReloadReport reload = this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        ReloadReport rollback = this.stage.runtime().rollbackBundle("reload");
        assertThat(reload.kind()).isEqualTo(ReloadKind.RELOAD);
        assertThat(rollback.kind()).isEqualTo(ReloadKind.ROLLBACK);
        assertThat(this.stage.phases(ReloadPhase.Preparing.class))
            .extracting(ReloadPhase.Preparing::previousGeneration, ReloadPhase.Preparing::kind)
            .containsExactly(tuple(1L, ReloadKind.RELOAD), tuple(2L, ReloadKind.ROLLBACK));
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class))
            .extracting(ReloadPhase.Reloaded::previousGeneration, ReloadPhase.Reloaded::kind)
            .containsExactly(tuple(1L, ReloadKind.RELOAD), tuple(2L, ReloadKind.ROLLBACK));
        assertThat(this.stage.phases(ReloadPhase.Reloaded.class)).extracting(ReloadPhase.Reloaded::duration)
            .allSatisfy((duration) -> assertThat(duration).isPositive())
            .satisfies((durations) -> assertThat(durations.get(0)).isLessThanOrEqualTo(reload.duration()));
    }

    @Test
    @DisplayName("a rollback uses the kept files: the folder may hold the new version, garbage, or be gone")
    void rollbackUsesTheKeptFiles() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "reload");
        this.stage.runtime().loadBundle(bundle);
        NativeFixtures.copyTo("reload-v2", bundle);
        this.stage.runtime().reloadBundle("reload");
        Files.writeString(NativeFixtures.library(bundle), "garbage");
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        Files.delete(NativeFixtures.library(bundle));
        Files.delete(bundle.resolve("manifest.toml"));
        Files.delete(bundle);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("50 rollbacks under callers: no call fails, and the files of two generations are kept")
    void manyRollbacksUnderCallers() {
        this.stage.load("reload-v1");
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        Plugins.Answering answering = this.stage.answering();
        try (Crew callers = Crew.repeating(4, (caller) -> assertThat(answering.answer()).isIn(100, 200))) {
            callers.awaitRounds(1);
            for (int i = 0; i < 50; i++) {
                this.stage.runtime().rollbackBundle("reload");
                assertThat(answering.answer()).isEqualTo((i % 2 == 0) ? 100 : 200);
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.privateCopies()).hasSize(2);
    }

    @Test
    @DisplayName("a rollback with nothing before is refused, also after an unload and a load; no phase is told")
    void rollbackWithNothingBeforeIsRefused() {
        this.stage.load("reload-v1");
        assertNothingToRollBackTo();
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        this.stage.runtime().unloadBundle("reload");
        this.stage.phases.clear();
        this.stage.load("reload-v1");
        assertNothingToRollBackTo();
        this.stage.awaitReclamation();
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    private void assertNothingToRollBackTo() {
        ReloadException failure = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().rollbackBundle("reload"));
        assertThat(failure)
            .hasMessageStartingWith("rollback refused for bundle 'reload': nothing ran before generation ");
        assertThat(this.stage.phases).noneMatch((each) -> !(each instanceof ReloadPhase.Reclaimed));
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("a failed reload in between changes nothing about what a rollback brings back")
    void failedReloadInBetweenChangesNothing() {
        this.stage.load("reload-v1");
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-init-fails")));
        assertThat(this.stage.runtime().rollbackBundle("reload").version()).isEqualTo(V1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    @DisplayName("a rollback that cannot serve is told as Failed, and the version that served goes on")
    void rollbackThatCannotServeIsRefused() {
        this.stage.load("reload-v1");
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-dropped"));
        assertThat(this.stage.runtime().contract(Plugins.Other.class).answer()).isEqualTo(300);
        ReloadException failure = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().rollbackBundle("reload"));
        assertThat(failure).hasMessageContaining("reload.other");
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).hasSize(1);
        assertThat(this.stage.runtime().contract(Plugins.Other.class).answer()).isEqualTo(300);
    }

}
