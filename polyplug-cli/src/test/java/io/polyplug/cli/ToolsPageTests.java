package io.polyplug.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Types what the page about tools for built bundles says.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ToolsPageTests {

    @TempDir
    private Path folder;

    @Test
    void pageIsTrue() throws Exception {
        assumeTrue(TypedPage.isOnPath("cc"), "there is no C compiler called cc on the PATH");
        TypedPage page = TypedPage.in(this.folder);
        int typed = 0;
        for (TypedPage.Block block : TypedPage.blocks("tools.md")) {
            switch (block.language()) {
                case "toml" -> Files.writeString(this.folder.resolve("api.toml"), block.text());
                case "console" -> typed += page.type(block.text());
                default -> assertThat(block.language()).isIn("text", "xml", "java");
            }
        }
        assertThat(typed).isGreaterThan(8);
    }

}
