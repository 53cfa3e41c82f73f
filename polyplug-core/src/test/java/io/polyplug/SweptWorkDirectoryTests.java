package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.polyplug.error.ReloadException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The system's cleaner removes the work directory, or old files in it, while bundles run.
 */
@Timeout(60)
class SweptWorkDirectoryTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void callsGoOnAndReloadsWorkAgain() throws IOException {
        this.stage.load("reload-v1");
        this.stage.load("slow");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.sweep();
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.files")) {
            assertThat(this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2")).generation()).isEqualTo(2);
            this.stage.runtime().reloadBundle("slow");
            assertThat(log.lines()).as("told once").singleElement().asString().contains("was removed");
        }
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.privateCopies()).hasSize(2);
        this.stage.load("allocating");
        this.stage.sweep();
        assertThat(this.stage.runtime().reloadBundle("reload").generation()).as("each time anew").isEqualTo(3);
    }

    @Test
    void rollbackSaysThatThePrivateCopyIsGone() throws IOException {
        this.stage.load("reload-v1");
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        this.stage.sweep();
        assertRollbackIsRefused("the folder");
        assertThat(this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1")).generation()).isEqualTo(3);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
    }

    @Test
    void rollbackSaysSoTooWhenOnlyAFileOfTheCopyIsGone() throws IOException {
        this.stage.load("reload-v1");
        this.stage.awaitReclamation();
        List<Path> old = manifestsOfCopies();
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        for (Path manifest : old) {
            assertThat(manifest.getParent().toFile().setWritable(true)).isTrue();
            Files.delete(manifest);
        }
        assertRollbackIsRefused("'manifest.toml'");
    }

    private List<Path> manifestsOfCopies() throws IOException {
        try (Stream<Path> files = Files.walk(this.stage.work())) {
            return files.filter((each) -> each.endsWith("manifest.toml")).toList();
        }
    }

    private void assertRollbackIsRefused(String lost) {
        ReloadException failure = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().rollbackBundle("reload"));
        assertThat(failure)
            .hasMessageContainingAll("'reload'", "its private copy is gone", lost, "Reload the bundle from a folder",
                    "goes on serving")
            .message()
            .doesNotContain(this.stage.bundle("reload-v1").toString());
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

}
