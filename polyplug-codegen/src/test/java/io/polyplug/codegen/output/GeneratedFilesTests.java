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
        GeneratedFiles files = files(Map.of("b/c/B.java", "größer 😀\n", "A.java", ""));
        assertThat(files.write(folder)).containsExactly(folder.resolve("A.java"), folder.resolve("b/c/B.java"));
        assertThat(folder.resolve("A.java")).isEmptyFile();
        assertThat(folder.resolve("b/c/B.java")).hasContent("größer 😀\n");
        assertThat(folder.resolve(GeneratedFiles.LIST)).hasContent("# letters\nA.java\nb/c/B.java\n");
    }

    @Test
    void whatIsThereAlreadyStaysUntouched() throws IOException {
        files(Map.of("A.java", "a", "B.java", "b")).write(this.parent);
        for (String place : new String[] { "A.java", "B.java", GeneratedFiles.LIST }) {
            Files.setLastModifiedTime(this.parent.resolve(place), LONG_AGO);
        }
        assertThat(files(Map.of("A.java", "a", "B.java", "b")).write(this.parent)).isEmpty();
        assertThat(files(Map.of("A.java", "a", "B.java", "b2")).write(this.parent))
            .containsExactly(this.parent.resolve("B.java"));
        assertThat(Files.getLastModifiedTime(this.parent.resolve("A.java"))).isEqualTo(LONG_AGO);
        assertThat(Files.getLastModifiedTime(this.parent.resolve(GeneratedFiles.LIST))).isEqualTo(LONG_AGO);
        assertThat(this.parent.resolve("B.java")).hasContent("b2");
    }

    @Test
    void whatIsNotGeneratedAnyMoreIsDeletedAndNothingElse() throws IOException {
        files(Map.of("A.java", "a", "x/B.java", "b")).write(this.parent);
        Path own = Files.writeString(this.parent.resolve("x/Own.java"), "mine");
        assertThat(files(Map.of("A.java", "a")).write(this.parent)).containsExactly(this.parent.resolve("x/B.java"));
        assertThat(this.parent.resolve("x/B.java")).doesNotExist();
        assertThat(own).hasContent("mine");
        assertThat(this.parent.resolve(GeneratedFiles.LIST)).hasContent("# letters\nA.java\n");
    }

    @Test
    void fileThatWasDeletedByHandIsWrittenAgain() throws IOException {
        GeneratedFiles files = files(Map.of("A.java", "a"));
        files.write(this.parent);
        Files.delete(this.parent.resolve("A.java"));
        assertThat(files.write(this.parent)).containsExactly(this.parent.resolve("A.java"));
        Files.delete(this.parent.resolve("A.java"));
        assertThat(files(Map.of()).write(this.parent)).isEmpty();
    }

    @Test
    void fileOfSomebodyElseIsInTheWayAndNothingChanges() throws IOException {
        files(Map.of("A.java", "a", "Old.java", "old")).write(this.parent);
        Path own = Files.writeString(this.parent.resolve("B.java"), "mine");
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> files(Map.of("A.java", "a2", "B.java", "b")).write(this.parent))
            .withMessage(
                    own + " is in the way: it was not generated. Move it elsewhere, or generate into another folder");
        assertThat(own).hasContent("mine");
        assertThat(this.parent.resolve("A.java")).hasContent("a");
        assertThat(this.parent.resolve("Old.java")).hasContent("old");
    }

    @Test
    void fileOfSomebodyElseWithTheSameTextIsTakenOver() throws IOException {
        Files.writeString(this.parent.resolve("A.java"), "a");
        assertThat(files(Map.of("A.java", "a")).write(this.parent)).isEmpty();
        assertThat(files(Map.of("A.java", "a2")).write(this.parent)).containsExactly(this.parent.resolve("A.java"));
    }

    @Test
    void folderInPlaceOfAFileIsInTheWay() throws IOException {
        Path folder = Files.createDirectory(this.parent.resolve("A.java"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> files(Map.of("A.java", "a")).write(this.parent))
            .withMessageStartingWith(folder + " is in the way");
    }

    @Test
    void listThatLeadsOutOfTheFolderIsRefused() throws IOException {
        Path victim = Files.writeString(this.parent.resolve("victim"), "precious");
        Path folder = Files.createDirectory(this.parent.resolve("generated"));
        Path list = Files.writeString(folder.resolve(GeneratedFiles.LIST), "../victim\n");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> files(Map.of()).write(folder))
            .withMessage(list + " was changed by somebody else: '../victim' is no place below a folder. Delete it, and "
                    + "the files that were generated");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void folderOfAnotherContentIsNamedAndNothingChanges() throws IOException {
        Path folder = this.parent.resolve("generated");
        files(Map.of("A.java", "a")).write(folder);
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> GeneratedFiles.of("numbers", Map.of("1.java", "1")).write(folder))
            .withMessage(folder + " has letters, and what is generated now, numbers, would take its place. Generate"
                    + " into another folder, or delete that one first");
        assertThat(folder.resolve("A.java")).hasContent("a");
        assertThat(folder.resolve("1.java")).doesNotExist();
        assertThat(folder.resolve(GeneratedFiles.LIST)).hasContent("# letters\nA.java\n");
    }

    @Test
    void listWithoutAContentIsTakenOver() throws IOException {
        Files.writeString(this.parent.resolve("A.java"), "a");
        Path list = Files.writeString(this.parent.resolve(GeneratedFiles.LIST), "A.java\n");
        assertThat(files(Map.of("B.java", "b")).write(this.parent)).containsExactly(this.parent.resolve("A.java"),
                this.parent.resolve("B.java"));
        assertThat(list).hasContent("# letters\nB.java\n");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "# a", "/etc/passwd", "../A.java", "a/../../A.java", "a/./A.java", ".." })
    void placeOutsideOfTheFolderIsRefused(String place) {
        assertThatIllegalArgumentException().isThrownBy(() -> files(Map.of(place, "")))
            .withMessage("'" + place + "' is no place below a folder");
    }

    @Test
    void textsAreSortedAndDoNotChangeAnyMore() {
        Map<String, String> texts = new TreeMap<>(Map.of("b", "2", "a", "1"));
        GeneratedFiles files = files(texts);
        texts.clear();
        assertThat(files.texts()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2")).isUnmodifiable();
    }

    private static GeneratedFiles files(Map<String, String> texts) {
        return GeneratedFiles.of("letters", texts);
    }

}
