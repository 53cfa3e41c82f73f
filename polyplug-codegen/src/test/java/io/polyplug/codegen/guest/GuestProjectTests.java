package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.java.JavaSources;
import io.polyplug.codegen.toml.ApiFile;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What holds for projects of all languages.
 */
class GuestProjectTests {

    @ParameterizedTest
    @CsvSource({ "c,C", "C++,CPP", "cpp,CPP", "rust,RUST", "Go,GO", "zig,ZIG" })
    void languageIsFoundByItsName(String name, GuestLanguage language) {
        assertThat(GuestLanguage.of(name)).isEqualTo(language);
    }

    @Test
    void unknownLanguageIsRefusedWithThoseThatAreThere() {
        assertThatIllegalArgumentException().isThrownBy(() -> GuestLanguage.of("cobol"))
            .withMessage("There is no project in 'cobol'. Take one of c, c++, rust, go, zig");
    }

    @Test
    void manifestHasNamesIdsAndCounts() {
        GuestProject project = project("every-type", new Version(1, 4, 2));
        assertThat(project.generated().texts().get("bundle/manifest.toml")).isEqualTo("""
                # Generated, and made again from the api: what is changed here is lost.
                name = "every-type"
                id = 0x%s
                version = "1.4.2"
                loader = "native"
                file = "libevery-type.so"
                provides = ["demo.EveryType@1.2.0", "demo.Counter@1.0.0"]

                [function_count]
                "demo.EveryType@1" = 19
                "demo.Counter@1" = 1
                """.formatted(BundleId.of("every-type")));
    }

    @ParameterizedTest
    @EnumSource(GuestLanguage.class)
    void authorIsToldWhatIsPromisedOfAFunction(GuestLanguage language) {
        Api api = ApiFile.parse("api.toml", """
                [[guest_contract]]
                name = "demo.Promise"
                version = "1.0"
                functions = [{ name = "look", side_effect_free = true, docs = "Looks." }, { name = "change" }]
                """, (warning) -> {
        });
        GuestProject project = GuestProject.of(api,
                new GuestSettings("sample", new Version(1, 0, 0), List.of(), language));
        assertThat(Stream.concat(project.generated().texts().values().stream(), project.authored().values().stream()))
            .anySatisfy((text) -> assertThat(text).containsOnlyOnce("is free of side effects").contains("Looks."));
    }

    @Test
    void onlyWhatIsAskedForIsProvided() {
        GuestProject project = project("counter", new Version(1, 0, 0), EveryType.COUNTER);
        assertThat(project.generated().texts().get("bundle/manifest.toml"))
            .contains("provides = [\"demo.Counter@1.0.0\"]")
            .doesNotContain("EveryType");
        assertThat(project.authored()).containsKey("src/counter.c").doesNotContainKey("src/every_type.c");
    }

    @Test
    void majorVersionOfTheBundleIsThatOfItsContracts() {
        assertThatIllegalArgumentException().isThrownBy(() -> project("every-type", new Version(2, 0, 0)))
            .withMessageContaining("Bundle 'every-type' of version 2.0.0 cannot provide demo.EveryType 1.2.0")
            .withMessageContaining("Give the bundle version 1.0.0");
    }

    @Test
    void bundleIsNotCalledLikeAContract() {
        assertThatIllegalArgumentException().isThrownBy(() -> project(EveryType.COUNTER, new Version(1, 0, 0)))
            .withMessageContaining("as is a contract")
            .withMessageContaining("such as counter-bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "a b", "../a", "a/b", "-a", ".a", "a\nb", "a\"b", "größe" })
    void nameOfABundleIsFitForFiles(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> project(name, new Version(1, 0, 0)))
            .withMessageContaining("cannot be the name of a bundle");
    }

    @Test
    void contractThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> project("counter", new Version(1, 0, 0), "demo.Conter"))
            .withMessage("The api declares no guest contract 'demo.Conter'. It has demo.EveryType, demo.Counter");
        assertThatIllegalArgumentException().isThrownBy(() -> project("counter", new Version(1, 0, 0), "host.Clock"))
            .withMessageContaining("no guest contract 'host.Clock'");
    }

    @Test
    void apiWithoutGuestContractsIsRefused() {
        Api api = new Api(List.of(), List.of(), List.of());
        GuestSettings settings = new GuestSettings("empty", new Version(1, 0, 0), List.of(), GuestLanguage.C);
        assertThatIllegalArgumentException().isThrownBy(() -> GuestProject.of(api, settings))
            .withMessageContaining("no guest contract");
    }

    @Test
    void whatTheAuthorChangesOrRenamesStaysSo(@TempDir Path folder) throws IOException {
        GuestProject project = project("every-type", new Version(1, 0, 0));
        project.write(folder);
        Files.writeString(folder.resolve("src/counter.c"), "mine");
        Files.move(folder.resolve("src/every_type.c"), folder.resolve("src/all.c"));

        assertThat(project.write(folder)).isEmpty();

        assertThat(folder.resolve("src/counter.c")).hasContent("mine");
        assertThat(folder.resolve("src/every_type.c")).doesNotExist();
        assertThat(folder.resolve("src/all.c")).isNotEmptyFile();
    }

    @Test
    void filesOfTheAuthorThatAreThereAlreadyAreLeftAlone(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("README.md"), "mine");

        List<Path> changed = project("every-type", new Version(1, 0, 0)).write(folder);

        assertThat(changed).contains(folder.resolve("CMakeLists.txt"), folder.resolve("bundle/manifest.toml"))
            .doesNotContain(folder.resolve("README.md"));
        assertThat(folder.resolve("README.md")).hasContent("mine");
    }

    @Test
    void projectInAnotherLanguageIsNamedAndLeftAlone(@TempDir Path folder) throws IOException {
        project("every-type", new Version(1, 0, 0)).write(folder);
        Map<Path, String> before = texts(folder);
        GuestProject other = GuestProject.of(EveryType.api(),
                new GuestSettings("every-type", new Version(1, 0, 0), List.of(), GuestLanguage.CPP));
        String message = folder
                + " has a bundle in C, and what is generated now, a bundle in C++, would take its place."
                + " Generate into another folder, or delete that one first";
        assertThatIOException().isThrownBy(() -> other.write(folder)).withMessage(message);
        assertThatIOException().isThrownBy(
                () -> JavaSources.of(new Api(List.of(), List.of(named("a.Math")), List.of()), "com.acme").write(folder))
            .withMessageContaining("has a bundle in C, and what is generated now, Java sources of package com.acme,");
        assertThat(texts(folder)).isEqualTo(before);
        Files.delete(folder.resolve(".polyplug-generated"));
        assertThatIOException().as("by what the author has").isThrownBy(() -> other.write(folder)).withMessage(message);
    }

    private static Map<Path, String> texts(Path folder) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file, Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void contractsOfOneSimpleNameAreCalledByTheirWholeNames() {
        Contract first = named("one.Math");
        Contract second = named("two.math");
        Api api = new Api(List.of(), List.of(first, second), List.of());
        GuestSettings settings = new GuestSettings("maths", new Version(1, 0, 0), List.of(), GuestLanguage.C);
        assertThat(GuestProject.of(api, settings).authored()).containsKeys("src/one_math.c", "src/two_math.c");
    }

    @Test
    void contractsThatWouldBeCalledTheSameAreRefused() {
        Api api = new Api(List.of(), List.of(named("a.Math_x"), named("b.MathX")), List.of());
        GuestSettings settings = new GuestSettings("maths", new Version(1, 0, 0), List.of(), GuestLanguage.CPP);
        assertThatIllegalArgumentException().isThrownBy(() -> GuestProject.of(api, settings))
            .withMessage("The contracts a.Math_x and b.MathX would both be called 'math_x' here."
                    + " Rename one, or make a bundle of each");
    }

    private static Contract named(String name) {
        return new Contract(Contract.Kind.GUEST, name, new Version(1, 0, 0), false, List.of(), "",
                new Position("api.toml", 1, 1));
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void sameApiGivesTheSameTexts(GuestLanguage language) {
        GuestSettings settings = new GuestSettings("every-type", new Version(1, 0, 0), List.of(), language);
        GuestProject first = GuestProject.of(EveryType.api(), settings);
        GuestProject second = GuestProject.of(EveryType.api(), settings);
        assertThat(second.generated().texts()).isEqualTo(first.generated().texts());
        assertThat(second.authored()).isEqualTo(first.authored());
        assertThat(first.generated().texts().values()).noneMatch((text) -> text.contains("\r") || text.contains("{{"));
        assertThat(first.authored().values()).noneMatch((text) -> text.contains("\r") || text.contains("{{"));
    }

    private static GuestProject project(String name, Version version, String... provides) {
        return GuestProject.of(EveryType.api(), new GuestSettings(name, version, List.of(provides), GuestLanguage.C));
    }

}
