package io.polyplug.codegen.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.codegen.api.Api;
import io.polyplug.contract.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project of C or C++ in a folder, whose author has every warning as an error.
 */
final class CmakeProject {

    private static final String WARNINGS = "-Wpedantic -Werror";

    final GuestLanguage language;

    final Path folder;

    CmakeProject(GuestLanguage language, Path folder) {
        this.language = language;
        this.folder = folder;
    }

    static boolean canBeBuilt(GuestLanguage language) {
        return Tool.isThere("cmake") && Tool.isThere((language == GuestLanguage.C) ? "cc" : "c++");
    }

    List<Path> write(Api api, String... provides) throws IOException {
        return GuestProject
            .of(api, new GuestSettings("every-type", new Version(1, 0, 0), List.of(provides), this.language))
            .write(this.folder);
    }

    String suffix() {
        return (this.language == GuestLanguage.C) ? ".c" : ".cpp";
    }

    Path source(String name) {
        return this.folder.resolve("src").resolve(name + suffix());
    }

    /** Writes what the author would. */
    void writeBody(String name) throws IOException {
        Path test = this.folder.resolve("test").resolve(name + "_test" + suffix());
        Files.deleteIfExists(test);
        String resource = "/guest/" + suffix().substring(1) + "/" + name + suffix();
        try (InputStream body = CmakeProject.class.getResourceAsStream(resource)) {
            Files.writeString(source(name), new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    void replace(String source, String from, String to) throws IOException {
        String text = Files.readString(source(source));
        assertThat(text).contains(from);
        Files.writeString(source(source), text.replace(from, to));
    }

    Tool configure() {
        return Tool.run(this.folder, "cmake", "-B", "build", "-DCMAKE_C_FLAGS=" + WARNINGS,
                "-DCMAKE_CXX_FLAGS=" + WARNINGS);
    }

    Tool compile() {
        return Tool.run(this.folder, "cmake", "--build", "build", "--parallel", "2");
    }

    void build() {
        for (Tool step : List.of(configure(), compile())) {
            assertThat(step.exit()).as(step.output()).isZero();
        }
    }

    Tool test() {
        return Tool.run(this.folder, "ctest", "--test-dir", "build", "--output-on-failure");
    }

    Path bundle() {
        return this.folder.resolve("bundle");
    }

}
