package io.polyplug.sources;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.polyplug.sources.fetch.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives are what their names say, for every process that shares the folder.
 */
class ArchiveStoreTests {

    private static final byte[] CONTENT = { 1, 2, 3 };

    private static final Digest DIGEST = Digest.of(CONTENT);

    private static final int KEPT = 2;

    @TempDir
    private Path directory;

    private static Path keep(ArchiveStore store, byte[] content) throws Exception {
        return store.keep(Files.write(store.newFolder().resolve("archive.ppb"), content), Digest.of(content));
    }

    @Test
    void archiveIsFoundByOthers() throws Exception {
        Path archive = keep(ArchiveStore.in(this.directory, KEPT), CONTENT);
        assertThat(ArchiveStore.in(this.directory, KEPT).find(DIGEST)).contains(archive);
        assertThat(ArchiveStore.in(this.directory, KEPT).find(Digest.of(new byte[0]))).isEmpty();
    }

    @Test
    void archiveThatIsNotWhatItsNameSaysIsRemoved() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        Path archive = Files.write(keep(store, CONTENT), new byte[] { 1, 2 });
        store.remember("source", DIGEST);
        assertThat(store.remembered("source")).isEmpty();
        assertThat(archive).doesNotExist();
    }

    @Test
    void useOfAnArchiveIsSeenByItsTime() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        Path archive = keep(store, CONTENT);
        Instant longAgo = Instant.now().minus(Duration.ofDays(100));
        Files.setLastModifiedTime(archive, FileTime.from(longAgo));
        store.find(DIGEST);
        assertThat(Files.getLastModifiedTime(archive).toInstant()).isAfter(longAgo.plus(Duration.ofDays(99)));
    }

    @Test
    void referenceThatIsNoneIsAsNone() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        keep(store, CONTENT);
        store.remember("source", DIGEST);
        assertThat(store.remembered("source")).isPresent();
        Files.writeString(this.directory.resolve("references").resolve(Digest.ofText("source").hex()), "../../x");
        assertThat(store.remembered("source")).isEmpty();
        assertThat(store.remembered("other")).isEmpty();
    }

    @Test
    void leftoversOfDeadProcessesGoAndThoseOfLivingOnesStay() throws Exception {
        Path dead = ArchiveStore.in(this.directory, KEPT).newFolder();
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path living = ArchiveStore.in(this.directory, KEPT).newFolder();
        ArchiveStore.in(this.directory, KEPT);
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
    }

    /** Keeps archives, each used an hour after the one before. */
    private static List<Path> keepInTurn(ArchiveStore store, int count) throws Exception {
        List<Path> archives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path archive = keep(store, new byte[] { (byte) i });
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minus(Duration.ofHours(count - i))));
            archives.add(archive);
        }
        return archives;
    }

    @Test
    void archivesThatWereUsedLastAreKept() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        List<Path> archives = keepInTurn(store, 5);
        store.find(Digest.of(new byte[] { 0 }));
        assertThat(store.tidy(archives)).containsExactlyInAnyOrder(archives.get(1), archives.get(2), archives.get(3));
        assertThat(archives.get(0)).exists();
        assertThat(archives.get(4)).exists();
    }

    @Test
    void archiveThatIsUsedStaysHoweverOldItIsUntilNobodyUsesIt() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        List<Path> archives = keepInTurn(store, 5);
        ArchiveStore other = ArchiveStore.in(this.directory, KEPT);
        assertThat(other.use("reload", archives.subList(0, 1))).isTrue();
        assertThat(store.use("reload", archives.subList(1, 2))).isTrue();
        assertThat(store.tidy(archives)).containsExactly(archives.get(2));
        other.close();
        assertThat(store.tidy(archives)).containsExactly(archives.get(0));
    }

    @Test
    void ofEachBundleAsManyAreInUseAsAreKept() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        List<Path> archives = keepInTurn(store, 6);
        for (Path archive : archives.subList(0, 4)) {
            assertThat(store.use("reload", List.of(archives.get(0), archive))).isTrue();
        }
        assertThat(store.tidy(archives)).containsExactlyInAnyOrder(archives.get(1), archives.get(2));
    }

    @Test
    void archiveThatIsGoneIsNotInUse() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        Path archive = keep(store, CONTENT);
        Files.delete(archive);
        assertThat(store.use("reload", List.of(archive))).isFalse();
    }

    @Test
    void archiveThatAnotherProcessUsesStaysUntilThatIsKilled() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        List<Path> archives = keepInTurn(store, 4);
        Process other = ArchiveUser.start(this.directory, archives.get(0));
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("true");
            assertThat(store.tidy(archives)).containsExactly(archives.get(1));
        }
        finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(store.tidy(archives)).containsExactly(archives.get(0));
    }

    @Test
    void referencesToWhatIsGoneAreRemovedWhenTheyAreOld() throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        List<Path> archives = keepInTurn(store, 3);
        store.remember("first", Digest.of(new byte[] { 0 }));
        store.remember("last", Digest.of(new byte[] { 2 }));
        Path references = this.directory.resolve("references");
        for (String source : List.of("first", "last")) {
            Files.setLastModifiedTime(references.resolve(Digest.ofText(source).hex()),
                    FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        store.tidy(archives);
        assertThat(references.resolve(Digest.ofText("first").hex())).doesNotExist();
        assertThat(store.remembered("last")).contains(archives.get(2));
    }

    @Test
    void onlyThisUserMayEnterTheFolder() throws Exception {
        Path folder = this.directory.resolve("new");
        ArchiveStore.in(folder, KEPT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }

    @Test
    void manyMayKeepOneArchiveAtATime() throws Exception {
        byte[] large = new byte[200_000];
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> looks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                looks.add(threads.submit(() -> keepsAndFinds(large)));
            }
            for (Future<Boolean> look : looks) {
                assertThat(look.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        finally {
            threads.shutdownNow();
        }
    }

    /** Each has a store of its own, as each process has. */
    private boolean keepsAndFinds(byte[] content) throws Exception {
        ArchiveStore store = ArchiveStore.in(this.directory, KEPT);
        boolean found = true;
        for (int i = 0; i < 20; i++) {
            Path archive = keep(store, content);
            store.remember("source", Digest.of(content));
            found &= store.remembered("source").filter(archive::equals).isPresent();
        }
        return found;
    }

}
