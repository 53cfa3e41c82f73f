package io.polyplug.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for Spring Security that the page shows is the one that
 * {@link SecuredEndpointTests} run.
 */
class RecipePageTests {

    private static final Path SOURCE = Path.of("src/test/java/io/polyplug/starter/EndpointSecurity.java");

    @Test
    void operationsShowItWhole() throws IOException {
        String source = Files.readString(SOURCE);
        assertThat(Files.readString(Path.of("../docs/operations.md")))
            .contains("```java\n" + source.substring(source.indexOf("@Configuration(")) + "```\n");
    }

}
