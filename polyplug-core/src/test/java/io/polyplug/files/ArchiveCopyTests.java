package io.polyplug.files;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.polyplug.archive.BundleArchive;
import io.polyplug.error.BundleArchiveException;
import io.polyplug.error.BundleLoadException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Private copies of archives.
 */
class ArchiveCopyTests {

    @TempDir
    private Path temporary;

    private Path folder;

    private Path archive;

    private Path target;

    @BeforeEach
    void pack() throws IOException {
        this.folder = this.temporary.resolve("tools");
        Files.createDirectories(this.folder.resolve("lib/deep"));
        Files.writeString(this.folder.resolve("manifest.toml"), "manifest");
        Files.writeString(this.folder.resolve("lib/deep/a"), "a".repeat(200_000));
        Files.write(this.folder.resolve("lib/b"), new byte[300_000]);
        this.archive = this.temporary.resolve("tools.ppb");
        this.target = this.temporary.resolve("copy");
        BundleArchive.pack(List.of(this.folder), this.archive);
    }

    @Test
    void aCopyOfAnArchiveIsThatOfItsFolder() throws IOException {
        BundleCopy copy = new PrivateCopies(true).copy(this.archive, this.target, "tools");
        BundleCopy other = new PrivateCopies(true).copy(this.folder, this.temporary.resolve("other"), "tools");
        assertThat(copy.digest()).isEqualTo(other.digest()).hasSize(64);
        assertThat(copy.hashes().keySet()).isEqualTo(other.hashes().keySet()).hasSize(3);
        copy.hashes().forEach((path, hash) -> assertThat(other.hashes().get(path)).as("%s", path).isEqualTo(hash));
        for (String file : List.of("manifest.toml", "lib/deep/a", "lib/b")) {
            assertThat(this.target.resolve(file)).hasSameBinaryContentAs(this.folder.resolve(file));
            assertThat(permissions(this.target.resolve(file))).isEqualTo("r--------");
        }
        assertThat(permissions(this.target)).isEqualTo("r-x------");
        assertThat(permissions(this.target.resolve("lib/deep"))).isEqualTo("r-x------");
        BundleCopy again = new PrivateCopies(true).copyAgain(copy, this.temporary.resolve("again"));
        assertThat(again.digest()).isEqualTo(copy.digest());
        for (BundleCopy each : List.of(copy, other, again)) {
            each.delete();
            assertThat(each.directory()).doesNotExist();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** What may become of an archive while it is copied. */
    enum Change {

        REPLACED {
            @Override
            void make(Path archive, Path other) throws IOException {
                Files.move(other, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        },

        OVERWRITTEN {
            @Override
            void make(Path archive, Path other) throws IOException {
                Files.copy(other, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        },

        WRITTEN_INTO {
            @Override
            void make(Path archive, Path other) throws IOException {
                Files.write(archive, Files.readAllBytes(other));
            }
        },

        CUT_SHORT {
            @Override
            void make(Path archive, Path other) throws IOException {
                Files.write(archive, new byte[40]);
            }
        },

        REMOVED {
            @Override
            void make(Path archive, Path other) throws IOException {
                Files.delete(archive);
            }
        };

        abstract void make(Path archive, Path other) throws IOException;

    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aChangeOfTheArchiveIsSeen(Change change) throws IOException {
        for (int after = 0; after < 3; after++) {
            for (boolean old : new boolean[] { true, false }) {
                pack();
                makeOld(old);
                Path other = other();
                Throwable refusal = copyWith(after, () -> change.make(this.archive, other));
                assertThat(refusal).as("after %d files", after)
                    .isInstanceOf(BundleLoadException.class)
                    .hasMessageStartingWith("Bundle 'tools' (" + this.archive + ") was not loaded: ")
                    .hasMessageEndingWith("was changed while it was copied. Finish writing it and try again");
                assertThat(this.target).doesNotExist();
            }
        }
    }

    @Test
    void anotherNameOfTheArchiveIsNoChange() throws IOException {
        makeOld(true);
        assertThat(copyWith(1, () -> Files.createLink(this.temporary.resolve("backup"), this.archive))).isNull();
        assertThat(this.target.resolve("lib/b")).hasSameBinaryContentAs(this.folder.resolve("lib/b"));
    }

    @Test
    void theSameArchiveInItsPlaceIsNoChange() throws IOException {
        Path same = this.temporary.resolve("same.ppb");
        BundleArchive.pack(List.of(this.folder), same);
        assertThat(copyWith(1, () -> Files.move(same, this.archive, StandardCopyOption.ATOMIC_MOVE))).isNull();
    }

    @Test
    void damageIsToldAsSuch() throws IOException {
        byte[] bytes = Files.readAllBytes(this.archive);
        bytes[bytes.length / 3] ^= 1;
        Files.write(this.archive, bytes);
        assertThat(copyWith(9, () -> {
        })).isInstanceOf(BundleArchiveException.class)
            .hasMessageStartingWith("Bundle archive " + this.archive + " cannot be read: its entry 'lib/");
        assertThat(this.target).doesNotExist();
    }

    @Test
    void whatIsLeftOfACopyIsWrittenOver() throws IOException {
        PrivateCopies copies = new PrivateCopies(false);
        BundleCopy first = copies.copy(this.archive, this.target, "tools");
        first.spare(Set.of(this.target.resolve("lib/b"), this.target.resolve("manifest.toml")));
        Object key = Files.readAttributes(this.target.resolve("lib/b"), BasicFileAttributes.class).fileKey();
        new GenerationFiles(first, "tools", copies).replaced();
        copies.replaced("tools");
        copies.end(first, "tools");
        Path second = this.temporary.resolve("second");
        copies.copy(this.archive, second, "tools");
        assertThat(Files.readAttributes(second.resolve("lib/b"), BasicFileAttributes.class).fileKey()).isEqualTo(key);
        assertThat(second.resolve("lib/b")).hasSameBinaryContentAs(this.folder.resolve("lib/b"));
        assertThat(second.resolve("lib/deep/a")).hasSameBinaryContentAs(this.folder.resolve("lib/deep/a"));
    }

    private Path other() throws IOException {
        Path changed = this.temporary.resolve("changed");
        if (!Files.exists(changed)) {
            BundleArchive.unpack(this.archive, changed);
            Files.writeString(changed.resolve("lib/deep/a"), "b".repeat(200_000));
            Files.writeString(changed.resolve("lib/b"), "b".repeat(1000));
        }
        Path other = this.temporary.resolve("other.ppb");
        BundleArchive.pack(List.of(changed), other);
        return other;
    }

    private void makeOld(boolean old) throws IOException {
        if (old) {
            Files.setLastModifiedTime(this.archive, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }
    }

    /** Copies, and has something done after so many files. */
    private Throwable copyWith(int files, Action action) {
        try (FileCopier copier = new FileCopier() {

            private int copied;

            @Override
            void copy(ReadableByteChannel from, Path file, boolean present, CopyProgress progress) throws IOException {
                if (this.copied++ == files) {
                    action.run();
                }
                super.copy(from, file, present, progress);
            }

        }) {
            return catchThrowable(() -> BundleCopy.of(this.archive, this.target, "tools", copier, () -> null));
        }
    }

    private interface Action {

        void run() throws IOException;

    }

}
