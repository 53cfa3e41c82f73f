package io.polyplug.sources;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundles from web servers.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebSourceTests {

    private static final byte[] V1 = Archives.version(1);

    private static final byte[] V2 = Archives.version(2);

    private final WebServer server = new WebServer();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        this.server.close();
    }

    private ApplicationContextRunner from(String path, byte[] content) {
        return SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=" + this.server.url(path),
                    "polyplug.bundles.reload.digest=" + Archives.digest(content));
    }

    private List<String> kept() {
        return SourceRunner.files(this.directory).stream().filter((file) -> file.startsWith("archives")).toList();
    }

    @Test
    void bundleIsFetchedAndServes(CapturedOutput output) {
        this.server.serve("/reload.ppb", V1);
        from("/reload.ppb", V1).run((context) -> {
            assertThat(context.getBean(Reload.class).answer()).isEqualTo(100);
            assertThat(context.getBean(PolyplugRuntime.class).bundle("reload").orElseThrow().directory())
                .isEqualTo(this.directory.resolve("archives")
                    .resolve(Archives.digest(V1).substring("sha256:".length()) + ".ppb"));
        });
        assertThat(output).contains(
                "Fetched bundle 'reload' from '" + this.server.url("/reload.ppb") + "': " + V1.length + " bytes in ",
                Archives.digest(V1));
        assertThat(SourceRunner.files(this.directory)).isEqualTo(kept()).hasSize(1);
    }

    @Test
    void applicationStartsAgainWithoutTheServer() {
        this.server.serve("/reload.ppb", V1);
        from("/reload.ppb", V1).run((context) -> assertThat(context).hasNotFailed());
        this.server.close();
        from("/reload.ppb", V1).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void archiveThatWasChangedWhereItIsKeptIsFetchedAgain() throws Exception {
        this.server.serve("/reload.ppb", V1);
        from("/reload.ppb", V1).run((context) -> assertThat(context).hasNotFailed());
        Files.write(this.directory.resolve(kept().get(0)), V2);
        from("/reload.ppb", V1).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(this.server.requests()).hasSize(2);
    }

    @Test
    void digestIsRequired() {
        FailureAnalysis analysis = SourceRunner.analysis(SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=" + this.server.url("/reload.ppb")));
        assertThat(analysis.getDescription()).startsWith("Property 'polyplug.bundles.reload.digest' is not set, and '"
                + this.server.url("/reload.ppb") + "' says nothing of what it holds");
        assertThat(analysis.getAction()).startsWith("Set it to 'sha256:' and what 'sha256sum' tells of the archive.");
        assertThat(this.server.requests()).isEmpty();
    }

    @Test
    void otherDigestIsRefusedAndNotKept() {
        this.server.serve("/reload.ppb", V2);
        FailureAnalysis analysis = SourceRunner.analysis(from("/reload.ppb", V1));
        assertThat(analysis.getDescription()).isEqualTo("Bundle 'reload' was not fetched from '"
                + this.server.url("/reload.ppb") + "' ('polyplug.bundles.reload.source'): what came has the digest "
                + Archives.digest(V2) + ", and not " + Archives.digest(V1));
        assertThat(analysis.getAction()).startsWith("Find out who changed what is there")
            .contains("'polyplug.bundles.reload.digest'", "'polyplug.on-load-failure' to 'skip'");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void whatIsNoArchiveIsRefusedAndNotKept() {
        byte[] page = "<html>Log in</html>".getBytes(StandardCharsets.UTF_8);
        this.server.serve("/reload.ppb", page);
        FailureAnalysis analysis = SourceRunner.analysis(from("/reload.ppb", page));
        assertThat(analysis.getDescription())
            .startsWith("Bundle 'reload' from '" + this.server.url("/reload.ppb")
                    + "' ('polyplug.bundles.reload.source') is refused: what is there cannot be used: ")
            .doesNotContain("incoming");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void archiveOfAnotherBundleIsRefusedAndNotKept() {
        this.server.serve("/reload.ppb", V1);
        FailureAnalysis analysis = SourceRunner.analysis(SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.other.source=" + this.server.url("/reload.ppb"),
                    "polyplug.bundles.other.digest=" + Archives.digest(V1)));
        assertThat(analysis.getDescription()).isEqualTo("Bundle 'other' from '" + this.server.url("/reload.ppb")
                + "' ('polyplug.bundles.other.source') is refused: its manifest names the bundle 'reload'");
        assertThat(analysis.getAction())
            .startsWith("Correct the source, or write the property as polyplug.bundles.reload.source.");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void missingFile() {
        FailureAnalysis analysis = SourceRunner.analysis(from("/missing.ppb", V1));
        assertThat(analysis.getDescription()).contains("Bundle 'reload' was not fetched from '",
                "there is nothing: http://" + this.server.host() + " answered 404 (not found)");
        assertThat(analysis.getAction()).startsWith("Correct the source, or publish the bundle there.");
    }

    @Test
    void serverThatWantsCredentials(CapturedOutput output) {
        this.server.serve("/reload.ppb", V1).requireBasic("ada", "difference-engine");
        FailureAnalysis without = SourceRunner.analysis(from("/reload.ppb", V1));
        assertThat(without.getDescription()).endsWith("the server answered 401 (unauthorized)");
        assertThat(without.getAction()).startsWith("Set 'polyplug.sources.http.hosts.<id>.username' and '.password'.");
        ApplicationContextRunner known = from("/reload.ppb", V1).withPropertyValues(
                "polyplug.sources.http.hosts.company.host=" + this.server.host(),
                "polyplug.sources.http.hosts.company.username=ada");
        FailureAnalysis wrong = SourceRunner
            .analysis(known.withPropertyValues("polyplug.sources.http.hosts.company.password=wrong-secret"));
        assertThat(wrong.getAction())
            .startsWith("Correct 'polyplug.sources.http.hosts.company.username' and '.password'");
        known.withPropertyValues("polyplug.sources.http.hosts.company.password=difference-engine")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(output).doesNotContain("difference-engine").doesNotContain("wrong-secret");
    }

    @Test
    void serverThatDoesNotSayWhatItWants() {
        this.server.on("/reload.ppb", (exchange) -> exchange.sendResponseHeaders(401, -1));
        assertThat(SourceRunner.analysis(from("/reload.ppb", V1)).getDescription())
            .endsWith("the server answered 401 (unauthorized)");
    }

    @Test
    void serverThatRefusesForReasonsOfItsOwn() {
        this.server.on("/reload.ppb", (exchange) -> exchange.sendResponseHeaders(410, -1));
        assertThat(SourceRunner.analysis(from("/reload.ppb", V1)).getDescription())
            .endsWith("the server " + this.server.url("") + " answered 410");
    }

    @Test
    void credentialsStayWithTheirServer() {
        try (WebServer elsewhere = new WebServer()) {
            elsewhere.serve("/reload.ppb", V1);
            this.server.on("/reload.ppb", (exchange) -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url("/reload.ppb"));
                exchange.sendResponseHeaders(302, -1);
            }).requireBasic("ada", "difference-engine");
            from("/reload.ppb", V1)
                .withPropertyValues("polyplug.sources.http.hosts.company.host=" + this.server.host(),
                        "polyplug.sources.http.hosts.company.username=ada",
                        "polyplug.sources.http.hosts.company.password=difference-engine")
                .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
            assertThat(elsewhere.authorizations()).containsExactly("null");
        }
    }

    @Test
    void redirectsThatDoNotEnd() {
        this.server.on("/reload.ppb", (exchange) -> {
            exchange.getResponseHeaders().set("Location", this.server.url("/reload.ppb"));
            exchange.sendResponseHeaders(301, -1);
        });
        assertThat(SourceRunner.analysis(from("/reload.ppb", V1)).getDescription())
            .endsWith("redirects more than 5 times");
        assertThat(this.server.requests()).hasSize(6);
    }

    @Test
    void archiveThatIsTooLarge() {
        this.server.serve("/reload.ppb", V1);
        FailureAnalysis analysis = SourceRunner
            .analysis(from("/reload.ppb", V1).withPropertyValues("polyplug.sources.max-size=1KB"));
        assertThat(analysis.getDescription()).endsWith("what is there has more than the 1,024 bytes that are allowed");
        assertThat(analysis.getAction()).startsWith("If that is meant, raise 'polyplug.sources.max-size'.");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void serverThatStopsInTheMiddle() {
        this.server.stall("/reload.ppb", V1);
        FailureAnalysis analysis = SourceRunner.analysis(from("/reload.ppb", V1)
            .withPropertyValues("polyplug.sources.read-timeout=200ms", "polyplug.sources.connect-timeout=200ms"));
        assertThat(analysis.getDescription())
            .contains("nothing came from http://" + this.server.host() + " for 200 ms");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void serverThatIsNotThere() {
        this.server.close();
        FailureAnalysis analysis = SourceRunner.analysis(from("/reload.ppb", V1));
        assertThat(analysis.getDescription())
            .contains("the server http://" + this.server.host() + " could not be asked: java.net.ConnectException");
        assertThat(analysis.getAction()).startsWith("Look at the network and the server");
    }

    @Test
    void applicationMayStartWithoutTheBundle(CapturedOutput output) {
        from("/missing.ppb", V1).withPropertyValues("polyplug.on-load-failure=skip").run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(PolyplugRuntime.class).bundles()).isEmpty();
        });
        assertThat(output).contains("Left out a bundle: Bundle 'reload' was not fetched from '");
    }

    @Test
    void queryIsNotShown(CapturedOutput output) {
        this.server.serve("/reload.ppb", V2);
        FailureAnalysis analysis = SourceRunner.analysis(from("/reload.ppb?signature=s3cret", V1));
        assertThat(analysis.getDescription()).contains(this.server.url("/reload.ppb") + "?…").doesNotContain("s3cret");
        assertThat(output).doesNotContain("s3cret");
        assertThat(this.server.requests()).containsExactly("GET /reload.ppb?signature=s3cret");
    }

}
