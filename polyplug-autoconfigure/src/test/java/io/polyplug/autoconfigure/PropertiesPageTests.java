package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of properties is what the metadata of this module says, which an editor shows.
 * The test writes the page that it wants to {@code target/properties.md}.
 */
class PropertiesPageTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");

    private static final Path WANTED = Path.of("target", "properties.md");

    private static final String HEAD = """
            # Properties

            Made from the metadata of `polyplug-autoconfigure`, which is what an editor shows. Settings of single bundles, and how to spell the
            names of these: [operations](operations.md#properties). When this page is stale, `PropertiesPageTests` fails; it has written the
            right one to `polyplug-autoconfigure/target/properties.md`.

            | property | type | default | description |
            |---|---|---|---|
            """;

    @Test
    void pageIsUpToDate() throws IOException {
        String wanted = HEAD + properties().stream()
            .sorted(Comparator.comparing((property) -> String.valueOf(property.get("name"))))
            .map(PropertiesPageTests::row)
            .collect(Collectors.joining());
        assertThat(wanted).contains("| `polyplug.locations` |", "| `management.endpoint.polyplug.show-values` |");
        Files.writeString(WANTED, wanted);
        assertThat(Files.readString(PAGE)).as("docs/properties.md; copy %s over it", WANTED).isEqualTo(wanted);
    }

    private static String row(Map<String, Object> property) {
        return "| `" + property.get("name") + "` | " + type(String.valueOf(property.get("type"))) + " | "
                + value(property.get("defaultValue")) + " | " + text(property.get("description")) + " |\n";
    }

    /** Without the packages of the names in it. */
    private static String type(String type) {
        return "`" + type.replaceAll("[a-z][\\w]*\\.", "").replace('$', '.') + "`";
    }

    private static String value(@Nullable Object value) {
        return (value == null || value.equals(List.of())) ? "" : "`" + value + "`";
    }

    private static String text(@Nullable Object description) {
        return String.valueOf(Objects.requireNonNull(description, "each property is described")).replace("|", "\\|");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> properties() throws IOException {
        try (InputStream metadata = Objects.requireNonNull(PropertiesPageTests.class.getClassLoader()
            .getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
            // The first on the class path is that of this module.
            return (List<Map<String, Object>>) Objects.requireNonNull(JsonParserFactory.getJsonParser()
                .parseMap(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                .get("properties"));
        }
    }

}
