package io.polyplug.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Writes the page of properties: what the metadata of this module says, and about the
 * settings of single bundles and engines, of which metadata cannot tell, what the records
 * say.
 */
final class PropertiesPage {

    static final String RENEW = "mvn -pl polyplug-autoconfigure -am test -Dtest=PropertiesPageTests"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpolyplug.docs.renew";

    private static final String HEAD = """
            # Properties

            What can be set, and how an editor explains it. Where more is said about it: [operations](operations.md#properties). How to write
            the `<name>` of a bundle: [there, too](operations.md#properties). Those of `polyplug-sources` are on [a page of its own](sources.md#properties).

            This page is made of the metadata of `polyplug-autoconfigure`, by

            ```
            %s
            ```

            | property | value | default | description |
            |---|---|---|---|
            """
        .formatted(RENEW);

    private static final String BUNDLES = "polyplug.bundles";

    private static final String ENGINES = "polyplug.engines";

    private static final String STEPS = "polyplug.rollout.steps";

    private static final Path SOURCE = Path.of("src/main/java/io/polyplug/autoconfigure/PolyplugProperties.java");

    private final SortedMap<String, String> rows = new TreeMap<>();

    private final String source;

    private PropertiesPage(String source) {
        this.source = source;
    }

    /** Returns what the page should be. */
    static String text() throws IOException {
        PropertiesPage page = new PropertiesPage(Files.readString(SOURCE));
        Map<String, String> hints = new TreeMap<>();
        metadata("hints").forEach((hint) -> hints.put(String.valueOf(hint.get("name")), values(hint)));
        for (Map<String, Object> property : metadata("properties")) {
            String name = String.valueOf(property.get("name"));
            if (name.equals(BUNDLES)) {
                page.components(BUNDLES + ".<name>.", PolyplugProperties.Bundle.class);
            }
            else if (name.equals(ENGINES)) {
                page.components(ENGINES + ".<loader>.", PolyplugProperties.Engine.class);
            }
            else {
                if (name.equals(STEPS)) {
                    page.components(STEPS + "[*].", PolyplugProperties.RolloutStep.class);
                }
                page.row(name, value(String.valueOf(property.get("type"))), defaultOf(property.get("defaultValue")),
                        Objects.requireNonNull(property.get("description"), name) + hints.getOrDefault(name, ""));
            }
        }
        return HEAD + String.join("", page.rows.values());
    }

    @SuppressWarnings("unchecked")
    private static String values(Map<String, Object> hint) {
        return ((List<Map<String, Object>>) hint.getOrDefault("values", List.of())).stream()
            .filter((value) -> value.containsKey("description"))
            .map((value) -> " `" + value.get("value") + "`: " + value.get("description"))
            .collect(Collectors.joining());
    }

    private void row(String name, String value, String defaultValue, String description) {
        this.rows.put(name, "| `" + name + "` | " + value + " | " + defaultValue + " | "
                + description.replace("|", "\\|") + " |\n");
    }

    private void components(String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = prefix + dashed(component.getName());
            if (component.getType().isRecord()) {
                components(name + ".", component.getType());
                continue;
            }
            Class<?> element = ResolvableType.forMethodReturnType(component.getAccessor())
                .asCollection()
                .resolveGeneric();
            if (element != null && element.isRecord()) {
                components(name + "[*].", element);
            }
            boolean map = component.getType() == Map.class;
            DefaultValue defaultValue = type.getDeclaredConstructors()[0].getParameters()[i]
                .getAnnotation(DefaultValue.class);
            row(map ? name + ".*" : name,
                    map ? "`String`"
                            : value((element != null) ? component.getGenericType().getTypeName()
                                    : ClassUtils.resolvePrimitiveIfNecessary(component.getType()).getName()),
                    (defaultValue != null && defaultValue.value().length > 0) ? "`" + defaultValue.value()[0] + "`"
                            : "",
                    description(type, component.getName()));
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }

    private String description(Class<?> type, String component) {
        int end = this.source.indexOf("record " + type.getSimpleName() + "(");
        String javadoc = this.source.substring(this.source.lastIndexOf("/**", end), end);
        Matcher matcher = Pattern.compile("@param " + component + "\\s(?<text>(?s:.*?))(?=@param|\\*/)")
            .matcher(javadoc.replaceAll("\\n\\s*\\*(?!/) ?", " "));
        if (!matcher.find()) {
            throw new IllegalStateException("Nothing is said about component '" + component + "' of " + type);
        }
        return matcher.group("text").strip().replaceAll("\\s+", " ");
    }

    /** The values of an enumeration, or a type without its packages. */
    private static String value(String type) {
        Class<?> named = ClassUtils.isPresent(type, null) ? ClassUtils.resolveClassName(type, null) : null;
        if (named != null && named.isEnum()) {
            return Arrays.stream(named.getEnumConstants())
                .map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining("`, `", "`", "`"));
        }
        return "`" + ClassUtils.getShortName(type.replaceAll("[a-z]\\w*\\.", "")) + "`";
    }

    private static String defaultOf(@Nullable Object value) {
        return (value == null || value.equals(List.of())) ? "" : "`" + String.valueOf(value).replace('_', '-') + "`";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> metadata(String part) throws IOException {
        try (InputStream metadata = Objects.requireNonNull(PropertiesPage.class.getClassLoader()
            .getResourceAsStream("META-INF/spring-configuration-metadata.json"))) {
            // The first on the class path is that of this module.
            return (List<Map<String, Object>>) Objects.requireNonNull(JsonParserFactory.getJsonParser()
                .parseMap(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                .get(part));
        }
    }

}
