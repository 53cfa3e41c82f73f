package io.polyplug.codegen.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.polyplug.codegen.api.Api;
import io.polyplug.contract.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A project of Rust, Go or Zig in a folder. What is run there is what its README says.
 */
final class ToolchainProject {

    private static final String ZIG = System.getenv().getOrDefault("POLYPLUG_TEST_ZIG", "zig");

    final GuestLanguage language;

    final Path folder;

    ToolchainProject(GuestLanguage language, Path folder) {
        this.language = language;
        this.folder = folder;
    }

    /** Skips the calling test if the compiler is missing. */
    static void require(GuestLanguage language) {
        switch (language) {
            case RUST -> assumeTrue(Tool.isThere("cargo"), "cargo is not on the PATH");
            case GO -> assumeTrue(Tool.isThere("go") && Tool.isThere("gcc"), "go and gcc are not on the PATH");
            case ZIG ->
                assumeTrue(Tool.run(Path.of("").toAbsolutePath(), "sh", "-c", zig() + "zig version").exit() == 0,
                        "There is no zig: neither on the PATH nor as POLYPLUG_TEST_ZIG, nor as python3 -m ziglang");
            default -> throw new IllegalArgumentException(language + " is built with CMake");
        }
    }

    /** Skips the calling test if what formats is missing. */
    static void requireFormatter(GuestLanguage language) {
        switch (language) {
            case RUST -> assumeTrue(Tool.isThere("rustfmt"), "rustfmt is not on the PATH");
            case GO -> assumeTrue(Tool.isThere("gofmt"), "gofmt is not on the PATH");
            default -> require(language);
        }
    }

    /** Says how zig is run: by its path, or as the module of Python that it is, too. */
    private static String zig() {
        boolean program = !ZIG.equals("zig") || Tool.isThere("zig");
        return "zig() { " + (program ? "command '" + ZIG + "'" : "python3 -m ziglang") + " \"$@\"; }; ";
    }

    List<Path> write(Api api, String bundle) throws IOException {
        return GuestProject.of(api, new GuestSettings(bundle, new Version(1, 0, 0), List.of(), this.language))
            .write(this.folder);
    }

    Path source() {
        return this.folder.resolve(switch (this.language) {
            case RUST -> "src/lib.rs";
            case GO -> "plugin.go";
            case ZIG -> "src/plugin.zig";
            default -> throw new IllegalStateException(this.language + " is built with CMake");
        });
    }

    /** Writes what the author would, whose tests these are not. */
    void writeBodies() throws IOException {
        String resource = "/guest/" + this.language.name().toLowerCase(Locale.ROOT) + "/" + source().getFileName();
        try (InputStream body = ToolchainProject.class.getResourceAsStream(resource)) {
            Files.writeString(source(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    void replace(String from, String to) throws IOException {
        String text = Files.readString(source());
        assertThat(text).contains(from);
        Files.writeString(source(), text.replace(from, to));
    }

    void test() throws IOException {
        run(commands().get(0));
    }

    /** Builds the bundle. */
    Path build() throws IOException {
        run(commands().get(1));
        return this.folder.resolve("bundle");
    }

    /** Formats all that is in the folder. */
    void format() {
        run(switch (this.language) {
            case RUST -> "rustfmt --edition 2021 src/lib.rs";
            case GO -> "gofmt -w .";
            case ZIG -> "zig fmt .";
            default -> throw new IllegalStateException(this.language + " has many formats");
        });
    }

    private List<String> commands() throws IOException {
        String readme = Files.readString(this.folder.resolve("README.md"));
        List<String> commands = readme.split("```\n", -1)[1].lines().toList();
        assertThat(commands).hasSize(2);
        return commands;
    }

    private void run(String command) {
        Tool tool = Tool.run(this.folder, "sh", "-ec", "export RUSTFLAGS='-D warnings'; " + zig() + command);
        assertThat(tool.exit()).as("%s\n%s", command, tool.output()).isZero();
    }

}
