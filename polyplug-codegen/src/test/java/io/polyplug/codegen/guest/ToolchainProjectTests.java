package io.polyplug.codegen.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Projects in Rust, Go and Zig between their author and the compiler.
 */
@Timeout(1200)
class ToolchainProjectTests {

    private static final GuestSettings GO = new GuestSettings("every-type", new Version(1, 0, 0), List.of(),
            GuestLanguage.GO);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void namesThatMeanSomethingElseAreSpelledInAnotherWay(GuestLanguage language) throws IOException {
        ToolchainProject.require(language);
        ToolchainProject project = new ToolchainProject(language, this.folder);
        project.write(AwkwardNames.api(), "9-to.5");
        project.test();
        assertThat(project.build()).isDirectoryContaining("glob:**/lib9-to.5.so");
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void apiOfOneFunctionAndNothingElseIsEnough(GuestLanguage language) throws IOException {
        ToolchainProject.require(language);
        Contract counter = EveryType.api().contract(EveryType.COUNTER).orElseThrow();
        ToolchainProject project = new ToolchainProject(language, this.folder);
        project.write(new Api(List.of(), List.of(counter), List.of()), "counter");
        project.test();
        project.build();
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void sameApiGivesTheSameTexts(GuestLanguage language) {
        GuestSettings settings = new GuestSettings("every-type", new Version(1, 0, 0), List.of(), language);
        GuestProject first = GuestProject.of(EveryType.api(), settings);
        GuestProject second = GuestProject.of(EveryType.api(), settings);
        assertThat(second.generated().texts()).isEqualTo(first.generated().texts());
        assertThat(second.authored()).isEqualTo(first.authored());
        assertThat(first.generated().texts().values()).noneMatch((text) -> text.contains("\r") || text.contains("{{"));
        assertThat(first.authored().values()).noneMatch((text) -> text.contains("\r") || text.contains("{{"));
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void whatTheAuthorWroteIsLeftAloneWhenTheApiGrows(GuestLanguage language) throws IOException {
        ToolchainProject project = new ToolchainProject(language, this.folder);
        assertThat(project.write(EveryType.api(), "every-type")).contains(project.source());
        Files.writeString(project.source(), "mine");

        assertThat(project.write(EveryType.api(), "every-type")).isEmpty();
        assertThat(project.write(EveryType.grown(), "every-type")).isNotEmpty().doesNotContain(project.source());

        assertThat(project.source()).hasContent("mine");
        assertThat(this.folder.resolve("bundle/manifest.toml")).content().contains("\"demo.Counter@1\" = 2");
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void formattersLeaveAloneWhatIsGenerated(GuestLanguage language) throws IOException {
        ToolchainProject.requireFormatter(language);
        for (Api api : List.of(EveryType.api(), AwkwardNames.api())) {
            ToolchainProject project = new ToolchainProject(language,
                    this.folder.resolve("p" + api.declarations().size()));
            project.write(api, "bundle");
            Files.writeString(project.source(), Files.readString(project.source()) + "\n\n\n");
            String before = Files.readString(project.source());

            project.format();

            assertThat(project.source()).content().as("the formatter was there").isNotEqualTo(before);
            assertThat(project.write(api, "bundle")).isEmpty();
        }
    }

    @Test
    void manifestOfGoSaysThatItStaysMapped() {
        assertThat(GuestProject.of(EveryType.api(), GO).generated().texts().get("bundle/manifest.toml"))
            .endsWith("\n[jvm]\nunload = \"never\"\n");
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "ZIG" })
    void othersAreUnmapped(GuestLanguage language) {
        GuestSettings settings = new GuestSettings("every-type", new Version(1, 0, 0), List.of(), language);
        assertThat(GuestProject.of(EveryType.api(), settings).generated().texts().get("bundle/manifest.toml"))
            .doesNotContain("[jvm]");
    }

}
