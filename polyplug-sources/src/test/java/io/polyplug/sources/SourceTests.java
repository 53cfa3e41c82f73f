package io.polyplug.sources;

import io.polyplug.sources.fetch.Source;
import io.polyplug.sources.fetch.SourceFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a source is called, and whether it names one archive for ever.
 */
class SourceTests {

    private static final String DIGEST = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @CsvSource({ "maven:com.acme:reload:1.0, maven:com.acme:reload:1.0, true",
            "maven:com.acme:reload:1.0:linux, maven:com.acme:reload:1.0:linux, true",
            "maven:com.acme:reload:1.0-SNAPSHOT, maven:com.acme:reload:1.0-SNAPSHOT, false",
            "maven:com.acme:reload:LATEST, maven:com.acme:reload:LATEST, false",
            "oci:registry.example:5000/a/b-c:1.0, oci:registry.example:5000/a/b-c:1.0, false",
            "oci:registry.example/a@" + DIGEST + ", oci:registry.example/a@" + DIGEST + ", true",
            "oci:registry.example/a:1@" + DIGEST + ", oci:registry.example/a:1@" + DIGEST + ", true",
            "https://example/x.ppb, https://example/x.ppb, false",
            "HTTPS://example/x.ppb?key=1, HTTPS://example/x.ppb?…, false" })
    void sourceTellsWhatItIs(String text, String shown, boolean fixed) throws SourceFailure {
        Source source = Source.parse(text);
        assertThat(source.shown()).isEqualTo(shown);
        assertThat(source.isFixed()).isEqualTo(fixed);
    }

}
