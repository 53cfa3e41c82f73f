package io.polyplug.codegen.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.toml.ApiFile;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Names that are macros, types or functions elsewhere, parameters that are called like
 * types, and docs with characters that compilers refuse.
 */
@Timeout(1200)
class HostileApiTests {

    @TempDir
    Path folder;

    private static Api api() throws IOException {
        try (InputStream text = HostileApiTests.class.getResourceAsStream("/guest/hostile.toml")) {
            return parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Api parse(String text) {
        return ApiFile.parse("hostile.toml", text, (warning) -> {
        });
    }

    @ParameterizedTest
    @EnumSource(names = { "C", "CPP" })
    void isBuiltByCmakeWithoutWarnings(GuestLanguage language) throws IOException {
        assumeTrue(CmakeProject.canBeBuilt(language), "cmake and a compiler of " + language + " are not on the PATH");
        CmakeProject project = new CmakeProject(language, this.folder);
        project.write(api());

        project.build();

        Tool test = project.test();
        assertThat(test.exit()).as(test.output()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = { "RUST", "GO", "ZIG" })
    void isBuiltByToolchains(GuestLanguage language) throws IOException {
        ToolchainProject.require(language);
        ToolchainProject project = new ToolchainProject(language, this.folder);
        project.write(api(), "hostile");

        project.test();

        assertThat(project.build()).isDirectoryContaining("glob:**/libhostile.so");
    }

    @Test
    void macrosOfTwoEnumsAreNotOneMacro() throws IOException {
        String types = GuestProject.of(api(), settings()).generated().texts().get("generated/types.h");

        assertThat(types).contains("#define A_B_C ((A)1u)", "#define A_B_C_2 ((A_B)2u)",
                "#define SIZE_MAX_2 ((Size)255u)");
    }

    @Test
    void functionsOfTwoContractsThatWouldBeOneAreRefused() {
        Api api = parse("""
                [[guest_contract]]
                name = "a.File"
                version = "1.0.0"
                functions = [{ name = "open_now" }]

                [[guest_contract]]
                name = "a.FileOpen"
                version = "1.0.0"
                functions = [{ name = "now" }]
                """);

        assertThatIllegalArgumentException().isThrownBy(() -> GuestProject.of(api, settings()))
            .withMessage("The functions a.File.open_now and a.FileOpen.now would both be called 'file_open_now' here."
                    + " Rename one, or make a bundle of each contract");
    }

    private static GuestSettings settings() {
        return new GuestSettings("hostile", new Version(1, 0, 0), List.of(), GuestLanguage.C);
    }

}
