package io.polyplug;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.error.DuplicateBundleException;
import io.polyplug.error.PolyplugException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Several versions of one bundle lie side by side.
 */
@Timeout(60)
class SeveralVersionsTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Path parent() {
        return this.stage.folder().resolve("all");
    }

    private Path version(String folder, String fixture, String version) {
        return Declared.bundle("reload", fixture)
            .version(version)
            .provides("reload.test", "1.0", 1)
            .writeTo(parent().resolve(folder));
    }

    @Test
    void allAreNamedWithTheirVersions() {
        List<Path> folders = List.of(version("a", "reload-v1", "1.9.0"), version("b", "reload-v2", "2.0.0"),
                version("c", "reload-v1", "1.10.0"));
        DuplicateBundleException failure = catchThrowableOfType(DuplicateBundleException.class,
                () -> this.stage.runtime().loadBundles(parent()));
        assertThat(failure).hasMessageContainingAll("'reload'", "it is there 3 times",
                "in " + folders.get(0) + " (1.9.0)", "in " + folders.get(1) + " (2.0.0)",
                "in " + folders.get(2) + " (1.10.0)", "Keep the one");
        assertThat(failure.bundleName()).isEqualTo("reload");
        assertThat(failure.directories()).containsExactlyElementsOf(folders.stream().map(Path::toString).toList());
        assertThat(this.stage.runtime().bundles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "1.9.0", "10.0.0", "2.0.1" })
    void whereTheRestIsToBeLoadedTheHighestVersionIsWhateverItsFolderIsCalled(String other) {
        boolean second = !other.equals("1.9.0");
        version("a", "reload-v1", other);
        version("z", "reload-v2", "2.0.0");
        List<PolyplugException> refusals = new ArrayList<>();
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.locations")) {
            this.stage.runtime().loadBundles(List.of(parent()), refusals::add);
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("'reload'", "the highest version is used",
                        second ? other + " in " + parent().resolve("a") : "2.0.0 in " + parent().resolve("z"));
        }
        assertThat(refusals).singleElement().isInstanceOf(DuplicateBundleException.class);
        assertThat(this.stage.answering().answer()).isEqualTo(second ? 100 : 200);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    @Test
    void equalVersionsAreBothLeftOut() {
        version("a", "reload-v1", "2.0.0");
        version("b", "reload-v2", "2.0.0");
        version("c", "reload-v2", "1.0.0");
        Path other = Declared.bundle("other", "borrowing")
            .provides("memory.Borrowing", "1.0", 6)
            .writeTo(parent().resolve("d"));
        List<PolyplugException> refusals = new ArrayList<>();
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.locations")) {
            assertThat(this.stage.runtime().loadBundles(List.of(parent()), refusals::add)).singleElement()
                .extracting(BundleInfo::directory)
                .isEqualTo(other);
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("'reload' is left out", "2.0.0", parent().resolve("a").toString(),
                        parent().resolve("b").toString());
        }
        assertThat(refusals).hasSize(1);
    }

}
