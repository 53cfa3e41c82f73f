package io.polyplug.autoconfigure.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests in {@code docs/kubernetes.md} are manifests, and the properties in them
 * are properties.
 */
class ManifestsInThePageTests {

    private static final Path PAGE = Path.of("../docs/kubernetes.md");

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void eachIsAManifest() throws IOException {
        assertThat(manifests()).hasSizeGreaterThanOrEqualTo(3)
            .allSatisfy((manifest) -> assertThat(manifest).containsKeys("apiVersion", "kind", "metadata"));
    }

    @Test
    void mountsNameVolumes() throws IOException {
        for (Map<String, Object> pod : pods()) {
            Set<Object> volumes = names(list(pod, "volumes"));
            for (Map<String, Object> container : containers(pod)) {
                assertThat(volumes).containsAll(names(list(container, "volumeMounts")));
            }
        }
    }

    @Test
    void environmentVariablesAreProperties() throws IOException {
        Set<String> known = knownProperties();
        List<String> variables = new ArrayList<>();
        for (Map<String, Object> pod : pods()) {
            containers(pod).forEach(
                    (container) -> names(list(container, "env")).forEach((name) -> variables.add(name.toString())));
        }
        assertThat(variables).contains("POLYPLUG_LOCATIONS", "POLYPLUG_WORK_DIRECTORY");
        assertThat(variables).filteredOn((name) -> !name.equals("JDK_JAVA_OPTIONS"))
            .allSatisfy((name) -> assertThat(known).anyMatch((property) -> matches(property, name)));
    }

    @Test
    void propertiesInConfigMapsAreProperties() throws IOException {
        Set<String> known = knownProperties();
        List<String> used = new ArrayList<>();
        for (Map<String, Object> manifest : manifests()) {
            if (manifest.get("data") instanceof Map<?, ?> data) {
                for (Object file : data.values()) {
                    new YamlPropertySourceLoader()
                        .load("page", new ByteArrayResource(file.toString().getBytes(StandardCharsets.UTF_8)))
                        .forEach((source) -> used
                            .addAll(List.of(((EnumerablePropertySource<?>) source).getPropertyNames())));
                }
            }
        }
        assertThat(used).contains("polyplug.hot-reload.watch")
            .allSatisfy((name) -> assertThat(known)
                .anyMatch((property) -> property.equals(name) || (property.equals("polyplug.bundles")
                        && name.matches("polyplug\\.bundles\\.\\w+\\.(path|required)"))));
    }

    /** Of a map anything may follow. */
    private static boolean matches(String property, String variable) {
        String expected = property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
        String actual = variable.replace("_", "");
        return actual.equals(expected.replace("_", ""))
                || (Set.of("polyplug.bundles", "management.endpoint.health.group").contains(property)
                        && variable.startsWith(expected + "_"));
    }

    private static List<Map<String, Object>> manifests() throws IOException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            for (Object document : new Yaml().loadAll(matcher.group(1))) {
                manifests.add(map(document));
            }
        }
        return manifests;
    }

    private static List<Map<String, Object>> pods() throws IOException {
        List<Map<String, Object>> pods = new ArrayList<>();
        for (Map<String, Object> manifest : manifests()) {
            if (manifest.get("spec") != null) {
                Map<String, Object> spec = map(manifest.get("spec"));
                pods.add(spec.containsKey("template") ? map(map(spec.get("template")).get("spec")) : spec);
            }
        }
        assertThat(pods).hasSizeGreaterThanOrEqualTo(2);
        return pods;
    }

    private static List<Map<String, Object>> containers(Map<String, Object> pod) {
        return Stream.concat(list(pod, "containers").stream(), list(pod, "initContainers").stream()).toList();
    }

    private static Set<Object> names(List<Map<String, Object>> things) {
        Set<Object> names = new HashSet<>();
        things.forEach((thing) -> names.add(thing.get("name")));
        return names;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> map, String key) {
        return (List<Map<String, Object>>) map.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Set<String> knownProperties() throws IOException {
        Set<String> known = new HashSet<>();
        ClassLoader loader = ManifestsInThePageTests.class.getClassLoader();
        for (URL metadata : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream stream = metadata.openStream()) {
                Map<String, Object> json = JsonParserFactory.getJsonParser()
                    .parseMap(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                list(json, "properties").forEach((property) -> known.add(property.get("name").toString()));
            }
        }
        known.add("spring.config.additional-location");
        return known;
    }

}
