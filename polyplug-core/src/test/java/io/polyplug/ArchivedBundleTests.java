package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.archive.BundleArchive;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.platform.Platform;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.SigningKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles that are one file.
 */
@Timeout(300)
class ArchivedBundleTests {

    private static final int RELOADS = 200;

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    private Path folder;

    private Path archive(String bundle, String name) throws IOException {
        Path archive = this.folder.resolve(name + ".ppb");
        BundleArchive.pack(List.of(this.stage.bundle(bundle, "packed-" + bundle)), archive);
        return archive;
    }

    @Test
    @DisplayName("an archive is loaded, reloaded, rolled back and verified like a folder, and is the bundle's directory")
    void anArchiveIsTakenForABundle() throws IOException {
        Path archive = archive("reload-v1", "reload");
        BundleInfo loaded = this.stage.runtime().loadBundle(archive);
        assertThat(loaded.directory()).isEqualTo(archive);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        Path folder = this.stage.bundle("reload-v1", "packed-reload-v1");
        assertThat(this.stage.runtime().verifyBundle(folder).digest()).isEqualTo(loaded.digest());

        archive("reload-v2", "reload");
        VerificationReport report = this.stage.runtime().verifyBundle("reload");
        assertThat(report.directory()).isEqualTo(archive);
        assertThat(report.version()).isEqualTo(new Version(1, 1, 0));
        assertThat(this.stage.runtime().verifyBundle(archive).digest()).isEqualTo(report.digest());
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.runtime().reloadBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().digest()).isEqualTo(report.digest());
        this.stage.runtime().reloadBundle(folder);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.runtime().reloadBundle(archive);
        assertThat(this.stage.answering().answer()).isEqualTo(200);

        Files.delete(archive);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        this.stage.runtime().rollbackBundle("reload");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

    @Test
    @DisplayName("an archive that is overwritten or removed under a loaded bundle changes nothing of what runs")
    void whatRunsIsAPrivateCopy() throws IOException {
        Path archive = archive("reload-v1", "reload");
        this.stage.runtime().loadBundle(archive);
        Files.write(archive, new byte[10]);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        ReloadException refusal = catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle("reload"));
        assertThat(refusal).hasMessageContaining("it is not a zip file");
        assertThat(refusal.getCause()).isInstanceOf(BundleArchiveException.class);
        Files.delete(archive);
        assertThat(catchThrowableOfType(ReloadException.class, () -> this.stage.runtime().reloadBundle("reload")))
            .hasMessageContaining(archive + ": it does not exist");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    @Test
    @DisplayName("archives and folders of one location are one set, and of two versions the newer one is used")
    void aLocationHasFoldersAndArchives() throws IOException {
        Path archive = archive("reload-v1", "b");
        Path consumer = NativeFixtures.copyTo("consumer", this.folder.resolve("a"));
        Path newer = NativeFixtures.copyTo("reload-v2", this.folder.resolve("c"));
        List<PolyplugException> leftOut = new ArrayList<>();
        List<BundleInfo> loaded = this.stage.runtime().loadBundles(List.of(this.folder), leftOut::add);
        assertThat(loaded).extracting(BundleInfo::directory).containsExactly(newer, consumer);
        assertThat(leftOut).singleElement().extracting(Throwable::getMessage).asString().contains(archive.toString());
        assertThat(this.stage.runtime().findBundles(List.of(this.folder))).extracting(FoundBundle::directory)
            .containsExactly(consumer, archive, newer);
        assertThat(this.stage.runtime().findBundles(List.of(archive))).singleElement().satisfies((found) -> {
            assertThat(found.name()).hasValue("reload");
            assertThat(found.version()).hasValue(new Version(1, 0, 0));
        });
    }

    @Test
    @DisplayName("an archive is an element of a set by itself, and one that cannot be read is left out by name")
    void anArchiveIsAnElementOfASet() throws IOException {
        Path archive = archive("reload-v1", "reload");
        Path broken = Files.writeString(this.folder.resolve("broken.ppb"), "PK");
        List<PolyplugException> leftOut = new ArrayList<>();
        assertThat(this.stage.runtime().loadBundles(List.of(archive, broken), leftOut::add)).singleElement()
            .extracting(BundleInfo::directory)
            .isEqualTo(archive);
        assertThat(leftOut).singleElement()
            .isInstanceOfSatisfying(BundleArchiveException.class,
                    (refusal) -> assertThat(refusal.archive()).isEqualTo(broken));
        assertThat(this.stage.runtime().findBundles(List.of(broken))).singleElement().satisfies((found) -> {
            assertThat(found.directory()).isEqualTo(broken);
            assertThat(found.refusal().orElseThrow()).isInstanceOf(BundleArchiveException.class);
        });
    }

    @Test
    @DisplayName("a changed archive is found with what it has now")
    void aChangedArchiveIsReadAgain() throws IOException {
        Path archive = archive("reload-v1", "reload");
        assertThat(this.stage.runtime().findBundles(List.of(archive))).singleElement()
            .satisfies((found) -> assertThat(found.version()).hasValue(new Version(1, 0, 0)));
        archive("reload-v2", "reload");
        assertThat(this.stage.runtime().findBundles(List.of(archive))).singleElement()
            .satisfies((found) -> assertThat(found.version()).hasValue(new Version(1, 1, 0)));
    }

    @Test
    @DisplayName("what is wrong in an archive is named as greeter.ppb!lib.so")
    void messagesNameTheArchive() throws IOException {
        Path bundle = this.stage.bundle("reload-v1", "packed");
        Path manifest = bundle.resolve("manifest.toml");
        String text = Files.readString(manifest);
        Path archive = this.folder.resolve("reload.ppb");
        Files.writeString(manifest,
                text.replace("libreload.so", "libnone.so").replace("libreload-v1.so", "libnone.so"));
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(catchThrowableOfType(BundleLoadException.class, () -> this.stage.runtime().loadBundle(archive)))
            .hasMessageContaining(archive + "!libnone.so");
        Files.writeString(manifest, "loader = 1\n" + text);
        BundleArchive.pack(List.of(bundle), archive);
        ManifestException refusal = catchThrowableOfType(ManifestException.class,
                () -> this.stage.runtime().loadBundle(archive));
        assertThat(refusal).hasMessageContaining(archive + "!manifest.toml: ");
        Files.writeString(manifest, text);
        Path library = NativeFixtures.library(bundle);
        Files.writeString(library, "no library at all, and more than a few bytes of it, for a header has sixty-four");
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(catchThrowableOfType(BundleLoadException.class, () -> this.stage.runtime().loadBundle(archive)))
            .hasMessageContaining(archive + "!" + library.getFileName());
        assertThat(this.stage.privateCopies()).isEmpty();
    }

    @Test
    @DisplayName("signatures cover the content of an archive, and are required of it as of a folder")
    void signaturesAreRequired() throws IOException {
        SigningKey key = SigningKey.generate();
        PolyplugRuntime strict = this.stage.another(
                (builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED).trustedKey(key.verifyingKey().bytes()));
        Path bundle = this.stage.bundle("reload-v1", "packed");
        Path archive = this.folder.resolve("reload.ppb");
        BundleArchive.pack(List.of(bundle), archive);
        assertThat(refusal(strict, archive).kind()).isEqualTo(SignatureException.Kind.UNSIGNED);
        assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> BundleSignature.read(archive))
            .withMessageContaining("its archive has no file bundle.sig");

        BundleArchive.pack(List.of(bundle), archive, SigningKey.generate());
        assertThat(refusal(strict, archive).kind()).isEqualTo(SignatureException.Kind.UNTRUSTED_KEY);

        BundleArchive.pack(List.of(bundle), archive, key);
        BundleSignature.read(archive).verify(List.of(key.verifyingKey()));
        assertThat(strict.loadBundle(archive).signer()).hasValue(key.verifyingKey());

        Path unpacked = this.folder.resolve("unpacked");
        BundleArchive.unpack(archive, unpacked);
        Files.writeString(unpacked.resolve("more"), "more");
        BundleArchive.pack(List.of(unpacked), archive);
        assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> BundleSignature.read(archive).verify())
            .withMessageContaining("are not what was signed");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> strict.reloadBundle("reload"))
            .withCauseInstanceOf(SignatureException.class);
    }

    private static SignatureException refusal(PolyplugRuntime runtime, Path archive) {
        SignatureException refusal = catchThrowableOfType(SignatureException.class, () -> runtime.loadBundle(archive));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    @DisplayName("of an archive for two platforms the library for this one is opened")
    void anArchiveMayHaveSeveralPlatforms() throws IOException {
        Path here = this.stage.bundle("reload-v1", "here");
        Path other = this.stage.bundle("reload-v1", "other");
        String library = NativeFixtures.library(other).getFileName().toString();
        Files.createDirectory(other.resolve("elsewhere"));
        Path moved = Files.move(NativeFixtures.library(other), other.resolve("elsewhere").resolve(library));
        byte[] code = Files.readAllBytes(moved);
        code[18] = (byte) (Platform.current().isX86() ? 183 : 62);
        Files.write(moved, code);
        Path manifest = other.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace(library, "elsewhere/" + library));
        Path archive = this.folder.resolve("reload.ppb");
        BundleArchive.pack(List.of(other, here), archive);
        this.stage.runtime().loadBundle(archive);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThatExceptionOfType(BundleArchiveException.class)
            .isThrownBy(() -> BundleArchive.pack(List.of(here, this.stage.bundle("reload-v2", "newer")), archive));
    }

    @Test
    @DisplayName("reloads of archives leave no more behind than those of folders: two copies and a spare one")
    void reloadsLeaveNothingBehind(TestReporter reporter) throws IOException {
        Path one = archive("reload-v1", "one");
        Path two = archive("reload-v2", "two");
        this.stage.runtime().loadBundle(one);
        long[] resident = new long[2];
        for (int i = 0; i < RELOADS; i++) {
            this.stage.runtime().reloadBundle((i % 2 == 0) ? two : one);
            assertThat(this.stage.answering().answer()).isEqualTo((i % 2 == 0) ? 200 : 100);
            if (i == RELOADS / 2) {
                this.stage.awaitReclamation();
                resident[0] = ProcessMemory.residentBytes();
            }
        }
        assertThat(this.stage.runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
        resident[1] = ProcessMemory.residentBytes();
        Figures.publish(reporter, RELOADS + " reloads of archives",
                "resident memory grew by " + (resident[1] - resident[0]) / 1024 + " KiB in the second half");
        assertThat(this.stage.privateCopies()).hasSize(2);
        assertThat(this.stage.spareCopies()).hasSize(1);
        assertThat(resident[1] - resident[0]).isLessThan(64L << 20);
        assertThat(this.folder.toFile().list()).containsExactlyInAnyOrder("one.ppb", "two.ppb");
    }

    @Test
    @DisplayName("an archive that is replaced in one step is taken whole, however often that happens")
    void replacedInOneStep() throws IOException {
        Path archive = archive("reload-v1", "reload");
        Path next = archive("reload-v2", "next");
        this.stage.runtime().loadBundle(archive);
        Files.move(next, archive, StandardCopyOption.ATOMIC_MOVE);
        this.stage.runtime().reloadBundle(archive);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(this.stage.runtime().bundle("reload").orElseThrow().directory()).isEqualTo(archive);
    }

}
