package io.polyplug.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is left of private copies that nobody needs any more, and what is not. */
class PrivateCopiesTests {

    private static final String LIBRARY = "lib/libx.so";

    @TempDir
    Path temporary;

    Path source;

    Path work;

    PrivateCopies copies = new PrivateCopies(false);

    int made;

    @BeforeEach
    void createBundle() throws IOException {
        this.source = Files.createDirectory(this.temporary.resolve("source"));
        this.work = Files.createDirectory(this.temporary.resolve("work"));
        write("manifest.toml", "one");
        write(LIBRARY, "x".repeat(9000));
        write("data/table", "t");
    }

    @AfterEach
    void deleteWhatIsReadOnly() throws IOException {
        FolderDeletion.delete(this.work);
    }

    private void write(String path, String text) throws IOException {
        Path file = this.source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private BundleCopy copy() {
        this.made++;
        return this.copies.copy(this.source, this.work.resolve("x." + this.made), "x");
    }

    /** Ends a copy as that of a replaced generation whose library went. */
    private Path end(BundleCopy copy) {
        Path folder = copy.directory();
        copy.spare(Set.of(folder.resolve("manifest.toml"), folder.resolve(LIBRARY)));
        this.copies.replaced("x");
        this.copies.end(copy, "x");
        assertThat(folder).doesNotExist();
        return folder.resolveSibling(folder.getFileName() + ".spare");
    }

    private static Object identity(BundleCopy copy, String path) throws IOException {
        return Files.readAttributes(copy.directory().resolve(path), BasicFileAttributes.class).fileKey();
    }

    private void assertIsCopy(BundleCopy copy) throws IOException {
        assertThat(paths(copy.directory())).isEqualTo(paths(this.source));
        for (String path : paths(this.source)) {
            Path file = copy.directory().resolve(path);
            if (Files.isRegularFile(file)) {
                assertThat(file).hasSameBinaryContentAs(this.source.resolve(path));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(Files.isRegularFile(file) ? "r--------" : "r-x------");
        }
        assertThat(copy.digest())
            .isEqualTo(new PrivateCopies(true).copy(this.source, this.work.resolve("other"), "x").digest());
        FolderDeletion.delete(this.work.resolve("other"));
    }

    private static Set<String> paths(Path folder) throws IOException {
        Set<String> paths = new TreeSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                paths.add(folder.relativize(directory).toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                paths.add(folder.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return paths;
    }

    private long folders() throws IOException {
        try (Stream<Path> folders = Files.list(this.work)) {
            return folders.count();
        }
    }

    @Test
    void nextCopyIsWrittenOverWhatIsLeft() throws IOException {
        BundleCopy first = copy();
        Object folder = identity(first, "");
        Object library = identity(first, LIBRARY);
        Object manifest = identity(first, "manifest.toml");
        Object data = identity(first, "data/table");
        Path left = end(first);
        assertThat(left).isDirectory();
        write("manifest.toml", "three");
        write(LIBRARY, "y".repeat(9001));
        BundleCopy next = copy();
        assertThat(left).doesNotExist();
        assertIsCopy(next);
        assertThat(identity(next, "")).isEqualTo(folder);
        assertThat(identity(next, LIBRARY)).isEqualTo(library);
        assertThat(identity(next, "manifest.toml")).isEqualTo(manifest);
        assertThat(data).isNotNull();
    }

    @Test
    void whateverTheBundleMayHaveMappedByItselfIsDeleted() throws IOException {
        BundleCopy first = copy();
        Path left = end(first);
        assertThat(paths(left)).containsExactly("", "lib", LIBRARY, "manifest.toml");
        assertThat(paths(this.source)).contains("data/table");
    }

    @Test
    void bytesThatAreZeroNowAreWritten() throws IOException {
        write(LIBRARY, "x".repeat(300_000));
        end(copy());
        Files.write(this.source.resolve(LIBRARY), new byte[300_000]);
        assertIsCopy(copy());
    }

    @Test
    void fileThatShrinksWithinItsLastPageIsCut() throws IOException {
        BundleCopy first = copy();
        Object library = identity(first, LIBRARY);
        end(first);
        write(LIBRARY, "z".repeat(8193));
        BundleCopy next = copy();
        assertIsCopy(next);
        assertThat(identity(next, LIBRARY)).isEqualTo(library);
    }

    /** A page that somebody has mapped does not go. */
    @Test
    void fileWithFewerPagesIsANewOne() throws IOException {
        BundleCopy first = copy();
        Path other = Files.createLink(this.temporary.resolve("other"), first.directory().resolve(LIBRARY));
        end(first);
        write(LIBRARY, "z".repeat(8192));
        BundleCopy next = copy();
        assertIsCopy(next);
        assertThat(other).hasContent("x".repeat(9000));
        assertThat(next.directory().resolve(LIBRARY)).hasContent("z".repeat(8192));
    }

    @Test
    void folderMayBecomeAFileAndAFileAFolder() throws IOException {
        end(copy());
        FolderDeletion.delete(this.source.resolve("lib"));
        write("lib", "a file now");
        Files.delete(this.source.resolve("manifest.toml"));
        write("manifest.toml/inside", "a folder now");
        assertIsCopy(copy());
    }

    @Test
    void linksInThePlaceOfFilesAreLinks() throws IOException {
        end(copy());
        Files.move(this.source.resolve(LIBRARY), this.source.resolve("lib/libx.so.1"));
        Files.createSymbolicLink(this.source.resolve(LIBRARY), Path.of("libx.so.1"));
        BundleCopy next = copy();
        assertThat(Files.readSymbolicLink(next.directory().resolve(LIBRARY))).isEqualTo(Path.of("libx.so.1"));
        assertThat(next.directory().resolve("lib/libx.so.1")).hasContent("x".repeat(9000));
    }

    @Test
    void libraryThatStaysMappedIsNotWrittenOver() throws IOException {
        BundleCopy first = copy();
        this.copies.replaced("x");
        this.copies.end(first, "x");
        assertThat(folders()).isZero();
        assertIsCopy(copy());
    }

    @Test
    void largeFilesAreNotKept() throws IOException {
        Files.write(this.source.resolve(LIBRARY), new byte[(16 << 20) + 1]);
        BundleCopy first = copy();
        Path left = end(first);
        assertThat(paths(left)).containsExactly("", "manifest.toml");
        assertIsCopy(copy());
    }

    @Test
    void onlyOneIsKept() throws IOException {
        BundleCopy first = copy();
        BundleCopy second = copy();
        end(first);
        Path left = end(second);
        assertThat(folders()).isOne();
        assertThat(left).isDirectory();
    }

    @Test
    void nothingIsKeptOfABundleThatIsNotLoadedAnyMore() throws IOException {
        BundleCopy first = copy();
        BundleCopy late = copy();
        Path left = end(first);
        this.copies.withdrawn("y");
        assertThat(left).isDirectory();
        this.copies.withdrawn("x");
        assertThat(left).doesNotExist();
        late.spare(Set.of(late.directory().resolve(LIBRARY)));
        this.copies.end(late, "x");
        assertThat(folders()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "manifest.toml", LIBRARY, "lib" })
    void whatACleanerHasTakenIsMadeAnew(String swept) throws IOException {
        FolderDeletion.delete(end(copy()).resolve(swept));
        assertIsCopy(copy());
    }

    @Test
    void copyThatIsRefusedLeavesNothing() throws IOException {
        end(copy());
        Files.createSymbolicLink(this.source.resolve("bad"), Path.of("/etc/hostname"));
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(this::copy);
        assertThat(folders()).isOne();
        Files.delete(this.source.resolve("bad"));
        assertIsCopy(copy());
        assertThat(folders()).isOne();
    }

    @Test
    void copyOfACopyMayBeWrittenOverWhatIsLeft() throws IOException {
        BundleCopy kept = copy();
        end(copy());
        BundleCopy again = this.copies.copyAgain(kept, this.work.resolve("again"));
        assertIsCopy(again);
        assertThat(again.digest()).isEqualTo(kept.digest());
    }

    @Test
    void hashesAreThoseOfTheFiles() throws IOException {
        assumeTrue(copy().hashes().isEmpty());
        BundleCopy hashed = new PrivateCopies(true).copy(this.source, this.work.resolve("hashed"), "x");
        assertThat(hashed.hashes()).containsOnlyKeys(Path.of("manifest.toml"), Path.of(LIBRARY), Path.of("data/table"));
        hashed.hashes()
            .forEach((path, hash) -> assertThat(Arrays.equals(hash, sha256(this.source.resolve(path)))).isTrue());
    }

    private static byte[] sha256(Path file) {
        try {
            return ContentDigest.sha256().digest(Files.readAllBytes(file));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
