package io.polyplug.sources;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers whose certificates only an SSL bundle of the application trusts.
 */
class SslBundleTests {

    private static final byte[] V1 = Archives.version(1);

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

    private ApplicationContextRunner runner() {
        return SourceRunner.runner(this.directory.resolve("sources"))
            .withPropertyValues(this.certificates.properties());
    }

    @Test
    void webServer() {
        this.server.serve("/reload.ppb", V1);
        ApplicationContextRunner from = runner().withPropertyValues(
                "polyplug.bundles.reload.source=" + this.server.url("/reload.ppb"),
                "polyplug.bundles.reload.digest=" + Archives.digest(V1));
        FailureAnalysis untrusted = SourceRunner.analysis(from);
        assertThat(untrusted.getDescription()).contains("could not be asked: javax.net.ssl.SSLHandshakeException");
        assertThat(untrusted.getAction()).contains("for its certificate, at the ssl-bundle");
        from.withPropertyValues("polyplug.sources.http.hosts.company.host=" + this.server.host(),
                "polyplug.sources.http.hosts.company.ssl-bundle=company")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void redirectThatWouldLeaveTls() {
        try (WebServer plain = new WebServer()) {
            plain.serve("/reload.ppb", V1);
            this.server.on("/reload.ppb", (exchange) -> {
                exchange.getResponseHeaders().set("Location", plain.url("/reload.ppb"));
                exchange.sendResponseHeaders(302, -1);
            });
            assertThat(SourceRunner.analysis(
                    runner().withPropertyValues("polyplug.bundles.reload.source=" + this.server.url("/reload.ppb"),
                            "polyplug.bundles.reload.digest=" + Archives.digest(V1),
                            "polyplug.sources.http.hosts.company.host=" + this.server.host(),
                            "polyplug.sources.http.hosts.company.ssl-bundle=company"))
                .getDescription()).endsWith("leads to where no TLS protects it");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void mavenRepository() {
        MavenRepository repository = new MavenRepository(this.server).release("1.0.0", V1);
        ApplicationContextRunner from = runner()
            .withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.0.0", repository.property());
        assertThat(SourceRunner.analysis(from).getDescription()).contains("repository 'acme' could not be asked: ",
                "unable to find valid certification path");
        from.withPropertyValues("polyplug.sources.maven.repositories.acme.ssl-bundle=company")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void registry() {
        byte[] manifest = ("{\"layers\": [" + OciPush.layer(V1, "reload.ppb") + "]}").getBytes(StandardCharsets.UTF_8);
        this.server.serve("/v2/plugins/reload/manifests/1.0", manifest)
            .serve("/v2/plugins/reload/blobs/" + Archives.digest(V1), V1);
        runner()
            .withPropertyValues("polyplug.bundles.reload.source=oci:" + this.server.host() + "/plugins/reload:1.0",
                    "polyplug.sources.oci.registries.company.host=" + this.server.host(),
                    "polyplug.sources.oci.registries.company.ssl-bundle=company")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void sslBundleThatIsNotThere() {
        FailureAnalysis analysis = SourceRunner
            .analysis(runner().withPropertyValues("polyplug.sources.maven.repositories.acme.url=https://localhost/",
                    "polyplug.sources.maven.repositories.acme.ssl-bundle=other"));
        assertThat(analysis.getDescription())
            .startsWith("Property 'polyplug.sources.maven.repositories.acme.ssl-bundle' is 'other', and there is no SSL"
                    + " bundle of that name");
    }

}
