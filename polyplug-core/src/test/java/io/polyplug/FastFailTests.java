package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which phases tell of a reload that does not happen: none where it is not known which
 * bundle is meant or nothing is wrong with it, {@code Failed} alone before the work on
 * the new version begins, both after that.
 */
@Timeout(300)
class FastFailTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(Case.class)
    @DisplayName("RL-07 docs/behaviour.md 13.2: the table of failures")
    void reloadThatDoesNotHappen(Case which) {
        this.stage.runtime().loadBundle(this.stage.bundle("reload-v1", "reload"));
        PolyplugException failure = catchThrowableOfType(PolyplugException.class,
                () -> which.attempt.apply(this.stage).run());
        assertThat(failure).isExactlyInstanceOf(which.failure).hasMessageContaining(which.text);
        assertThat(this.stage.phases).extracting((each) -> each.getClass().getSimpleName())
            .containsExactlyElementsOf(which.phases);
        assertThat(this.stage.phases).allSatisfy((each) -> {
            assertThat(each.bundleName()).isEqualTo("reload");
            assertThat(each.generation()).isEqualTo(2);
        });
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().generation()).isEqualTo(1);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.2 step 1: with hot reload disabled nothing is told, whatever else is wrong")
    void hotReloadDisabled() {
        PolyplugRuntime cold = this.stage
            .another((builder) -> builder.hotReload(false).onReload(this.stage.phases::add));
        cold.loadBundle(this.stage.bundle("reload-v1", "reload"));
        for (String build : List.of("reload-v2", "reload-init-fails", "slow")) {
            assertThat(catchThrowableOfType(ReloadException.class, () -> cold.reloadBundle(this.stage.bundle(build))))
                .hasMessageContaining("hot-reload is disabled");
        }
        assertThat(this.stage.phases).isEmpty();
    }

    @Test
    @DisplayName("a guard or a call that would have to wait for another thread is refused, and nothing is told")
    void reentrantReload() {
        this.stage.load("reload-v1");
        this.stage.load("slow");
        HeldCall<Integer> held = this.stage.hold();
        for (int i = 0; i < 8; i++) {
            this.stage.runtime().reloadBundle("slow");
        }
        this.stage.phases.clear();
        EpochGuard guard = this.stage.runtime().pin();
        ReloadException refusal = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle("slow"));
        guard.close();
        assertThat(refusal.isReentrant()).isTrue();
        assertThat(refusal).hasMessageContaining("8 retired generations");
        assertThat(this.stage.phases).noneMatch((each) -> !(each instanceof ReloadPhase.Reclaimed));
        assertThat(held.release()).isEqualTo(100);
    }

    /** What is tried, and what comes of it. */
    enum Case {

        UNKNOWN_NAME(BundleNotFoundException.class, "'nobody'", List.of(),
                (stage) -> () -> stage.runtime().reloadBundle("nobody")),

        NEVER_LOADED(BundleNotFoundException.class, "'slow'", List.of(),
                (stage) -> () -> stage.runtime().reloadBundle(stage.bundle("slow"))),

        NO_FOLDER(ManifestException.class, "no such file", List.of(),
                (stage) -> () -> stage.runtime().reloadBundle(stage.folder().resolve("nowhere"))),

        UNREADABLE_MANIFEST_ELSEWHERE(ManifestException.class, "not valid TOML", List.of(),
                (stage) -> reloadWith(stage, elsewhere(stage), "name = ")),

        UNREADABLE_MANIFEST_AT_HOME(ReloadException.class, "not valid TOML", List.of("Failed"),
                (stage) -> reloadWith(stage, home(stage), "name = ")),

        TAMPERED_ID_ELSEWHERE(ReloadException.class, "tampered", List.of("Failed"),
                (stage) -> reloadWith(stage, elsewhere(stage), manifest(stage).replaceFirst("id = .*", "id = 1"))),

        TAMPERED_ID_OF_A_STRANGER(ManifestException.class, "tampered", List.of(),
                (stage) -> reloadWith(stage, elsewhere(stage), manifest(stage).replace("\"reload\"", "\"stranger\""))),

        UNKNOWN_LOADER(ReloadException.class, "'lua'", List.of("Failed"),
                (stage) -> reloadWith(stage, elsewhere(stage), manifest(stage).replace("\"native\"", "\"lua\""))),

        MISSING_FILE(ReloadException.class, "bundle library not found at", List.of("Failed"),
                (stage) -> () -> stage.runtime().reloadBundle(home(stage).resolve("no-such.so"))),

        OTHER_BUNDLE_AT_HOME(ReloadException.class, "now holds bundle 'slow'", List.of("Failed"), (stage) -> () -> {
            NativeFixtures.copyTo("slow", home(stage));
            stage.runtime().reloadBundle("reload");
        }),

        NOTHING_TO_ROLL_BACK_TO(ReloadException.class, "rollback refused for bundle 'reload': nothing ran before",
                List.of(), (stage) -> () -> stage.runtime().rollbackBundle("reload")),

        LIBRARY_OUTSIDE_THE_FOLDER(ReloadException.class, "outside the bundle", List.of("Preparing", "Failed"),
                (stage) -> reloadWith(stage, elsewhere(stage),
                        manifest(stage).replace("\"libreload.so\"", "\"../reload/libreload.so\""))),

        NO_LIBRARY(ReloadException.class, "does not exist", List.of("Preparing", "Failed"),
                (stage) -> reloadWith(stage, elsewhere(stage),
                        manifest(stage).replace("\"libreload.so\"", "\"libother.so\""))),

        INIT_FAILS(ReloadException.class, "licence", List.of("Preparing", "Failed"),
                (stage) -> () -> stage.runtime().reloadBundle(stage.bundle("reload-init-fails"))),

        CALLED_CONTRACT_DROPPED(ReloadException.class, "drops contract", List.of("Preparing", "Failed"),
                (stage) -> () -> {
                    assertThat(stage.answering().answer()).isEqualTo(100);
                    stage.runtime().reloadBundle(stage.bundle("reload-dropped"));
                });

        private final Class<? extends PolyplugException> failure;

        private final String text;

        private final List<String> phases;

        private final Function<Stage, Runnable> attempt;

        Case(Class<? extends PolyplugException> failure, String text, List<String> phases,
                Function<Stage, Runnable> attempt) {
            this.failure = failure;
            this.text = text;
            this.phases = phases;
            this.attempt = attempt;
        }

        private static Path home(Stage stage) {
            return stage.bundle("reload-v1", "reload");
        }

        private static Path elsewhere(Stage stage) {
            return stage.bundle("reload-v2");
        }

        private static String manifest(Stage stage) {
            try {
                return Files.readString(elsewhere(stage).resolve("manifest.toml"));
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        private static Runnable reloadWith(Stage stage, Path folder, String manifest) {
            return () -> {
                try {
                    Files.writeString(folder.resolve("manifest.toml"), manifest);
                }
                catch (IOException ex) {
                    throw new UncheckedIOException(ex);
                }
                stage.runtime().reloadBundle(folder);
            };
        }

    }

}
