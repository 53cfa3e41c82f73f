package io.polyplug.bundle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import io.polyplug.ReturnedMemory;
import io.polyplug.bundle.Manifest.Dependency;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.platform.Platform;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a manifest that keeps the rules is read as.
 */
class ManifestTests {

    @TempDir
    Path folder;

    @Test
    @DisplayName("NL-13 all that a manifest says is read; the loader is called native")
    void allThatAManifestSaysIsRead() {
        Manifest manifest = new ManifestFile().with("provides", "[\"image.Filter@1\", \"demo.all\"]")
            .with("bundle_dependencies", "[\"other\", \"codec@2\", \"codec@2.1\"]")
            .with("needs_reinit_on_dep_reload", "false")
            .with("something_else", "{ ignored = true }")
            .followedBy("[function_count]\n\"image.Filter@1\" = 3\n\"demo.all@1\" = 0")
            .read(this.folder);
        assertThat(manifest.name()).isEqualTo("my-bundle");
        assertThat(manifest.id()).isEqualTo(BundleId.of("my-bundle"));
        assertThat(manifest.version()).isEqualTo(new Version(1, 2, 3));
        assertThat(manifest.loader()).isEqualTo("native");
        assertThat(manifest.provides()).extracting(Manifest.ProvidedContract::id)
            .containsExactly(GuestContractId.of("image.Filter", 1), GuestContractId.of("demo.all", 1));
        assertThat(manifest.functionCount("image.Filter", 1)).hasValue(3);
        assertThat(manifest.functionCount("image.Filter", 2)).isEmpty();
        assertThat(manifest.reinitOnDependencyReload()).isFalse();
        assertThat(manifest.jvm().neverUnload()).isFalse();
        assertThat(manifest.jvm().returnedMemory()).isEmpty();
    }

    @Test
    @DisplayName("MF-05 an id that is the hash of the name is accepted")
    void matchingIdIsAccepted() {
        assertThat(new ManifestFile().read(this.folder).id()).isEqualTo(new BundleId(0xfe6226876e3a35b2L));
    }

    @ParameterizedTest
    @ValueSource(strings = { "18330255796463089074", "0xfe6226876e3a35b2", "0xFE62_2687_6E3A_35B2" })
    void idsAboveTheSignedRangeAreReadInDecimalAndHex(String id) {
        assertThat(new BigInteger("18330255796463089074")).isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
        assertThat(new ManifestFile().with("id", id).read(this.folder).id()).isEqualTo(BundleId.of("my-bundle"));
    }

    @Test
    @DisplayName("MF-01, MF-11 a flat file entry is the library")
    void flatFileIsTheLibrary() {
        assertThat(new ManifestFile().with("file", "\"lib/fallback.so\"").read(this.folder).file())
            .isEqualTo("lib/fallback.so");
    }

    @Test
    @DisplayName("MF-12 a platform table names the library of this platform and tolerates stray keys")
    void platformTableNamesTheLibraryOfThisPlatform() {
        Platform here = Platform.current();
        Manifest manifest = new ManifestFile().without("file")
            .followedBy("[file]\n" + here
                    + " = \"libhere.so\"\nplan9.mips = \"libthere.so\"\nprovides = [\"lost@1\"]\nn = 1")
            .read(this.folder);
        assertThat(manifest.file()).isEqualTo("libhere.so");
        assertThat(manifest.provides()).isEmpty();
    }

    @Test
    @DisplayName("MF-12 a platform table may be written with one header for each system")
    void platformTableMayHaveSubTables() {
        Platform here = Platform.current();
        assertThat(new ManifestFile().without("file")
            .followedBy("[file." + here.os() + "]\n" + here.arch() + " = \"libhere.so\"\nbuilds = 7")
            .read(this.folder)
            .file()).isEqualTo("libhere.so");
    }

    @ParameterizedTest
    @CsvSource({ "Linux,amd64,linux.x86_64", "Linux,aarch64,linux.aarch64", "Mac OS X,aarch64,macos.aarch64",
            "Windows 11,amd64,windows.x86_64", "FreeBSD,riscv64,unknown.unknown" })
    void platformsHaveTheNamesThatManifestsUse(String osName, String osArch, String expected) {
        assertThat(Platform.of(osName, osArch)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({ "1.2.3,demo.all,1.2.3", "1.2.3,demo.all@1,1.2.3", "1.2.3,demo.all@2,2.0.0", "1.2.3,demo.all@1.7,1.7.0",
            "1.2,demo.all@2.3.4,2.3.4", "'',demo.all,1.0.0", "'',demo.all@4294967295,4294967295.0.0" })
    @DisplayName("W-18, DI-15 a provided contract has one version: its own, else the bundle's, else 1.0.0")
    void providedContractHasOneVersion(String bundleVersion, String entry, String expected) {
        Version version = Version.parse(expected);
        Manifest manifest = new ManifestFile().with("version", "\"" + bundleVersion + "\"")
            .with("provides", "[\"" + entry + "\"]")
            .followedBy("[function_count]\n\"demo.all@" + Integer.toUnsignedString(version.major()) + "\" = 1")
            .read(this.folder);
        assertThat(manifest.provides()).singleElement().satisfies((provided) -> {
            assertThat(provided.name()).isEqualTo("demo.all");
            assertThat(provided.version()).isEqualTo(version);
            assertThat(provided.id()).isEqualTo(GuestContractId.of("demo.all", version.major()));
        });
    }

    @Test
    void functionCountUnderTheMajorOfTheBundleIsEnough() {
        Manifest manifest = new ManifestFile().with("version", "\"\"")
            .with("provides", "[\"demo.all@3\"]")
            .followedBy("[function_count]\n\"demo.all@0\" = 4294967295")
            .read(this.folder);
        assertThat(manifest.version()).isEqualTo(new Version(0, 0, 0));
        assertThat(manifest.functionCount("demo.all", 0)).hasValue(4294967295L);
    }

    @Test
    @DisplayName("MF-07, MF-14 a dependency without a bundle is by contract; its matching id is accepted")
    void dependencyByContract() {
        Manifest manifest = new ManifestFile()
            .dependency("contract = \"image.decode@1\"\nmin_version = \"1.4\"\ncontract_id = 18154885241241252316")
            .read(this.folder);
        assertThat(manifest.dependencies()).containsExactly(new Dependency("image.decode",
                new GuestContractId(0xfbf31bf02e2ab1dcL), "1.4", Optional.empty(), Optional.empty()));
    }

    @Test
    @DisplayName("MF-08 a dependency with bundle and bundle id is by bundle")
    void dependencyByBundle() {
        Manifest manifest = new ManifestFile()
            .dependency(
                    "contract = \"a\"\nmin_version = \"1.0\"\nbundle = \"provider\"\nbundle_id = 0xffffffffffffffff")
            .read(this.folder);
        assertThat(manifest.dependencies()).containsExactly(new Dependency("a", GuestContractId.of("a", 1), "1.0",
                Optional.of("provider"), Optional.of(new BundleId(-1))));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "bundle_id = 0" })
    @DisplayName("MF-09, MF-10 the bundle id that a dependency leaves out is computed from the bundle's name")
    void missingBundleIdIsComputed(String bundleId) {
        Manifest manifest = new ManifestFile()
            .dependency("contract = \"a\"\nmin_version = \"1.0\"\nbundle = \"provider\"\n" + bundleId)
            .dependency("contract = \"b\"\nmin_version = \"1.0\"")
            .read(this.folder);
        assertThat(manifest.dependencies()).extracting(Dependency::contract).containsExactly("a", "b");
        assertThat(manifest.dependencies().get(0).bundleId()).contains(BundleId.of("provider"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "contract_id = 0" })
    @DisplayName("MF-16, W-19 the contract id that a dependency leaves out is computed")
    void missingContractIdIsComputed(String contractId) {
        Manifest manifest = new ManifestFile()
            .dependency("contract = \"test.echo\"\nmin_version = \"2.1\"\n" + contractId)
            .read(this.folder);
        assertThat(manifest.dependencies()).singleElement()
            .extracting(Dependency::contractId)
            .isEqualTo(new GuestContractId(0x1b2383c8c0b18d09L));
    }

    @Test
    void contractIdOfMajorZeroStandsForAMinimumThatIsNoVersion() {
        Manifest manifest = new ManifestFile()
            .dependency("contract = \"a\"\nmin_version = \"1\"\ncontract_id = 0x" + GuestContractId.of("a", 0))
            .read(this.folder);
        assertThat(manifest.dependencies()).singleElement()
            .extracting(Dependency::contractId)
            .isEqualTo(GuestContractId.of("a", 0));
    }

    @Test
    void jvmTableIsRead() {
        Manifest manifest = new ManifestFile()
            .followedBy("[jvm]\nunload = \"never\"\nreturned_memory = \"borrowed\"\nhost_arguments = \"leaked\"\n"
                    + "binding = \"lazy\"\nfloating_point = \"restore\"")
            .read(this.folder);
        assertThat(manifest.jvm()).isEqualTo(new Manifest.JvmSettings(Optional.of(Manifest.UnloadRule.NEVER),
                Optional.of(ReturnedMemory.BORROWED), true, true, true));
    }

    @Test
    void jvmTableMaySpellOutTheDefaults() {
        Manifest manifest = new ManifestFile().followedBy("[jvm]\nunload = \"reclaim\"\nreturned_memory = \"reclaim\"")
            .read(this.folder);
        assertThat(manifest.jvm()).isEqualTo(new Manifest.JvmSettings(Optional.of(Manifest.UnloadRule.RECLAIM),
                Optional.of(ReturnedMemory.RECLAIM), false, false, false));
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreAccepted() {
        String text = "\uFEFF" + new ManifestFile().text().replace("\n", "\r\n");
        assertThat(ManifestFile.read(this.folder, text.getBytes(StandardCharsets.UTF_8)).name()).isEqualTo("my-bundle");
    }

}
