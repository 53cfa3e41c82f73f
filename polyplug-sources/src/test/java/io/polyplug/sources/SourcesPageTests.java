package io.polyplug.sources;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/sources.md} shows is what works: its files of properties, its
 * commands, its code.
 */
class SourcesPageTests {

    private static final Path PAGE = Path.of("..", "docs", "sources.md");

    private static final byte[] V1 = Archives.renamed(1, "greeter");

    @TempDir
    private Path directory;

    private Certificates certificates;

    private WebServer server;

    @BeforeEach
    void start() {
        this.certificates = Certificates.in(this.directory);
        this.server = new WebServer(this.certificates.server());
    }

    @AfterEach
    void close() {
        this.server.close();
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher matcher = Pattern.compile("(?ms)^```(?<language>\\w*)\n(?<text>.*?)^```$")
            .matcher(Files.readString(PAGE));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group("language").equals(language)) {
                blocks.add(matcher.group("text"));
            }
        }
        return blocks;
    }

    /** An application whose file of properties is one from the page, moved to here. */
    private ApplicationContextRunner application(String yaml) throws IOException {
        String host = this.server.host();
        String moved = yaml.replace("repo.example.com", host)
            .replace("registry.example.com", host)
            .replace("files.example.com", host)
            .replace("sha256:7a1c…", Archives.digest(V1))
            .replace("/var/lib/greetings/bundles", this.directory.resolve("kept").toString())
            .replace("/etc/greetings/acme.crt", this.certificates.certificate().toString())
            .replaceAll("\\$\\{[A-Z_]+}", "s3cret");
        assertThat(moved).doesNotContain("example", "…", "/var/", "/etc/");
        return SourceRunner.runner(this.directory.resolve("unused"))
            .withPropertyValues(this.certificates.properties())
            .withInitializer((context) -> {
                try {
                    new YamlPropertySourceLoader()
                        .load("page", new ByteArrayResource(moved.getBytes(StandardCharsets.UTF_8)))
                        .forEach(context.getEnvironment().getPropertySources()::addFirst);
                }
                catch (IOException ex) {
                    throw new IllegalStateException(ex);
                }
            });
    }

    private void servesFrom(ApplicationContextRunner application) {
        this.server.requireBasic("greetings", "s3cret");
        application.run((context) -> {
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
            assertThat(context.getBean(PolyplugRuntime.class).bundle("greeter").orElseThrow().directory())
                .startsWith(this.directory.resolve("kept"));
        });
        assertThat(this.server.authorizations()).contains(WebServer.basic("greetings", "s3cret"));
    }

    private WebServer publish(String path, byte[] archive) {
        return this.server.serve(path, archive).serve(path + ".sha1", MavenRepository.hash("SHA-1", archive));
    }

    @Test
    void mavenRepository() throws IOException {
        publish("/releases/com/acme/greeter/1.0.0/greeter-1.0.0.ppb", V1);
        servesFrom(application(blocks("yaml").get(0))
            .withPropertyValues("polyplug.sources.maven.repositories.acme.ssl-bundle=company"));
    }

    @Test
    void registry() throws IOException {
        this.server
            .serve("/v2/plugins/greeter/manifests/1.0.0", "{\"layers\": [" + OciPush.layer(V1, "greeter.ppb") + "]}")
            .serve("/v2/plugins/greeter/blobs/" + Archives.digest(V1), V1);
        servesFrom(application(blocks("yaml").get(1))
            .withPropertyValues("polyplug.sources.oci.registries.acme.ssl-bundle=company"));
    }

    @Test
    void webServer() throws IOException {
        this.server.serve("/greeter.ppb", V1);
        servesFrom(application(blocks("yaml").get(2)));
    }

    @Test
    void codeIsThatOfAClass() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/polyplug/sources/GreeterVersion.java"));
        assertThat(blocks("java")).containsExactly(source.substring(source.indexOf("/**")));
    }

    @Test
    void codeHasAnotherVersionServe() throws IOException {
        publish("/releases/com/acme/greeter/1.0.0/greeter-1.0.0.ppb", V1);
        publish("/releases/com/acme/greeter/1.1.0/greeter-1.1.0.ppb", Archives.renamed(2, "greeter"));
        application(blocks("yaml").get(0)).withBean(GreeterVersion.class)
            .withPropertyValues("polyplug.sources.maven.repositories.acme.ssl-bundle=company")
            .run((context) -> {
                assertThat(context.getBean(GreeterVersion.class).use("1.1.0").bundleName()).isEqualTo("greeter");
                assertThat(context.getBean(Reload.class).answer()).isEqualTo(200);
            });
    }

    @Test
    void digestIsWhatTheCommandTells() throws Exception {
        Files.write(this.directory.resolve("greeter.ppb"), V1);
        String command = command("sha256sum ");
        assertThat("sha256:" + run(command).substring(0, 64)).isEqualTo(Archives.digest(V1));
    }

    @Test
    void commandRemovesWhatNobodyUsesAndNothingElse() throws Exception {
        Path archives = Files.createDirectories(this.directory.resolve("kept").resolve("archives"));
        Path unused = Files.createFile(archives.resolve("unused.ppb"));
        Files.setLastModifiedTime(unused, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
        Path used = Files.createFile(archives.resolve("used.ppb"));
        run(command("find ").replace("/var/lib/greetings/bundles", this.directory.resolve("kept").toString()));
        assertThat(unused).doesNotExist();
        assertThat(used).exists();
    }

    private static String command(String begin) throws IOException {
        return blocks("").stream()
            .flatMap(String::lines)
            .filter((line) -> line.startsWith(begin))
            .findFirst()
            .orElseThrow();
    }

    private String run(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).directory(this.directory.toFile())
            .redirectErrorStream(true)
            .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void tableHasEachProperty() throws IOException {
        List<String> rows = rows();
        List<String> shown = Files.readString(PAGE)
            .lines()
            .filter((line) -> line.startsWith("| `polyplug.sources."))
            .toList();
        assertThat(shown).hasSameSizeAs(rows).allMatch((line) -> !line.endsWith("|  |"));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(shown.get(i)).startsWith(rows.get(i));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        try (InputStream metadata = Objects.requireNonNull(
                SourcesProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            Map<String, Object> parsed = JsonParserFactory.getJsonParser()
                .parseMap(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
            ((List<Map<String, Object>>) parsed.get("properties")).stream()
                .filter((property) -> !String.valueOf(property.get("type")).startsWith("java.util.Map"))
                .map((property) -> row(String.valueOf(property.get("name")), String.valueOf(property.get("type")),
                        property.get("defaultValue")) + property.get("description") + " |")
                .forEach(rows::add);
        }
        Map.of("maven.repositories", SourcesProperties.Repository.class, "oci.registries",
                SourcesProperties.Registry.class, "http.hosts", SourcesProperties.Host.class)
            .forEach((name, type) -> components("polyplug.sources." + name + ".<id>.", type).forEach(rows::add));
        return rows.stream().sorted().toList();
    }

    private static Stream<String> components(String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return Stream.iterate(0, (i) -> i < components.length, (i) -> i + 1).map((i) -> {
            DefaultValue defaultValue = type.getDeclaredConstructors()[0].getParameters()[i]
                .getAnnotation(DefaultValue.class);
            return row(prefix + DataObjectPropertyName.toDashedForm(components[i].getName()),
                    components[i].getType().getName(), (defaultValue != null) ? defaultValue.value()[0] : null);
        });
    }

    private static String row(String name, String type, @Nullable Object defaultValue) {
        return "| `" + name + "` | `" + type.substring(type.lastIndexOf('.') + 1) + "` | "
                + ((defaultValue != null) ? "`" + defaultValue + "`" : "") + " | ";
    }

    @Test
    void operationsTellOfTheLogger() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "operations.md"))).contains("| `polyplug.sources` | ");
    }

}
