package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.polyplug.codegen.api.Api;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Projects in C and C++ between their author and the compiler.
 */
@Timeout(600)
class CmakeProjectTests {

    @TempDir
    Path folder;

    private CmakeProject project(GuestLanguage language) {
        assumeTrue(CmakeProject.canBeBuilt(language), "cmake and a compiler of " + language + " are not on the PATH");
        return new CmakeProject(language, this.folder.resolve("project"));
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void newProjectIsBuiltWithoutWarningsAndItsTestsPass(GuestLanguage language) throws IOException {
        CmakeProject project = project(language);
        project.write(EveryType.api());

        project.build();

        Tool test = project.test();
        assertThat(test.exit()).as(test.output()).isZero();
        assertThat(test.output()).contains("every_type_test", "counter_test", "100% tests passed");
        assertThat(project.bundle()).isDirectoryContaining("glob:**/libevery-type.so")
            .isDirectoryContaining("glob:**/manifest.toml");
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void testFailsOnceABodyIsWrittenAndSaysWhere(GuestLanguage language) throws IOException {
        CmakeProject project = project(language);
        project.write(EveryType.api(), EveryType.COUNTER);
        String failure = (language == GuestLanguage.C)
                ? "    guest_fail(call, PP_ERR_FIRST_PLUGIN_DEFINED, \"increment is not written yet\");\n"
                : "throw guest::GuestError(PP_ERR_FIRST_PLUGIN_DEFINED, \"increment is not written yet\")";
        project.replace("counter", failure, (language == GuestLanguage.C) ? "    (void)call;\n" : "return 0");

        project.build();

        Tool test = project.test();
        assertThat(test.exit()).isNotZero();
        assertThat(test.output()).containsPattern("counter_test\\.c(pp)?:\\d+: not so")
            .contains("PP_ERR_FIRST_PLUGIN_DEFINED");
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void functionThatTheApiGainsIsNamedByTheBuild(GuestLanguage language) throws IOException {
        CmakeProject project = project(language);
        project.write(EveryType.api(), EveryType.COUNTER);
        project.writeBody("counter");
        project.build();
        Map<Path, String> authored = authored(project);

        List<Path> changed = project.write(EveryType.grown(), EveryType.COUNTER);

        assertThat(changed).contains(project.folder.resolve("generated/counter.h" + project.suffix().substring(2)))
            .doesNotContainAnyElementsOf(authored.keySet());
        assertThat(authored(project)).containsAllEntriesOf(authored);
        Tool compile = project.compile();
        assertThat(compile.exit()).isNotZero();
        assertThat(compile.output()).contains((language == GuestLanguage.C) ? "counter_reset" : "reset(int64_t)");
    }

    private static Map<Path, String> authored(CmakeProject project) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        for (String name : List.of("CMakeLists.txt", "README.md", "src/counter" + project.suffix())) {
            Path file = project.folder.resolve(name);
            texts.put(file, Files.readString(file));
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void undefinedFunctionIsAnErrorOfTheLinker(GuestLanguage language) throws IOException {
        CmakeProject project = project(language);
        project.write(EveryType.api(), EveryType.COUNTER);
        project.writeBody("counter");
        String declaration = (language == GuestLanguage.C) ? "void nobody_has_this(void);" : "void nobody_has_this();";
        String text = Files.readString(project.source("counter"));
        Files.writeString(project.source("counter"), text.replaceFirst("\n\n", "\n\n" + declaration + "\n\n")
            .replace("    return ", "    nobody_has_this();\n    return "));
        project.configure();

        Tool compile = project.compile();

        assertThat(compile.exit()).isNotZero();
        assertThat(compile.output()).contains("undefined reference to `nobody_has_this");
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void contractThatTheBundleGainsBringsItsOwnSourceAndTest(GuestLanguage language) throws IOException {
        CmakeProject project = project(language);
        project.write(EveryType.api(), EveryType.COUNTER);
        project.writeBody("counter");
        Api api = EveryType.api();

        List<Path> changed = project.write(api);

        assertThat(changed).contains(project.source("every_type")).doesNotContain(project.source("counter"));
        project.build();
        assertThat(project.test().output()).contains("every_type_test");
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void writingTheSameAgainTouchesNothing(GuestLanguage language) throws IOException {
        CmakeProject project = new CmakeProject(language, this.folder.resolve("project"));
        project.write(EveryType.api());
        Path manifest = project.bundle().resolve("manifest.toml");
        Files.setLastModifiedTime(manifest, FileTime.fromMillis(1));

        assertThat(project.write(EveryType.api())).isEmpty();

        assertThat(Files.getLastModifiedTime(manifest).toMillis()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void libraryShowsWhatTheHostLooksUpAndHasNoUniqueSymbol(GuestLanguage language) throws IOException {
        assumeTrue(Tool.isThere("nm"), "nm is not on the PATH");
        CmakeProject project = project(language);
        project.write(EveryType.api());
        project.build();

        Tool nm = Tool.run(project.bundle(), "nm", "-D", "--defined-only", "libevery-type.so");

        assertThat(nm.exit()).as(nm.output()).isZero();
        assertThat(nm.output().lines().map((line) -> line.replaceFirst("^[0-9a-f]* ", "")))
            .containsExactlyInAnyOrder("T polyplug_abi_version", "T polyplug_init");
    }

}
