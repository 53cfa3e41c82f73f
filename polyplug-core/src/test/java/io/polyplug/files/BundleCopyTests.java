package io.polyplug.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.polyplug.error.BundleLoadException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * W-04, W-05: a private copy for each generation, whose bytes are those of one moment.
 */
class BundleCopyTests {

    @TempDir
    Path temporary;

    Path source;

    Path target;

    @BeforeEach
    void createBundle() throws IOException {
        this.source = Files.createDirectory(this.temporary.resolve("image-tools"));
        this.target = this.temporary.resolve("copy");
        Files.writeString(this.source.resolve("manifest.toml"), "manifest");
        Files.createDirectories(this.source.resolve("lib").resolve("empty"));
        byte[] library = new byte[1_500_000];
        new Random(1).nextBytes(library);
        Files.write(this.source.resolve("lib").resolve("libp.so"), library);
    }

    /** Copies a folder as the bundle of its name. */
    static BundleCopy copy(Path source, Path target) {
        return BundleCopy.of(source, target, source.getFileName().toString());
    }

    @AfterEach
    void deleteWhatIsReadOnly() throws IOException {
        FolderDeletion.delete(this.target);
        FolderDeletion.delete(this.source);
    }

    @Test
    void namesLayoutAndBytesAreKept() throws IOException {
        BundleCopy copy = copy(this.source, this.target);
        assertThat(copy.directory()).isEqualTo(this.target);
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
        assertThat(this.target.resolve("lib").resolve("empty")).isEmptyDirectory();
        assertThat(this.target.resolve("lib").resolve("libp.so"))
            .hasSameBinaryContentAs(this.source.resolve("lib").resolve("libp.so"));
    }

    @Test
    void nobodyCanChangeTheCopy() throws IOException {
        assumeTrue(Permissions.areKnown(), "the file system knows no permissions");
        copy(this.source, this.target);
        assertThat(permissions("")).isEqualTo("r-x------");
        assertThat(permissions("lib")).isEqualTo("r-x------");
        assertThat(permissions("lib/libp.so")).isEqualTo("r--------");
        assertThat(permissions("manifest.toml")).isEqualTo("r--------");
    }

    @Test
    void overwritingTheSourceLeavesTheCopyAlone() throws IOException {
        copy(this.source, this.target);
        Files.writeString(this.source.resolve("manifest.toml"), "changed");
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
    }

    @Test
    void copyCanBeCopiedAgainAndDeleted() {
        BundleCopy copy = copy(this.source, this.target);
        BundleCopy second = new PrivateCopies(false).copyAgain(copy, this.temporary.resolve("second"));
        copy.delete();
        assertThat(this.target).doesNotExist();
        assertThat(second.directory().resolve("lib").resolve("libp.so"))
            .hasSameBinaryContentAs(this.source.resolve("lib").resolve("libp.so"));
        second.delete();
        second.delete();
        assertThat(this.temporary.resolve("second")).doesNotExist();
    }

    @Test
    void folderMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.source);
        copy(link, this.target);
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
        assertThat(this.target).isDirectory().satisfies((path) -> assertThat(Files.isSymbolicLink(path)).isFalse());
    }

    @Test
    void relativeLinksThatStayInsideAreCopiedAsLinks() throws IOException {
        Path link = Path.of("lib", "libp.so.1");
        Files.createSymbolicLink(this.source.resolve(link), Path.of("libp.so"));
        Files.createSymbolicLink(this.source.resolve("library"), Path.of("lib"));
        copy(this.source, this.target);
        assertThat(Files.readSymbolicLink(this.target.resolve(link))).isEqualTo(Path.of("libp.so"));
        assertThat(this.target.resolve("library").resolve("libp.so.1").toRealPath())
            .isEqualTo(this.target.resolve("lib").resolve("libp.so").toRealPath());
    }

    @ParameterizedTest
    @CsvSource({ "/etc/hostname, which is absolute", "../outside, outside the bundle directory",
            "missing, which leads to nothing", "here/../outside, outside the bundle directory",
            "lib/../../outside, outside the bundle directory" })
    void otherLinksAreRefusedByName(String leadsTo, String reason) throws IOException {
        Files.writeString(this.temporary.resolve("outside"), "");
        Files.writeString(this.source.resolve("outside"), "looks inside where links are not followed");
        Files.createSymbolicLink(this.source.resolve("here"), Path.of("."));
        Files.createSymbolicLink(this.source.resolve("bad"), Path.of(leadsTo));
        assertRefused("'bad' in its folder is a link to " + leadsTo, reason);
    }

    @Test
    void sparseFilesStaySparse() throws Exception {
        Path model = this.source.resolve("model");
        byte[] words = "not zero".getBytes(StandardCharsets.UTF_8);
        try (FileChannel file = FileChannel.open(model, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(words), 0);
            file.write(ByteBuffer.wrap(words), 33_000_001);
            file.write(ByteBuffer.allocate(1), 64 * 1024 * 1024 - 1);
        }
        assumeTrue(allocated(model) < 1_000_000, "the file system has no holes");
        copy(this.source, this.target);
        assertThat(this.target.resolve("model")).hasSize(64 * 1024 * 1024).hasSameBinaryContentAs(model);
        assertThat(allocated(this.target.resolve("model"))).isLessThan(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 65_535, 65_536, 65_537, 524_288, 524_289, 1_000_000 })
    void filesOfZerosKeepTheirLength(int length) throws IOException {
        Files.write(this.source.resolve("zeros"), new byte[length]);
        byte[] one = new byte[length + 1];
        one[length] = 1;
        Files.write(this.source.resolve("one"), one);
        copy(this.source, this.target);
        assertThat(this.target.resolve("zeros")).hasBinaryContent(new byte[length]);
        assertThat(this.target.resolve("one")).hasBinaryContent(one);
    }

    /** Returns how many bytes of the disk a file takes. */
    private static long allocated(Path file) throws Exception {
        Process process = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).redirectErrorStream(true).start();
        String[] answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
            .split(" ");
        assumeTrue(process.waitFor() == 0 && answer.length == 2, "there is no stat that tells blocks");
        return Long.parseLong(answer[0]) * Long.parseLong(answer[1]);
    }

    @Test
    void slowCopyIsToldWhileItRuns() {
        List<List<String>> toldAfterEachFile = new ArrayList<>();
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.files"); FileCopier slow = new FileCopier() {

            private long now;

            @Override
            long nanoTime() {
                this.now += TimeUnit.SECONDS.toNanos(4);
                return this.now;
            }

            @Override
            void copy(ReadableByteChannel from, Path to, boolean present, CopyProgress progress) throws IOException {
                super.copy(from, to, present, progress);
                toldAfterEachFile.add(log.lines());
            }

        }) {
            BundleCopy.of(this.source, this.target, "tools", slow, () -> null);
            assertThat(toldAfterEachFile.get(toldAfterEachFile.size() - 1)).isEqualTo(log.lines())
                .hasSize(2)
                .allMatch((line) -> line.startsWith("WARN Copying bundle 'tools' from " + this.source + " has taken "))
                .first()
                .asString()
                .contains("8 s so far", " of 1.5 MB are copied", "in another folder");
        }
    }

    @Test
    void fastCopyIsNotTold() {
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.files"); FileCopier standing = new FileCopier() {

            @Override
            long nanoTime() {
                return 0;
            }

        }) {
            BundleCopy.of(this.source, this.target, "tools", standing, () -> null);
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "manifest.toml", "lib/empty", "lib" })
    void copyThatIsNotWholeAnyMoreIsNotCopiedAgain(String swept) throws IOException {
        BundleCopy copy = copy(this.source, this.target);
        Permissions.PRIVATE.applyTo(this.target);
        Permissions.PRIVATE.applyTo(this.target.resolve("lib"));
        FolderDeletion.delete(this.target.resolve(swept));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> new PrivateCopies(false).copyAgain(copy, this.temporary.resolve("second")))
            .withMessageContainingAll("'image-tools' cannot be rolled back", "its private copy is gone",
                    "'" + swept + "'", "Reload the bundle from a folder");
        assertThat(this.temporary.resolve("second")).doesNotExist();
    }

    @Test
    void pipesAreRefusedByName() throws Exception {
        Process process = new ProcessBuilder("mkfifo", this.source.resolve("pipe").toString()).start();
        assumeTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, "the system makes no pipes");
        assertRefused("'pipe' in its folder is neither a file nor a folder", "Remove it");
    }

    @Test
    void missingFolderIsRefused() throws IOException {
        FolderDeletion.delete(this.source);
        assertRefused("there is no such folder");
    }

    @Test
    void folderAroundTheWorkDirectoryIsRefused() {
        this.target = this.source.resolve("copy");
        assertRefused("the work directory lies in it");
    }

    @Test
    void existingTargetIsRefusedAndKept() throws IOException {
        Files.createDirectory(this.target);
        Files.writeString(this.target.resolve("other"), "kept");
        assertThat(refusal(new FileCopier())).hasMessageContaining("could not be copied");
        assertThat(this.target.resolve("other")).hasContent("kept");
    }

    @Test
    void missingFolderAroundTheTargetIsNamed() {
        this.target = this.temporary.resolve("missing").resolve("copy");
        assertRefused("missing does not exist");
    }

    @Test
    void changeOfSizeOrTimeUnderTheCopyIsSeen() {
        makeOld();
        assertChangeIsSeen(() -> Files.writeString(this.source.resolve("manifest.toml"), "manIfest"), "manifest.toml");
    }

    @Test
    void replacedFileUnderTheCopyIsSeen() {
        makeOld();
        assertChangeIsSeen(() -> {
            Path manifest = this.source.resolve("manifest.toml");
            FileTime modified = Files.getLastModifiedTime(manifest);
            Path fresh = Files.writeString(this.temporary.resolve("fresh"), "manIfest");
            Files.setLastModifiedTime(fresh, modified);
            Files.move(fresh, manifest, StandardCopyOption.REPLACE_EXISTING);
        }, "manifest.toml");
    }

    @Test
    void changeWithinTheResolutionOfTheTimeIsSeen() {
        assertChangeIsSeen(this::overwriteAndKeepTheTime, "manifest.toml");
    }

    /** As {@code cp -p} and {@code rsync -t} leave it, of a build with fixed times. */
    @Test
    void changeOfAnOldFileThatGetsItsOldTimeBackIsSeen() {
        makeOld();
        assertChangeIsSeen(this::overwriteAndKeepTheTime, "manifest.toml");
    }

    @Test
    void fileThatComesOrGoesUnderTheCopyIsSeen() {
        makeOld();
        assertChangeIsSeen(() -> Files.writeString(this.source.resolve("new"), ""), "new");
        assertChangeIsSeen(() -> Files.delete(this.source.resolve("new")), "new");
    }

    @Test
    void concurrentCopiesDoNotMixTheirBytes() {
        List<Path> targets = List.of(this.temporary.resolve("a"), this.temporary.resolve("b"),
                this.temporary.resolve("c"));
        List<BundleCopy> copies = targets.parallelStream().map((path) -> copy(this.source, path)).toList();
        for (BundleCopy copy : copies) {
            assertThat(copy.directory().resolve("lib").resolve("libp.so"))
                .hasSameBinaryContentAs(this.source.resolve("lib").resolve("libp.so"));
            copy.delete();
        }
    }

    /** As a backup does, or a folder that shared the files of a copy and is removed. */
    @Test
    void otherNamesOfAFileUnderTheCopyAreNoChange() throws IOException {
        makeOld();
        Path other = this.temporary.resolve("other");
        List<Path> compared = new ArrayList<>();
        try (FileCopier copier = new FileCopier() {
            @Override
            boolean haveSameContent(Path one, Path copied) throws IOException {
                boolean same = super.haveSameContent(one, copied);
                if (one.endsWith("manifest.toml")) {
                    awaitOtherTimeOfChange(one);
                    compared.add(one);
                    if (compared.size() == 1) {
                        Files.createLink(other, one);
                    }
                    else if (compared.size() == 2) {
                        Files.delete(other);
                    }
                }
                return same;
            }
        }) {
            BundleCopy.of(this.source, this.target, "tools", copier, () -> null);
        }
        assertThat(this.target.resolve("manifest.toml")).content().isEqualTo("manifest");
        assertThat(compared).hasSize(3);
    }

    @Test
    void changeOfAFileThatWasComparedAlreadyIsSeen() {
        makeOld();
        BundleLoadException refusal = refusal(new FileCopier() {
            @Override
            boolean haveSameContent(Path one, Path copied) throws IOException {
                boolean same = super.haveSameContent(one, copied);
                awaitOtherTimeOfChange(one);
                overwriteAndKeepTheTime();
                return same;
            }
        });
        assertThat(refusal).hasMessageContaining("'manifest.toml' in its folder was changed while it was copied");
    }

    @Test
    void folderThatNeverRestsIsRefused() {
        BundleLoadException refusal = refusal(new FileCopier() {
            private int names;

            @Override
            boolean haveSameContent(Path one, Path copied) throws IOException {
                awaitOtherTimeOfChange(one);
                Files.createLink(BundleCopyTests.this.temporary.resolve("name" + this.names++), one);
                return super.haveSameContent(one, copied);
            }
        });
        assertThat(refusal).hasMessageContaining("was changed while it was copied. Finish writing it and try again");
    }

    private interface Change {

        void make() throws IOException;

    }

    private void assertChangeIsSeen(Change change, String file) {
        BundleLoadException refusal = refusal(new FileCopier() {
            private int copied;

            @Override
            void copy(ReadableByteChannel from, Path to, boolean present, CopyProgress progress) throws IOException {
                super.copy(from, to, present, progress);
                if (++this.copied == 2) {
                    change.make();
                }
            }
        });
        assertThat(refusal).hasMessageContaining(file)
            .hasMessageContaining("changed while it was copied. Finish writing it and try again");
        assertThat(this.target).doesNotExist();
    }

    private void overwriteAndKeepTheTime() throws IOException {
        Path manifest = this.source.resolve("manifest.toml");
        FileTime modified = Files.getLastModifiedTime(manifest);
        Files.writeString(manifest, "manIfest");
        Files.setLastModifiedTime(manifest, modified);
    }

    /**
     * Systems before Linux 6.13 give one time to all changes within some milliseconds.
     */
    private void awaitOtherTimeOfChange(Path file) throws IOException {
        Path clock = this.temporary.resolve("clock");
        do {
            Files.writeString(clock, "");
        }
        while (Files.getAttribute(clock, "unix:ctime").equals(Files.getAttribute(file, "unix:ctime")));
    }

    private void makeOld() {
        try {
            FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
            Files.setLastModifiedTime(this.source.resolve("manifest.toml"), old);
            Files.setLastModifiedTime(this.source.resolve("lib").resolve("libp.so"), old);
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private void assertRefused(String... parts) {
        BundleLoadException refusal = refusal(new FileCopier());
        assertThat(refusal.bundleName()).isEqualTo("tools");
        assertThat(refusal).hasMessageContaining("Bundle 'tools' (" + this.source + ") was not loaded: ");
        for (String part : parts) {
            assertThat(refusal).hasMessageContaining(part);
        }
        assertThat(Files.exists(this.target, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private BundleLoadException refusal(FileCopier copier) {
        try (copier) {
            BundleLoadException refusal = catchThrowableOfType(BundleLoadException.class,
                    () -> BundleCopy.of(this.source, this.target, "tools", copier, () -> null));
            assertThat(refusal).isNotNull();
            return refusal;
        }
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.target.resolve(path)));
    }

}
