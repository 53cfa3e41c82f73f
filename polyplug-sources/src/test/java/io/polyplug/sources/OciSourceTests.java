package io.polyplug.sources;

import java.nio.charset.StandardCharsets;
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
 * Bundles from OCI registries, of which {@link OciRegistry} is one.
 */
@ExtendWith(OutputCaptureExtension.class)
class OciSourceTests {

    private static final byte[] V1 = Archives.version(1);

    private static final byte[] V2 = Archives.version(2);

    private final OciRegistry registry = new OciRegistry();

    private final OciPush push = new OciPush(this.registry.server().host(), "plugins/reload");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        this.registry.close();
    }

    private ApplicationContextRunner from(String reference) {
        return SourceRunner.runner(this.directory)
            .withPropertyValues(
                    "polyplug.bundles.reload.source=oci:" + this.registry.server().host() + "/plugins/reload"
                            + reference,
                    "polyplug.sources.oci.registries.company.host=" + this.registry.server().host(),
                    "polyplug.sources.oci.registries.company.insecure=true");
    }

    @Test
    void tagIsResolvedAnewAndRollbackAndRestartNeedNoRegistry(CapturedOutput output) {
        this.push.push("latest", V1);
        from(":latest").run((context) -> {
            Reload reload = context.getBean(Reload.class);
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(reload.answer()).isEqualTo(100);
            this.push.push("latest", V2);
            runtime.reloadBundle(context.getBean(BundleSources.class).fetch("reload"));
            assertThat(reload.answer()).isEqualTo(200);
            this.registry.close();
            runtime.rollbackBundle("reload");
            assertThat(reload.answer()).isEqualTo(100);
        });
        from(":latest").run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(200));
        assertThat(output).contains("is used as it was fetched before: the server http://"
                + this.registry.server().host() + " could not be asked");
    }

    @Test
    void digestOfTheManifestNamesOneBuildForEver() {
        String digest = this.push.push("1.0", V1);
        this.push.push("1.0", V2);
        from(":1.0@" + digest).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        int asked = this.registry.server().requests().size();
        from(":1.0@" + digest).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(this.registry.server().requests()).hasSize(asked);
        from("@" + digest).run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void registryThatHasAnotherManifestUnderTheDigestIsRefused() {
        byte[] manifest = "{\"layers\": []}".getBytes(StandardCharsets.UTF_8);
        this.push.manifest("1.0", manifest);
        this.registry.replace(manifest, "{\"layers\": [ ]}".getBytes(StandardCharsets.UTF_8));
        FailureAnalysis analysis = SourceRunner.analysis(from(":1.0@" + Archives.digest(manifest)));
        assertThat(analysis.getDescription()).contains("the manifest that the registry has for it is sha256:");
        assertThat(analysis.getAction())
            .startsWith("Correct the digest in the reference, or find out who changed the" + " registry.");
    }

    @Test
    void registryThatHasAnotherArchiveThanTheManifestSaysIsRefused() {
        this.push.push("1.0", V1);
        this.registry.replace(V1, V2);
        assertThat(SourceRunner.analysis(from(":1.0")).getDescription())
            .endsWith("its manifest says that the archive is " + Archives.digest(V1) + ", and what came is "
                    + Archives.digest(V2));
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void digestOfTheArchiveCountsForATag() {
        this.push.push("latest", V2);
        assertThat(SourceRunner
            .analysis(from(":latest").withPropertyValues("polyplug.bundles.reload.digest=" + Archives.digest(V1)))
            .getDescription())
            .endsWith("what came has the digest " + Archives.digest(V2) + ", and not " + Archives.digest(V1));
    }

    @Test
    void archiveIsFoundAmongOtherLayers() {
        byte[] notes = "# Notes".getBytes(StandardCharsets.UTF_8);
        this.push.blob(notes);
        this.push.blob(V1);
        this.push.manifest("1.0", OciPush.layer(notes, "notes.md") + ", " + OciPush.layer(V1, "reload.ppb"));
        from(":1.0").run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void artifactsThatHoldNoArchiveOrSeveral() {
        this.push.blob(V1);
        this.push.blob(V2);
        this.push.manifest("1.0", OciPush.layer(V1, "one.ppb") + ", " + OciPush.layer(V2, "two.ppb"));
        FailureAnalysis analysis = SourceRunner.analysis(from(":1.0"));
        assertThat(analysis.getDescription()).endsWith(
                "the artifact has 2 layers, and not exactly one of them is called" + " by a name that ends with .ppb");
        assertThat(analysis.getAction()).startsWith("Push the archive as the only layer of an artifact, as 'oras push");
        this.push.manifest("index", "{\"schemaVersion\": 2, \"manifests\": []}".getBytes(StandardCharsets.UTF_8));
        assertThat(SourceRunner.analysis(from(":index")).getDescription())
            .endsWith("it is no artifact with layers, but an index or something else");
        this.push.manifest("page", "<html></html>".getBytes(StandardCharsets.UTF_8));
        assertThat(SourceRunner.analysis(from(":page")).getDescription())
            .endsWith("what the registry calls a manifest is no JSON");
    }

    @Test
    void tagThatIsNotThere() {
        FailureAnalysis analysis = SourceRunner.analysis(from(":9.9"));
        assertThat(analysis.getDescription()).contains("Bundle 'reload' was not fetched from 'oci:",
                "('polyplug.bundles.reload.source'): there is nothing");
    }

    @Test
    void registryWithTokens(CapturedOutput output) {
        this.push.push("1.0", V1);
        this.registry.tokens("ada", "difference-engine", "t0ken");
        assertThat(SourceRunner.analysis(from(":1.0")).getAction())
            .startsWith("Set 'polyplug.sources.oci.registries.company.username' and '.password'.");
        ApplicationContextRunner known = from(":1.0")
            .withPropertyValues("polyplug.sources.oci.registries.company.username=ada");
        assertThat(SourceRunner
            .analysis(known.withPropertyValues("polyplug.sources.oci.registries.company.password=wrong-secret"))
            .getAction()).startsWith("Correct 'polyplug.sources.oci.registries.company.username' and '.password'");
        known.withPropertyValues("polyplug.sources.oci.registries.company.password=difference-engine")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
        assertThat(this.registry.server().requests())
            .contains("GET /token?scope=repository%3Aplugins%2Freload%3Apull&service=test");
        assertThat(output).doesNotContain("difference-engine").doesNotContain("wrong-secret").doesNotContain("t0ken");
    }

    @Test
    void registryWithBasicAuthentication() {
        this.push.push("1.0", V1);
        this.registry.require(WebServer.basic("ada", "difference-engine"), "Basic realm=\"test\"");
        assertThat(SourceRunner.analysis(from(":1.0")).getAction())
            .startsWith("Set 'polyplug.sources.oci.registries.company.username' and '.password'.");
        from(":1.0")
            .withPropertyValues("polyplug.sources.oci.registries.company.username=ada",
                    "polyplug.sources.oci.registries.company.password=difference-engine")
            .run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void registryThatWantsSomethingElse() {
        this.push.push("1.0", V1);
        this.registry.require("x", "Negotiate");
        assertThat(SourceRunner.analysis(from(":1.0")).getDescription())
            .endsWith("the registry wants to be convinced in a way that is not known here: 'negotiate'");
    }

    @Test
    void registryIsSpokenToWithTlsUnlessToldOtherwise() {
        this.push.push("1.0", V1);
        assertThat(SourceRunner
            .analysis(from(":1.0").withPropertyValues("polyplug.sources.oci.registries.company.insecure=false"))
            .getDescription()).contains("the server https://" + this.registry.server().host() + " could not be asked");
    }

    @Test
    void archiveThatIsTooLarge() {
        this.push.push("1.0", V1);
        assertThat(SourceRunner.analysis(from(":1.0").withPropertyValues("polyplug.sources.max-size=1KB"))
            .getDescription()).endsWith("what is there has more than the 1,024 bytes that are allowed");
    }

}
