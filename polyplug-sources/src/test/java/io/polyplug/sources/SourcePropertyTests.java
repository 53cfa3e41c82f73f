package io.polyplug.sources;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.polyplug.autoconfigure.PolyplugProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that cannot be carried out end the start, before anything is asked of the
 * network.
 */
class SourcePropertyTests {

    private static final String DIGEST = Archives.digest(new byte[0]);

    @TempDir
    private Path directory;

    private FailureAnalysis analysis(String... properties) {
        return SourceRunner.analysis(SourceRunner.runner(this.directory).withPropertyValues(properties));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            s3://bucket/reload.ppb | its kind is unknown: 's3' | Begin it with 'maven:', 'oci:' or 'https:'
            reload.ppb | its kind is unknown | Begin it with 'maven:', 'oci:' or 'https:'
            maven:reload | it is no coordinate | Write 'maven:group:artifact:version'
            maven:g:a:[1,2) | it is no coordinate | with one version and not a range
            maven:g:../../a:1 | it is no coordinate | Write 'maven:group:artifact:version'
            oci:registry.example/plugins/reload | it is no reference | Write 'oci:registry/repository:tag'
            oci:registry.example/plugins/reload@sha256:12 | 'sha256:12' is no digest | 64 hexadecimal digits
            oci:registry.example/../admin:1 | it is no reference | Write 'oci:registry/repository:tag'
            https:///reload.ppb | it names no host | Write 'https://host/path/name.ppb'
            https://exa mple/ | it is no URL | Write 'https://host/path/name.ppb'
            """)
    void sourceThatIsNone(String source, String reason, String cure) {
        FailureAnalysis analysis = analysis("polyplug.bundles.reload.source=" + source,
                "polyplug.bundles.reload.digest=" + DIGEST);
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.bundles.reload.source' cannot be used: " + reason)
            .contains("Origin: \"polyplug.bundles.reload.source\" from property source");
        assertThat(analysis.getAction()).contains(cure);
    }

    @Test
    void credentialsInAnUrlAreRefusedAndNotShown() {
        FailureAnalysis analysis = analysis("polyplug.bundles.reload.source=https://ada:s3cret@example/reload.ppb",
                "polyplug.bundles.reload.digest=" + DIGEST);
        assertThat(analysis.getDescription()).contains("it holds credentials").doesNotContain("s3cret");
        assertThat(analysis.getAction()).startsWith("Give them as 'polyplug.sources.http.hosts.<id>.username'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "md5:00", "00" })
    void digestThatIsNone(String digest) {
        FailureAnalysis analysis = analysis("polyplug.bundles.reload.source=https://example/reload.ppb",
                "polyplug.bundles.reload.digest=" + digest);
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.bundles.reload.digest' cannot be used: '" + digest + "' is no digest");
        assertThat(analysis.getAction()).startsWith("Write 'sha256:' and 64 hexadecimal digits");
    }

    @Test
    void sourceAndPathAreRefusedTogether() {
        FailureAnalysis analysis = analysis("polyplug.bundles.reload.source=maven:g:a:1",
                "polyplug.bundles.reload.path=/opt/reload");
        assertThat(analysis.getDescription()).startsWith("Property 'polyplug.bundles.reload.source' is set and so is"
                + " 'polyplug.bundles.reload.path', and nobody says which of them bundle 'reload' comes from");
        assertThat(analysis.getAction()).startsWith("Remove one of them.");
    }

    @Test
    void digestWithoutASourceIsRefused() {
        assertThat(analysis("polyplug.bundles.reload.digest=" + DIGEST).getDescription())
            .startsWith("Property 'polyplug.bundles.reload.digest' is set and bundle 'reload' has no source");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    polyplug.sources.maven.repositories.acme.username=ada | 'polyplug.sources.maven.repositories.acme.url' is missing
                    polyplug.sources.oci.registries.acme.insecure=true | 'polyplug.sources.oci.registries.acme.host' is missing
                    polyplug.sources.http.hosts.acme.username=ada | 'polyplug.sources.http.hosts.acme.host' is missing
                    polyplug.sources.read-timeout=0s | 'polyplug.sources.read-timeout' is 'PT0S'
                    polyplug.sources.connect-timeout=-1s | 'polyplug.sources.connect-timeout' is 'PT-1S'
                    """)
    void settingsOfServersThatCannotBeUsed(String property, String reason) {
        assertThat(analysis(property).getDescription()).startsWith("Property " + reason);
    }

    @Test
    void passwordWithoutAUserIsRefused() {
        FailureAnalysis analysis = analysis("polyplug.sources.http.hosts.acme.host=example",
                "polyplug.sources.http.hosts.acme.password=s3cret");
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.sources.http.hosts.acme.username' is"
                    + " missing and 'polyplug.sources.http.hosts.acme.password' is set")
            .doesNotContain("s3cret");
    }

    @Test
    void directoryThatIsAFile() throws Exception {
        Path file = Files.createFile(this.directory.resolve("file"));
        FailureAnalysis analysis = analysis("polyplug.sources.directory=" + file);
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.sources.directory' cannot be used with the value '" + file + "': ");
        assertThat(analysis.getAction()).startsWith("Name a folder that this process may make or write to.");
    }

    @Test
    void numberOfArchivesThatIsNone() {
        FailureAnalysis analysis = analysis("polyplug.sources.kept-archives=0");
        assertThat(analysis.getDescription()).startsWith("Property 'polyplug.sources.kept-archives' is '0'");
        assertThat(analysis.getAction()).startsWith("Set it to 1 or more");
    }

    @Test
    void propertiesDoNotTellSecrets() {
        assertThat(new SourcesProperties.Repository("https://example/", "ada", "s3cret", null).toString())
            .doesNotContain("s3cret");
        assertThat(new SourcesProperties.Registry("example", "ada", "s3cret", null, false).toString())
            .doesNotContain("s3cret");
        assertThat(new SourcesProperties.Host("example", "ada", "s3cret", null).toString()).doesNotContain("s3cret");
        assertThat(new PolyplugProperties.Bundle(null, "https://example/?signature=s3cret", null, false, null, null,
                null, null, Map.of())
            .toString()).doesNotContain("s3cret");
    }

}
