package io.polyplug.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.polyplug.error.BundleArchiveException;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.SigningKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Packing and unpacking, without a runtime.
 */
class BundleArchiveTests {

    private static final String MANIFEST = """
            # The greeter.
            loader = "native"
            name = "greeter"
            file = "libgreeter.so" # here
            version = "1.0.0"
            provides = ["greeter@1"]

            [function_count]
            "greeter@1" = 1
            """;

    @TempDir
    private Path folder;

    private Path bundle;

    private Path archive;

    @BeforeEach
    void writeBundle() throws IOException {
        this.archive = this.folder.resolve("greeter.ppb");
        this.bundle = bundle("greeter", MANIFEST);
        Files.write(this.bundle.resolve("libgreeter.so"), library(62));
        Files.createDirectories(this.bundle.resolve("data/leer"));
        Files.writeString(this.bundle.resolve("data/gr\u00fc\u00dfe.txt"), "hallo ".repeat(1000));
        Files.writeString(this.bundle.resolve("Zebra"), "z");
        Files.writeString(this.bundle.resolve("data.txt"), "");
    }

    private Path bundle(String name, String manifest) throws IOException {
        Path directory = Files.createDirectories(this.folder.resolve(name));
        Files.writeString(directory.resolve("manifest.toml"), manifest);
        return directory;
    }

    private static byte[] library(int machine) {
        return ByteBuffer.allocate(200)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x464c457f)
            .putShort(18, (short) machine)
            .array();
    }

    @Test
    void whatIsPackedIsUnpackedAsItWas() throws IOException {
        BundleArchive.pack(List.of(this.bundle), this.archive);
        Path unpacked = this.folder.resolve("new/unpacked");
        BundleArchive.unpack(this.archive, unpacked);
        assertThat(tree(unpacked)).isEqualTo(tree(this.bundle)).contains("data/leer", "data/gr\u00fc\u00dfe.txt");
        for (String file : List.of("manifest.toml", "libgreeter.so", "data/gr\u00fc\u00dfe.txt", "Zebra", "data.txt")) {
            assertThat(unpacked.resolve(file)).hasSameBinaryContentAs(this.bundle.resolve(file));
        }
    }

    private static List<String> tree(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map((file) -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void theManifestIsFirstAndAllElseSorted() throws IOException {
        BundleArchive.pack(List.of(this.bundle), this.archive);
        try (ZipFile zip = new ZipFile(this.archive.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("manifest.toml", "Zebra", "data.txt",
                    "data/gr\u00fc\u00dfe.txt", "data/leer/", "libgreeter.so");
        }
    }

    @Test
    void timesAndPermissionsDoNotChangeTheBytes() throws IOException {
        BundleArchive.pack(List.of(this.bundle), this.archive);
        byte[] first = Files.readAllBytes(this.archive);
        Path other = this.folder.resolve("elsewhere");
        BundleArchive.unpack(this.archive, other);
        Files.setLastModifiedTime(other.resolve("Zebra"), FileTime.from(Instant.EPOCH));
        assertThat(other.resolve("libgreeter.so").toFile().setExecutable(true)).isTrue();
        BundleArchive.pack(List.of(other), this.archive);
        assertThat(Files.readAllBytes(this.archive)).isEqualTo(first);
    }

    @Test
    void anArchiveIsReplacedAndNothingElseIsLeft() throws IOException {
        Files.writeString(this.archive, "something else");
        BundleArchive.pack(List.of(this.bundle), this.archive);
        assertThat(BundleArchive.isArchive(this.archive)).isTrue();
        assertThat(this.folder.toFile().list()).containsExactlyInAnyOrder("greeter", "greeter.ppb");
    }

    @Test
    void aSignatureIsKeptWhereThereIsOneFolder() throws IOException {
        SigningKey key = SigningKey.generate();
        key.sign(this.bundle);
        BundleArchive.pack(List.of(this.bundle), this.archive);
        BundleArchive.unpack(this.archive, this.folder.resolve("unpacked"));
        BundleSignature.read(this.folder.resolve("unpacked")).verify(List.of(key.verifyingKey()));
    }

    @Test
    void whatIsPackedWithAKeyIsSignedAndTheFolderIsNot() throws IOException {
        SigningKey key = SigningKey.generate();
        BundleArchive.pack(List.of(this.bundle), this.archive, key);
        BundleArchive.unpack(this.archive, this.folder.resolve("unpacked"));
        BundleSignature.read(this.folder.resolve("unpacked")).verify(List.of(key.verifyingKey()));
        assertThat(this.bundle.resolve("bundle.sig")).doesNotExist();
    }

    @Test
    void twoPlatformsBecomeATable() throws IOException {
        Path other = bundle("arm", MANIFEST.replace("libgreeter.so", "aarch64/libgreeter.so"));
        Files.write(Files.createDirectory(other.resolve("aarch64")).resolve("libgreeter.so"), library(183));
        Files.writeString(other.resolve("Zebra"), "z");
        SigningKey key = SigningKey.generate();
        key.sign(other);
        BundleArchive.pack(List.of(this.bundle, other), this.archive);
        Path unpacked = this.folder.resolve("unpacked");
        BundleArchive.unpack(this.archive, unpacked);
        assertThat(unpacked.resolve("manifest.toml")).content()
            .isEqualTo(MANIFEST.replace("file = \"libgreeter.so\" # here\n", "")
                    + "\n[file.linux]\naarch64 = \"aarch64/libgreeter.so\"\nx86_64 = \"libgreeter.so\"\n");
        assertThat(unpacked.resolve("bundle.sig")).doesNotExist();
        assertThat(tree(unpacked)).contains("Zebra", "data/leer", "aarch64/libgreeter.so", "libgreeter.so");
        byte[] unsigned = Files.readAllBytes(this.archive);
        BundleArchive.pack(List.of(other, this.bundle), this.archive);
        assertThat(Files.readAllBytes(this.archive)).isEqualTo(unsigned);
        BundleArchive.pack(List.of(this.bundle, other), this.archive, key);
        BundleArchive.unpack(this.archive, this.folder.resolve("signed"));
        BundleSignature.read(this.folder.resolve("signed")).verify(List.of(key.verifyingKey()));
    }

    @Test
    void tablesOfPlatformsAreTakenTogether() throws IOException {
        String first = MANIFEST.replace("file = \"libgreeter.so\" # here\n", "")
                + "[file.windows]\nx86_64 = 'greeter.dll'\n[[dependency]]\nkind = \"contract\"\n";
        String second = MANIFEST.replace("file = \"libgreeter.so\" # here\n", "")
                + "[[dependency]]\nkind = \"contract\"\n[file]\nmacos = { aarch64 = \"lib\\\"greeter.dylib\" }\n";
        BundleArchive.pack(List.of(bundle("one", first), bundle("two", second)), this.archive);
        BundleArchive.unpack(this.archive, this.folder.resolve("unpacked"));
        assertThat(this.folder.resolve("unpacked/manifest.toml")).content()
            .endsWith("[[dependency]]\nkind = \"contract\"\n\n[file.macos]\naarch64 = \"lib\\\"greeter.dylib\"\n"
                    + "\n[file.windows]\nx86_64 = \"greeter.dll\"\n");
    }

    @Test
    void foldersThatDoNotBelongTogetherAreRefused() throws IOException {
        Path newer = bundle("newer", MANIFEST.replace("1.0.0", "1.0.1"));
        assertRefused(List.of(this.bundle, newer), "differ in 'version'");
        Path same = bundle("same", MANIFEST);
        assertRefused(List.of(this.bundle, same), "its entry 'libgreeter.so' is named by");
        Files.write(same.resolve("libgreeter.so"), library(183));
        assertRefused(List.of(this.bundle, same), "its entry 'libgreeter.so' is not the same in the folders");
        Files.write(same.resolve("libgreeter.so"), library(40));
        assertRefused(List.of(this.bundle, same), "does not tell for which platform it was built");
        Path twice = bundle("twice", MANIFEST.replace("libgreeter.so", "lib2.so"));
        Files.write(twice.resolve("lib2.so"), library(62));
        assertRefused(List.of(this.bundle, twice), "would be a second library for linux.x86_64 beside 'libgreeter.so'");
    }

    @Test
    void whatCannotBePackedIsRefused() throws IOException {
        Files.createSymbolicLink(this.bundle.resolve("link"), Path.of("Zebra"));
        assertRefused(List.of(this.bundle), "its entry 'link' is a symbolic link");
        Files.delete(this.bundle.resolve("link"));
        Files.writeString(this.bundle.resolve("a\\b"), "x");
        assertRefused(List.of(this.bundle), "its entry 'a\\b' has a backslash in its name");
        Files.delete(this.bundle.resolve("a\\b"));
        assertRefused(List.of(this.folder.resolve("none")), "which is no folder");
        assertRefused(List.of(this.bundle.resolve("data")), "would have no manifest.toml");
        assertThatExceptionOfType(BundleArchiveException.class)
            .isThrownBy(() -> BundleArchive.pack(List.of(this.bundle), this.bundle.resolve("x.ppb")))
            .withMessageContaining("would lie in the folder that it is packed from");
        assertThatExceptionOfType(BundleArchiveException.class)
            .isThrownBy(() -> BundleArchive.pack(List.of(this.bundle), this.folder.resolve("x.zip")))
            .withMessageContaining("Let its name end with .ppb");
        assertThatIllegalArgumentException().isThrownBy(() -> BundleArchive.pack(List.of(), this.archive));
        assertThatThrownBy(() -> BundleArchive.pack(List.of(this.bundle), this.folder.resolve("none/x.ppb")))
            .isInstanceOf(IOException.class);
        assertThat(this.folder.toFile().list()).containsExactly("greeter");
    }

    private void assertRefused(List<Path> folders, String reason) {
        assertThatExceptionOfType(BundleArchiveException.class)
            .isThrownBy(() -> BundleArchive.pack(folders, this.archive))
            .withMessageStartingWith("Bundle archive " + this.archive + " cannot be packed: it")
            .withMessageContaining(reason);
    }

    @Test
    void aFileOfHolesIsPackedAndUnpackedWithItsHoles() throws IOException {
        long size = 300L << 20;
        Path holes = this.bundle.resolve("holes");
        try (FileChannel file = FileChannel.open(holes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("begin".getBytes(StandardCharsets.US_ASCII)), 0);
            file.write(ByteBuffer.wrap("middle".getBytes(StandardCharsets.US_ASCII)), size / 2);
            file.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
        BundleArchive.pack(List.of(this.bundle), this.archive);
        BundleArchive.unpack(this.archive, this.folder.resolve("unpacked"));
        assertThat(Files.mismatch(holes, this.folder.resolve("unpacked/holes"))).isEqualTo(-1);
        assertThat(allocated(this.archive)).isLessThan(size / 100);
        assertThat(allocated(this.folder.resolve("unpacked/holes"))).isLessThan(size / 100);
    }

    private static long allocated(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        return 1024
                * Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t")[0]);
    }

    @Test
    void whatOtherToolsPackIsUnpacked() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(this.archive))) {
            zip.setComment("made by hand");
            zip.putNextEntry(new ZipEntry("./"));
            zip.putNextEntry(new ZipEntry("./data/"));
            zip.putNextEntry(new ZipEntry("./data/a.txt"));
            zip.write("a".getBytes(StandardCharsets.US_ASCII));
            zip.putNextEntry(new ZipEntry("./manifest.toml"));
            zip.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
        }
        BundleArchive.unpack(this.archive, this.folder.resolve("unpacked"));
        assertThat(tree(this.folder.resolve("unpacked"))).containsExactly("", "data", "data/a.txt", "manifest.toml");
    }

    @Test
    void whatZipPacksIsUnpacked() throws Exception {
        for (List<String> options : List.of(List.of("-qr"), List.of("-qrX9"), List.of("-qr0"))) {
            Files.deleteIfExists(this.archive);
            List<String> command = new ArrayList<>(List.of("zip"));
            command.addAll(options);
            command.addAll(List.of(this.archive.toString(), "."));
            assumeTrue(run(command), "there is no zip on the PATH");
            Path unpacked = this.folder.resolve("unpacked" + options.get(0));
            BundleArchive.unpack(this.archive, unpacked);
            assertThat(tree(unpacked)).isEqualTo(tree(this.bundle));
        }
        Files.createSymbolicLink(this.bundle.resolve("link"), Path.of("Zebra"));
        assertThat(run(List.of("zip", "-qry", this.archive.toString(), "."))).isTrue();
        assertThatExceptionOfType(BundleArchiveException.class)
            .isThrownBy(() -> BundleArchive.unpack(this.archive, this.folder.resolve("links")))
            .withMessageContaining("its entry 'link' is a symbolic link");
    }

    private boolean run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).directory(this.bundle.toFile()).inheritIO().start().waitFor() == 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws IOException {
        BundleArchive.pack(List.of(this.bundle), this.archive);
        Path target = Files.createDirectory(this.folder.resolve("target"));
        Path mine = Files.writeString(target.resolve("mine"), "mine");
        assertThatThrownBy(() -> BundleArchive.unpack(this.archive, target))
            .isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(target.toFile().list()).containsExactly("mine");
        Files.delete(mine);
        BundleArchive.unpack(this.archive, target);
        assertThat(target.resolve("manifest.toml")).exists();
    }

    @Test
    void onlyFilesWithTheNameAreArchives() throws IOException {
        assertThat(BundleArchive.isArchive(this.archive)).isFalse();
        Files.createDirectory(this.archive);
        assertThat(BundleArchive.isArchive(this.archive)).isFalse();
        Path file = Files.writeString(this.folder.resolve("file.ppb"), "");
        assertThat(BundleArchive.isArchive(file)).isTrue();
        assertThat(BundleArchive.isArchive(Files.createSymbolicLink(this.folder.resolve("link.ppb"), file))).isTrue();
        assertThat(BundleArchive.isArchive(Files.writeString(this.folder.resolve("file.ppb.tmp"), ""))).isFalse();
        assertThat(BundleArchive.isArchive(Path.of("/"))).isFalse();
    }

}
