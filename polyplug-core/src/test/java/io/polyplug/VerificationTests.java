package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.CapturedLog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A dry run finds what a reload or load would find, and changes nothing.
 */
@Timeout(120)
class VerificationTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    /** Puts another build into the folder of {@code reload}. */
    private Path loadedThenReplacedBy(String fixture) throws IOException {
        Path folder = this.stage.bundle("reload-v1", "reload");
        this.stage.leaveMarks(folder);
        runtime().loadBundle(folder);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        for (String file : List.of("manifest.toml", "libreload.so")) {
            Path next = this.stage.bundle(fixture).resolve(file);
            Files.deleteIfExists(folder.resolve(file));
            if (Files.exists(next)) {
                Files.copy(next, folder.resolve(file));
            }
        }
        return folder;
    }

    @Test
    void whatWouldBeReloadedIsReportedAndNothingHappens() throws IOException {
        Path folder = loadedThenReplacedBy("reload-v2");
        BundleInfo before = runtime().bundle("reload").orElseThrow();
        long revision = runtime().revision();
        VerificationReport report = runtime().verifyBundle("reload");
        assertThat(report.bundleName()).isEqualTo("reload");
        assertThat(report.version()).isEqualTo(new Version(1, 1, 0));
        assertThat(report.directory()).isEqualTo(folder);
        assertThat(report.duration()).isPositive();
        assertThat(report.digest()).matches("[0-9a-f]{64}").isNotEqualTo(before.digest());
        assertThat(report.contracts()).extracting(ContractInfo::name).containsExactly("reload.test");
        assertThat(report.contracts()).extracting(ContractInfo::handle).containsOnly(GuestContractHandle.NULL);
        assertThat(runtime().bundle("reload")).contains(before);
        assertThat(runtime().revision()).isEqualTo(revision);
        assertThat(this.stage.phases).isEmpty();
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.marks("opened")).hasSize(2);
        assertThat(this.stage.marks("closed")).hasSize(1).allMatch((mark) -> mark.startsWith("1.1.0 "));
        assertThat(this.stage.privateCopies()).hasSize(1);
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        runtime().reloadBundle("reload");
        BundleInfo after = runtime().bundle("reload").orElseThrow();
        assertThat(after.digest()).isEqualTo(report.digest());
        assertThat(after.generation()).isEqualTo(2);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({ "reload-wrong-abi, ABI version mismatch", "reload-init-fails, the licence file is missing",
            "reload-no-instance, returned no instance", "reload-dropped, drops contract 'reload.test'",
            "reload-no-functions, 'reload.test'" })
    void whatAReloadRefusesIsRefused(String fixture, String why) throws IOException {
        loadedThenReplacedBy(fixture);
        ReloadException verification = catchReload(() -> runtime().verifyBundle("reload"));
        assertThat(verification).hasMessageStartingWith("verification failed for bundle 'reload': ")
            .hasMessageContaining(why)
            .hasMessageContaining("Version 1.0.0 (generation 1) goes on serving");
        assertThat(this.stage.phases).isEmpty();
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.privateCopies()).hasSize(1);
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        ReloadException reload = catchReload(() -> runtime().reloadBundle("reload"));
        assertThat(reload.explanation().reason()).isEqualTo(verification.explanation().reason());
        assertThat(reload.explanation().cure()).isEqualTo(verification.explanation().cure());
    }

    private static ReloadException catchReload(ThrowingCallable call) {
        return catchThrowableOfType(ReloadException.class, call);
    }

    @Test
    void aFolderThatWasNeverLoadedIsJudgedAsALoadWould() {
        Path folder = this.stage.bundle("reload-v1");
        assertThat(runtime().verifyBundle(folder).version()).isEqualTo(new Version(1, 0, 0));
        assertThat(runtime().bundles()).isEmpty();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> runtime().verifyBundle(this.stage.bundle("reload-init-fails")))
            .withMessageContaining("the licence file is missing");
        assertThatExceptionOfType(ManifestException.class)
            .isThrownBy(() -> runtime().verifyBundle(this.stage.folder()));
        assertThat(runtime().loadBundle(folder).generation()).isEqualTo(1);
    }

    @Test
    void aDependencyThatNobodyMeetsIsFound() {
        assertThatExceptionOfType(DependencyGraphException.class)
            .isThrownBy(() -> runtime().verifyBundle(this.stage.bundle("consumer")))
            .withMessageContaining("reload.test");
        this.stage.load("reload-v1");
        assertThat(runtime().verifyBundle(this.stage.bundle("consumer")).bundleName()).isEqualTo("consumer");
    }

    @Test
    void aSignatureThatIsMissingIsFound() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED));
        assertThatExceptionOfType(SignatureException.class)
            .isThrownBy(() -> runtime.verifyBundle(this.stage.bundle("reload-v1")));
    }

    @Test
    void whatADependentNeedsMayNotGo() throws IOException {
        Path folder = loadedThenReplacedBy("reload-dropped");
        PolyplugRuntime other = this.stage.another((builder) -> {
        });
        other.loadBundle(this.stage.bundle("reload-v1"));
        other.loadBundle(this.stage.bundle("consumer"));
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> other.verifyBundle(folder))
            .withMessageContaining("bundle 'consumer' depends on");
    }

    @Test
    void itNeedsNoHotReload() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.hotReload(false));
        runtime.loadBundle(this.stage.bundle("reload-v1"));
        assertThat(runtime.verifyBundle("reload").contracts()).hasSize(1);
    }

    @Test
    void whatABundleAsksForMeanwhileIsRefused() {
        this.stage.load("reload-v1");
        Path acting = this.stage.bundle("acting");
        Acting acts = new Acting(acting).does("init load " + this.stage.bundle("adder"))
            .does("init reload " + this.stage.bundle("reload-v2"))
            .does("init unload reload");
        runtime().verifyBundle(acting);
        assertThat(acts.outcomes().values()).containsOnly(List.of(9L));
        assertThat(runtime().bundles()).extracting(BundleInfo::name).containsExactly("reload");
    }

    @Test
    void aBundleThatIsNotLoadedIsNotFound() {
        assertThatExceptionOfType(BundleNotFoundException.class).isThrownBy(() -> runtime().verifyBundle("nobody"));
    }

    @Test
    void bundlesOfJavaObjectsAreVerifiedByName() {
        PolyplugRuntime runtime = this.stage.another((builder) -> {
        });
        runtime.loadBundle(InProcessBundle.of("answers", "1.0").provide(Plugins.Answering.class, () -> 7));
        VerificationReport report = runtime.verifyBundle("answers");
        assertThat(report.digest()).isEmpty();
        assertThat(report.contracts()).hasSize(1);
        assertThat(runtime.bundle("answers").orElseThrow().digest()).isEmpty();
    }

    @Test
    void aVerificationIsOneRecord() throws IOException {
        try (CapturedLog log = CapturedLog.of("polyplug.lifecycle")) {
            loadedThenReplacedBy("reload-v2");
            VerificationReport report = runtime().verifyBundle("reload");
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(1))
                .startsWith("INFO Verified bundle 'reload' 1.1.0 [" + report.digest().substring(0, 12) + "] in ");
        }
    }

    @Test
    void whatCouldNotBeReadIsReadAgain() throws IOException {
        Path folder = this.stage.bundle("reload-v1");
        Path manifest = folder.resolve("manifest.toml");
        String good = Files.readString(manifest);
        FileTime modified = Files.getLastModifiedTime(manifest);
        Files.writeString(manifest, good.replace("1.0.0", "1.0.x"));
        Files.setLastModifiedTime(manifest, modified);
        assertThat(runtime().findBundles(List.of(folder)).get(0).refusal()).isPresent();
        Files.writeString(manifest, good);
        Files.setLastModifiedTime(manifest, modified);
        assertThat(runtime().findBundles(List.of(folder)).get(0).refusal()).isEmpty();
    }

    @Test
    void nothingIsCountedForABundleThatIsOnlyVerified() {
        runtime().verifyBundle(this.stage.bundle("reload-v1"));
        assertThat(runtime().statistics().calls()).isEmpty();
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> runtime().loadBundle(this.stage.bundle("reload-init-registers-then-fails")));
        assertThat(runtime().statistics().calls()).isEmpty();
        assertThat(runtime().statistics().guestBytes()).isEmpty();
    }

    @Test
    void whatAVersionDeclaresThatIsOnlyVerifiedDoesNotCount() throws IOException {
        Path slow = this.stage.bundle("slow");
        this.stage.load("slow");
        this.stage.load("reload-v1");
        Path manifest = slow.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest)
                + "\n[[dependency]]\nkind = \"contract\"\ncontract = \"reload.test\"\nmin_version = \"1.0\"\n");
        runtime().verifyBundle("slow");
        HeldCall<Integer> held = this.stage.hold();
        runtime().reloadBundle("reload");
        Hang.await("a call that reaches no other bundle holds up none",
                () -> this.stage.reclaimed("reload").contains(1L));
        held.release();
    }

    @Test
    void bundlesAreFoundWithoutLoadingThem() throws IOException {
        Path broken = this.stage.bundle("reload-v2", "broken");
        Files.writeString(broken.resolve("manifest.toml"), "name = \"broken\"\n");
        Path good = this.stage.bundle("reload-v1", "good");
        Path parent = broken.getParent();
        Path missing = parent.resolveSibling("missing");
        List<FoundBundle> found = runtime().findBundles(List.of(parent, good, missing));
        assertThat(found).extracting(FoundBundle::directory).containsExactly(broken, good, missing);
        assertThat(found.get(0).name()).contains("broken");
        assertThat(found.get(0).refusal()).get().isInstanceOf(ManifestException.class);
        assertThat(found.get(1).name()).contains("reload");
        assertThat(found.get(1).version()).contains(new Version(1, 0, 0));
        assertThat(found.get(1).refusal()).isEmpty();
        assertThat(found.get(2).refusal()).get().isInstanceOf(BundleLoadException.class);
        NativeFixtures.copyTo("reload-v2", parent.resolve("later"));
        Files.copy(parent.resolve("later/manifest.toml"), broken.resolve("manifest.toml"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(runtime().findBundles(List.of(parent))).extracting(FoundBundle::version)
            .map((version) -> version.orElseThrow().toString())
            .containsExactly("1.1.0", "1.0.0", "1.1.0");
        assertThat(runtime().bundles()).isEmpty();
    }

}
