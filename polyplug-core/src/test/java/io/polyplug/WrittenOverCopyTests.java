package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which files of earlier generations the next one is written over, and which it is not.
 */
@EnabledOnOs(OS.LINUX)
class WrittenOverCopyTests {

    private static final int RELOADS = 20;

    @RegisterExtension
    final Stage stage = new Stage();

    /** Reloads in turns and returns the identity of the library of each generation. */
    private List<Object> reload(Path... bundles) throws IOException {
        List<Object> identities = new ArrayList<>();
        for (int i = 0; i < RELOADS; i++) {
            Path bundle = bundles[i % bundles.length];
            this.stage.runtime().reloadBundle(bundle);
            assertThat(this.stage.answering().answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            this.stage.awaitReclamation();
            identities.add(activeLibrary());
        }
        return identities;
    }

    private Object activeLibrary() throws IOException {
        String mapped = this.stage.mappedLibraries().get(this.stage.mappedLibraries().size() - 1);
        return Files.readAttributes(Path.of(mapped), BasicFileAttributes.class).fileKey();
    }

    @Test
    @DisplayName("a library that was unmapped is written over by a later generation, and never one that is mapped")
    void unmappedLibrariesAreWrittenOver() throws IOException {
        this.stage.load("reload-v1");
        List<Object> identities = reload(this.stage.bundle("reload-v2"), this.stage.bundle("reload-v1"));
        assertThat(new HashSet<>(identities)).hasSizeBetween(3, 4);
        for (int i = 2; i < RELOADS; i++) {
            assertThat(identities.get(i)).isNotEqualTo(identities.get(i - 1)).isNotEqualTo(identities.get(i - 2));
        }
        assertThat(this.stage.spareCopies()).hasSize(1);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        this.stage.runtime().unloadBundle("reload");
        this.stage.awaitReclamation();
        assertThat(this.stage.spareCopies()).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
    }

    @Test
    @DisplayName("a library that stays mapped is not written over, nor is its folder")
    void librariesThatStayMappedAreLeftAlone() throws IOException {
        Path one = neverUnloaded("reload-v1");
        Path two = neverUnloaded("reload-v2");
        this.stage.runtime().loadBundle(one);
        for (int i = 0; i < 6; i++) {
            this.stage.runtime().reloadBundle((i % 2 == 0) ? two : one);
            assertThat(this.stage.answering().answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            this.stage.awaitReclamation();
            assertThat(this.stage.spareCopies()).isEmpty();
        }
        assertThat(this.stage.runtime().statistics().closedButMapped()).isEqualTo(6);
        this.stage.leaks();
    }

    private Path neverUnloaded(String fixture) throws IOException {
        Path bundle = this.stage.bundle(fixture);
        Path manifest = bundle.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest) + "\n[jvm]\nunload = \"never\"\n");
        return bundle;
    }

}
