package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
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

    @AfterEach
    void deleteWhatIsReadOnly() throws IOException {
        FolderDeletion.delete(this.target);
        FolderDeletion.delete(this.source);
    }

    @Test
    void namesLayoutAndBytesAreKept() throws IOException {
        BundleCopy copy = BundleCopy.of(this.source, this.target);
        assertThat(copy.directory()).isEqualTo(this.target);
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
        assertThat(this.target.resolve("lib").resolve("empty")).isEmptyDirectory();
        assertThat(this.target.resolve("lib").resolve("libp.so"))
            .hasSameBinaryContentAs(this.source.resolve("lib").resolve("libp.so"));
    }

    @Test
    void nobodyCanChangeTheCopy() throws IOException {
        assumeTrue(Permissions.areKnown(), "the file system knows no permissions");
        BundleCopy.of(this.source, this.target);
        assertThat(permissions("")).isEqualTo("r-x------");
        assertThat(permissions("lib")).isEqualTo("r-x------");
        assertThat(permissions("lib/libp.so")).isEqualTo("r--------");
        assertThat(permissions("manifest.toml")).isEqualTo("r--------");
    }

    @Test
    void overwritingTheSourceLeavesTheCopyAlone() throws IOException {
        BundleCopy.of(this.source, this.target);
        Files.writeString(this.source.resolve("manifest.toml"), "changed");
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
    }

    @Test
    void copyCanBeCopiedAgainAndDeleted() {
        BundleCopy copy = BundleCopy.of(this.source, this.target);
        BundleCopy second = copy.again(this.temporary.resolve("second"));
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
        BundleCopy.of(link, this.target);
        assertThat(this.target.resolve("manifest.toml")).hasContent("manifest");
        assertThat(this.target).isDirectory().satisfies((path) -> assertThat(Files.isSymbolicLink(path)).isFalse());
    }

    @Test
    void relativeLinksThatStayInsideAreCopiedAsLinks() throws IOException {
        Path link = Path.of("lib", "libp.so.1");
        Files.createSymbolicLink(this.source.resolve(link), Path.of("libp.so"));
        Files.createSymbolicLink(this.source.resolve("library"), Path.of("lib"));
        BundleCopy.of(this.source, this.target);
        assertThat(Files.readSymbolicLink(this.target.resolve(link))).isEqualTo(Path.of("libp.so"));
        assertThat(this.target.resolve("library").resolve("libp.so.1").toRealPath())
            .isEqualTo(this.target.resolve("lib").resolve("libp.so").toRealPath());
    }

    @ParameterizedTest
    @ValueSource(strings = { "/etc/hostname", "../outside", "missing", "here/../outside", "lib/../../outside" })
    void otherLinksAreRefusedByName(String leadsTo) throws IOException {
        Files.writeString(this.temporary.resolve("outside"), "");
        Files.writeString(this.source.resolve("outside"), "looks inside where links are not followed");
        Files.createSymbolicLink(this.source.resolve("here"), Path.of("."));
        Files.createSymbolicLink(this.source.resolve("bad"), Path.of(leadsTo));
        assertRefused("'bad' in its folder is a link to " + leadsTo, "outside the bundle directory");
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
        assertChangeIsSeen(() -> {
            Path manifest = this.source.resolve("manifest.toml");
            FileTime modified = Files.getLastModifiedTime(manifest);
            Files.writeString(manifest, "manIfest");
            Files.setLastModifiedTime(manifest, modified);
        }, "manifest.toml");
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
        List<BundleCopy> copies = targets.parallelStream().map((path) -> BundleCopy.of(this.source, path)).toList();
        for (BundleCopy copy : copies) {
            assertThat(copy.directory().resolve("lib").resolve("libp.so"))
                .hasSameBinaryContentAs(this.source.resolve("lib").resolve("libp.so"));
            copy.delete();
        }
    }

    private interface Change {

        void make() throws IOException;

    }

    private void assertChangeIsSeen(Change change, String file) {
        BundleLoadException refusal = refusal(new FileCopier() {
            private int copied;

            @Override
            void copy(Path from, Path to) throws IOException {
                super.copy(from, to);
                if (++this.copied == 2) {
                    change.make();
                }
            }
        });
        assertThat(refusal).hasMessageContaining(file)
            .hasMessageContaining("changed while it was copied. Finish writing it and try again");
        assertThat(this.target).doesNotExist();
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
                    () -> BundleCopy.of(this.source, this.target, "tools", copier));
            assertThat(refusal).isNotNull();
            return refusal;
        }
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.target.resolve(path)));
    }

}
