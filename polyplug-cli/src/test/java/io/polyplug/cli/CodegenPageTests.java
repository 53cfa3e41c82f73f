package io.polyplug.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Types what the page about codegen says.
 */
class CodegenPageTests {

    @TempDir
    private Path folder;

    @Test
    void pageIsTrue() throws Exception {
        assumeTrue(TypedPage.isOnPath("cmake") && TypedPage.isOnPath("cc"),
                "there is no CMake, or no C compiler called cc, on the PATH");
        TypedPage page = TypedPage.in(this.folder);
        int typed = 0;
        for (TypedPage.Block block : TypedPage.blocks("codegen.md")) {
            switch (block.language()) {
                case "toml" -> Files.writeString(this.folder.resolve("api.toml"), block.text());
                case "c" -> Files.writeString(this.folder.resolve("greeter/src/greeter.c"), block.text());
                case "console" -> typed += page.type(block.text());
                default -> assertThat(block.language()).isEqualTo("xml");
            }
        }
        assertThat(typed).isGreaterThan(7);
    }

}
