package io.polyplug.sources;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.source.BundleSources;
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
 * Bundles from Maven repositories.
 */
@ExtendWith(OutputCaptureExtension.class)
class MavenSourceTests {

    private static final byte[] V1 = Archives.version(1);

    private static final byte[] V2 = Archives.version(2);

    private final WebServer server = new WebServer();

    private final MavenRepository repository = new MavenRepository(this.server);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        this.server.close();
    }

    private ApplicationContextRunner from(String coordinate) {
        return SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=maven:" + coordinate, this.repository.property());
    }

    @Test
    void releaseIsFetchedOnce() {
        this.repository.release("1.0.0", V1);
        from("com.acme:reload:1.0.0")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(SourceRunner.files(this.directory)).hasSize(2).noneMatch((file) -> file.startsWith("incoming"));
        int asked = this.server.requests().size();
        from("com.acme:reload:1.0.0")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(this.server.requests()).hasSize(asked);
    }

    @Test
    void artifactMayHaveAClassifier() {
        this.repository.release("1.0.0", "linux-x86_64", V1);
        from("com.acme:reload:1.0.0:linux-x86_64")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void snapshotIsResolvedAnewAndRollbackAndRestartNeedNoRepository(CapturedOutput output) {
        this.repository.snapshot("1.1", 1, V1);
        from("com.acme:reload:1.1-SNAPSHOT").run((context) -> {
            Reload reload = context.getBean(Reload.class);
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(reload.answer()).isEqualTo(100);
            this.repository.snapshot("1.1", 2, V2);
            runtime.reloadBundle(context.getBean(BundleSources.class).fetch("reload"));
            assertThat(reload.answer()).isEqualTo(200);
            this.server.close();
            runtime.rollbackBundle("reload");
            assertThat(reload.answer()).isEqualTo(100);
        });
        from("com.acme:reload:1.1-SNAPSHOT")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(200));
        assertThat(output).contains("Bundle 'reload' was not fetched from 'maven:com.acme:reload:1.1-SNAPSHOT' but is"
                + " used as it was fetched before: repository 'acme' could not be asked: ");
    }

    @Test
    void nothingIsAskedForWhenOffline() {
        this.repository.snapshot("1.1", 1, V1);
        ApplicationContextRunner offline = from("com.acme:reload:1.1-SNAPSHOT")
            .withPropertyValues("polyplug.sources.offline=true");
        FailureAnalysis analysis = SourceRunner.analysis(offline);
        assertThat(analysis.getDescription())
            .endsWith("'polyplug.sources.offline' is true and it has not been fetched before");
        assertThat(this.server.requests()).isEmpty();
        from("com.acme:reload:1.1-SNAPSHOT").run((context) -> assertThat(context).hasNotFailed());
        this.repository.snapshot("1.1", 2, V2);
        int asked = this.server.requests().size();
        offline.run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(this.server.requests()).hasSize(asked);
    }

    @Test
    void wrongChecksumIsRefused() {
        this.repository.release("1.0.0", V1);
        this.server.serve(MavenRepository.path("1.0.0", "1.0.0", "") + ".sha1", MavenRepository.hash("SHA-1", V2));
        FailureAnalysis analysis = SourceRunner.analysis(from("com.acme:reload:1.0.0"));
        assertThat(analysis.getDescription()).contains(
                "Bundle 'reload' was not fetched from 'maven:com.acme:reload:1.0.0'",
                "its checksum in repository 'acme' is missing or not that of what came: ",
                MavenRepository.hash("SHA-1", V1), MavenRepository.hash("SHA-1", V2));
        assertThat(analysis.getAction()).startsWith("Publish it again, with its checksums.");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void strongerChecksumCounts() {
        this.repository.release("1.0.0", V1);
        this.server.serve(MavenRepository.path("1.0.0", "1.0.0", "") + ".sha256", MavenRepository.hash("SHA-256", V2));
        assertThat(SourceRunner.analysis(from("com.acme:reload:1.0.0")).getDescription()).contains("its checksum",
                MavenRepository.hash("SHA-256", V2));
    }

    @Test
    void missingChecksumIsRefused() {
        this.repository.release("1.0.0", V1);
        this.server.remove(MavenRepository.path("1.0.0", "1.0.0", "") + ".sha1");
        assertThat(SourceRunner.analysis(from("com.acme:reload:1.0.0")).getDescription())
            .contains("its checksum in repository 'acme' is missing or not that of what came");
    }

    @Test
    void digestCountsBesidesTheChecksum() {
        this.repository.release("1.0.0", V1);
        ApplicationContextRunner pinned = from("com.acme:reload:1.0.0");
        assertThat(SourceRunner
            .analysis(pinned.withPropertyValues("polyplug.bundles.reload.digest=" + Archives.digest(V2)))
            .getDescription())
            .endsWith("what came has the digest " + Archives.digest(V1) + ", and not " + Archives.digest(V2));
        pinned.withPropertyValues("polyplug.bundles.reload.digest=" + Archives.digest(V1))
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void artifactThatIsNotThere() {
        FailureAnalysis analysis = SourceRunner.analysis(from("com.acme:reload:9.9"));
        assertThat(analysis.getDescription())
            .endsWith("no repository has it with the type 'ppb'; asked were 'acme' (" + this.server.url("/") + ")");
        assertThat(analysis.getAction()).startsWith("Correct the coordinate, publish the bundle, or add its repository"
                + " to 'polyplug.sources.maven.repositories'.");
    }

    @Test
    void noRepositoryIsAskedThatNobodyNamed() {
        FailureAnalysis analysis = SourceRunner.analysis(SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.0.0"));
        assertThat(analysis.getDescription()).endsWith("no repository is configured");
        assertThat(analysis.getAction()).startsWith("Set 'polyplug.sources.maven.repositories.<id>.url'.");
    }

    @Test
    void repositoryThatWantsCredentials(CapturedOutput output) {
        this.repository.release("1.0.0", V1);
        this.server.requireBasic("ada", "difference-engine");
        FailureAnalysis without = SourceRunner.analysis(from("com.acme:reload:1.0.0"));
        assertThat(without.getDescription()).endsWith("the server answered 401 (unauthorized)");
        assertThat(without.getAction())
            .startsWith("Set 'polyplug.sources.maven.repositories.acme.username' and '.password'.");
        ApplicationContextRunner known = from("com.acme:reload:1.0.0")
            .withPropertyValues("polyplug.sources.maven.repositories.acme.username=ada");
        assertThat(SourceRunner
            .analysis(known.withPropertyValues("polyplug.sources.maven.repositories.acme.password=wrong-secret"))
            .getAction()).startsWith("Correct 'polyplug.sources.maven.repositories.acme.username' and '.password'");
        known.withPropertyValues("polyplug.sources.maven.repositories.acme.password=difference-engine")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(output).doesNotContain("difference-engine").doesNotContain("wrong-secret");
    }

    @Test
    void repositoryThatRefusesForReasonsOfItsOwn() {
        this.server.on(MavenRepository.path("1.0.0", "1.0.0", ""), (exchange) -> exchange.sendResponseHeaders(400, -1));
        assertThat(SourceRunner.analysis(from("com.acme:reload:1.0.0")).getDescription())
            .endsWith("repository 'acme' answered 400");
    }

    @Test
    void secondRepositoryIsAskedWhenTheFirstDoesNotHaveIt() {
        try (WebServer empty = new WebServer()) {
            this.repository.release("1.0.0", V1);
            from("com.acme:reload:1.0.0")
                .withPropertyValues("polyplug.sources.maven.repositories.aaa.url=" + empty.url("/"))
                .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        }
    }

    @Test
    void archiveThatIsTooLarge() {
        this.repository.release("1.0.0", V1);
        FailureAnalysis analysis = SourceRunner
            .analysis(from("com.acme:reload:1.0.0").withPropertyValues("polyplug.sources.max-size=1KB"));
        assertThat(analysis.getDescription()).endsWith("what is there has more than the 1,024 bytes that are allowed");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void repositoryThatStopsInTheMiddle() {
        this.repository.release("1.0.0", V1);
        this.server.stall(MavenRepository.path("1.0.0", "1.0.0", ""), V1);
        FailureAnalysis analysis = SourceRunner
            .analysis(from("com.acme:reload:1.0.0").withPropertyValues("polyplug.sources.read-timeout=300ms"));
        assertThat(analysis.getDescription()).contains("repository 'acme' could not be asked: ",
                "SocketTimeoutException");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void serverThatIsOutOfOrderIsNotWaitedFor(CapturedOutput output) {
        this.repository.snapshot("1.1", 1, V1);
        from("com.acme:reload:1.1-SNAPSHOT").run((context) -> assertThat(context).hasNotFailed());
        this.server.on("/com/acme/reload/1.1-SNAPSHOT/maven-metadata.xml",
                (exchange) -> exchange.sendResponseHeaders(503, -1));
        this.server.on(MavenRepository.path("1.1-SNAPSHOT", "1.1-SNAPSHOT", ""),
                (exchange) -> exchange.sendResponseHeaders(503, -1));
        from("com.acme:reload:1.1-SNAPSHOT")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(output).contains("is used as it was fetched before");
    }

}
