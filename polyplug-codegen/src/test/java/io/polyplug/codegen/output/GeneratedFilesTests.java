package io.polyplug.codegen.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GeneratedFilesTests {

    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path parent;

    @Test
    void textsAreWrittenBelowAFolderThatIsMade() throws IOException {
        Path folder = this.parent.resolve("new/folder");
        GeneratedFiles files = GeneratedFiles.of(Map.of("b/c/B.java", "größer 😀\n", "A.java", ""));
        assertThat(files.write(folder)).containsExactly(folder.resolve("A.java"), folder.resolve("b/c/B.java"));
        assertThat(folder.resolve("A.java")).isEmptyFile();
        assertThat(folder.resolve("b/c/B.java")).hasContent("größer 😀\n");
        assertThat(folder.resolve(GeneratedFiles.LIST)).hasContent("A.java\nb/c/B.java\n");
    }

    @Test
    void whatIsThereAlreadyStaysUntouched() throws IOException {
        GeneratedFiles.of(Map.of("A.java", "a", "B.java", "b")).write(this.parent);
        for (String place : new String[] { "A.java", "B.java", GeneratedFiles.LIST }) {
            Files.setLastModifiedTime(this.parent.resolve(place), LONG_AGO);
        }
        assertThat(GeneratedFiles.of(Map.of("A.java", "a", "B.java", "b")).write(this.parent)).isEmpty();
        assertThat(GeneratedFiles.of(Map.of("A.java", "a", "B.java", "b2")).write(this.parent))
            .containsExactly(this.parent.resolve("B.java"));
        assertThat(Files.getLastModifiedTime(this.parent.resolve("A.java"))).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(this.parent.resolve(GeneratedFiles.LIST))).isEqualTo(LONG_AGO);
        assertThat(this.parent.resolve("B.java")).hasContent("b2");
    }

    @Test
    void whatIsNotGeneratedAnyMoreIsDeletedAndNothingElse() throws IOException {
        GeneratedFiles.of(Map.of("A.java", "a", "x/B.java", "b")).write(this.parent);
        Path own = Files.writeString(this.parent.resolve("x/Own.java"), "mine");
        assertThat(GeneratedFiles.of(Map.of("A.java", "a")).write(this.parent))
            .containsExactly(this.parent.resolve("x/B.java"));
        assertThat(this.parent.resolve("x/B.java")).doesNotExist();
        assertThat(own).hasContent("mine");
        assertThat(this.parent.resolve(GeneratedFiles.LIST)).hasContent("A.java\n");
    }

    @Test
    void fileThatWasDeletedByHandIsWrittenAgain() throws IOException {
        GeneratedFiles files = GeneratedFiles.of(Map.of("A.java", "a"));
        files.write(this.parent);
        Files.delete(this.parent.resolve("A.java"));
        assertThat(files.write(this.parent)).containsExactly(this.parent.resolve("A.java"));
        Files.delete(this.parent.resolve("A.java"));
        assertThat(GeneratedFiles.of(Map.of()).write(this.parent)).isEmpty();
    }

    @Test
    void fileOfSomebodyElseIsInTheWayAndNothingChanges() throws IOException {
        GeneratedFiles.of(Map.of("A.java", "a", "Old.java", "old")).write(this.parent);
        Path own = Files.writeString(this.parent.resolve("B.java"), "mine");
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> GeneratedFiles.of(Map.of("A.java", "a2", "B.java", "b")).write(this.parent))
            .withMessage(
                    own + " is in the way: it was not generated. Move it elsewhere, or generate into another folder");
        assertThat(own).hasContent("mine");
        assertThat(this.parent.resolve("A.java")).hasContent("a");
        assertThat(this.parent.resolve("Old.java")).hasContent("old");
    }

    @Test
    void fileOfSomebodyElseWithTheSameTextIsTakenOver() throws IOException {
        Files.writeString(this.parent.resolve("A.java"), "a");
        assertThat(GeneratedFiles.of(Map.of("A.java", "a")).write(this.parent)).isEmpty();
        assertThat(GeneratedFiles.of(Map.of("A.java", "a2")).write(this.parent))
            .containsExactly(this.parent.resolve("A.java"));
    }

    @Test
    void folderInPlaceOfAFileIsInTheWay() throws IOException {
        Path folder = Files.createDirectory(this.parent.resolve("A.java"));
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> GeneratedFiles.of(Map.of("A.java", "a")).write(this.parent))
            .withMessageStartingWith(folder + " is in the way");
    }

    @Test
    void listThatLeadsOutOfTheFolderIsRefused() throws IOException {
        Path victim = Files.writeString(this.parent.resolve("victim"), "precious");
        Path folder = Files.createDirectory(this.parent.resolve("generated"));
        Path list = Files.writeString(folder.resolve(GeneratedFiles.LIST), "../victim\n");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> GeneratedFiles.of(Map.of()).write(folder))
            .withMessage(list + " was changed by somebody else: '../victim' is no place below a folder. Delete it, and "
                    + "the files that were generated");
        assertThat(victim).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/etc/passwd", "../A.java", "a/../../A.java", "a/./A.java", ".." })
    void placeOutsideOfTheFolderIsRefused(String place) {
        assertThatIllegalArgumentException().isThrownBy(() -> GeneratedFiles.of(Map.of(place, "")))
            .withMessage("'" + place + "' is no place below a folder");
    }

    @Test
    void textsAreSortedAndDoNotChangeAnyMore() {
        Map<String, String> texts = new TreeMap<>(Map.of("b", "2", "a", "1"));
        GeneratedFiles files = GeneratedFiles.of(texts);
        texts.clear();
        assertThat(files.texts()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2")).isUnmodifiable();
    }

}
