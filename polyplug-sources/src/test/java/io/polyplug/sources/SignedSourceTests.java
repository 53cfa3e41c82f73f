package io.polyplug.sources;

import java.nio.file.Path;

import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.error.SignatureException;
import io.polyplug.signing.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is fetched has to be signed where signatures are required, and otherwise it is not
 * kept.
 */
class SignedSourceTests {

    private final WebServer server = new WebServer();

    private final MavenRepository repository = new MavenRepository(this.server);

    private final SigningKey key = SigningKey.generate();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        this.server.close();
    }

    private ApplicationContextRunner requiring() {
        return SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.1-SNAPSHOT",
                    this.repository.property(), "polyplug.signature.policy=required",
                    "polyplug.signature.trusted-keys=" + this.key.verifyingKey());
    }

    @Test
    void unsignedBundleIsRefusedAndNotKept() {
        this.repository.snapshot("1.1", 1, Archives.version(1));
        FailureAnalysis analysis = SourceRunner.analysis(requiring());
        assertThat(analysis.getDescription())
            .isEqualTo("Bundle 'reload' from 'maven:com.acme:reload:1.1-SNAPSHOT' ('polyplug.bundles.reload.source') is"
                    + " refused: it is not signed: its archive maven:com.acme:reload:1.1-SNAPSHOT has no file bundle.sig");
        assertThat(analysis.getAction()).startsWith("Sign bundle 'reload', or set 'polyplug.signature.policy'");
        assertThat(SourceRunner.files(this.directory)).isEmpty();
    }

    @Test
    void bundleThatSomebodyElseSignedIsRefused() {
        this.repository.snapshot("1.1", 1, Archives.signed(1, SigningKey.generate()));
        assertThat(SourceRunner.analysis(requiring()).getAction())
            .startsWith("Sign bundle 'reload' with a key of 'polyplug.signature.trusted-keys'");
    }

    @Test
    void whatServedBeforeGoesOnServingAndIsThereWhenTheRepositoryIsNot() {
        this.repository.snapshot("1.1", 1, Archives.signed(1, this.key));
        requiring().run((context) -> {
            Reload reload = context.getBean(Reload.class);
            assertThat(reload.answer()).isEqualTo(100);
            this.repository.snapshot("1.1", 2, Archives.version(2));
            BundleSources sources = context.getBean(BundleSources.class);
            assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> sources.fetch("reload"))
                .satisfies((ex) -> assertThat(ex.kind()).isEqualTo(SignatureException.Kind.UNSIGNED));
            assertThat(reload.answer()).isEqualTo(100);
        });
        this.server.close();
        requiring().run((context) -> assertThat(context.getBean(Reload.class).answer()).isEqualTo(100));
    }

    @Test
    void whatWasKeptWithoutSignaturesIsRefusedOnceTheyAreRequired() {
        this.repository.release("1.0.0", Archives.version(1));
        ApplicationContextRunner from = SourceRunner.runner(this.directory)
            .withPropertyValues("polyplug.bundles.reload.source=maven:com.acme:reload:1.0.0",
                    this.repository.property());
        from.run((context) -> assertThat(context).hasNotFailed());
        assertThat(
                SourceRunner.analysis(from.withPropertyValues("polyplug.signature.policy=required")).getDescription())
            .contains("is refused: it is not signed");
    }

}
