package io.polyplug.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.polyplug.error.ConfigurationException;
import io.polyplug.files.BundleCopy;
import io.polyplug.files.FolderDeletion;
import io.polyplug.files.Permissions;
import io.polyplug.testing.CapturedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The folder of one runtime: private, its own for as long as the process lives, and gone
 * afterwards.
 */
class WorkDirectoryTests {

    @TempDir
    Path temporary;

    Path base;

    @BeforeEach
    void nameBase() throws IOException {
        this.base = this.temporary.toRealPath().resolve("deep").resolve("work");
    }

    @Test
    void folderIsMadeBelowTheConfiguredOneAndIsPrivate() throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            assertThat(work.path()).isAbsolute().isDirectory().hasParent(this.base);
            if (Permissions.areKnown()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.path())))
                    .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void closingRemovesEverythingAndTwiceIsHarmless() throws IOException {
        WorkDirectory work = WorkDirectory.open(this.base);
        Path source = Files.createDirectories(this.temporary.resolve("bundle").resolve("lib")).getParent();
        Files.writeString(source.resolve("lib").resolve("p.so"), "");
        BundleCopy.of(source, work.newGenerationDirectory("bundle", 1), "bundle");
        work.close();
        assertThat(this.base).isEmptyDirectory();
        work.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "image-tools", "", "..", "../../etc", "a/b\\c:d", "b\0c", "b\u00fcndel \ud83d\ude00", "-rf" })
    void generationFoldersAreSafeWhateverTheNameOfTheBundle(String name) throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            Path directory = work.newGenerationDirectory(name, 1);
            assertThat(directory).doesNotExist();
            assertThat(directory.getParent()).isEqualTo(work.path());
            assertThat(directory.getFileName().toString()).matches("[A-Za-z0-9_-]*\\.1\\.1");
            Files.createDirectory(directory);
        }
    }

    @Test
    void generationFoldersAreNeverTheSame() {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            Set<Path> directories = new HashSet<>();
            Stream.of("a b", "a_b", "x".repeat(1000), "x".repeat(999)).forEach((name) -> {
                directories.add(work.newGenerationDirectory(name, 1));
                directories.add(work.newGenerationDirectory(name, 1));
            });
            assertThat(directories).hasSize(8);
        }
    }

    @Test
    void leftoversOfADeadProcessAreRemovedAndThoseOfALivingOneStay() throws Exception {
        try (WorkDirectoryProcess dead = WorkDirectoryProcess.holding(this.base);
                WorkDirectoryProcess alive = WorkDirectoryProcess.holding(this.base)) {
            Path leftover = dead.path();
            Path used = alive.path();
            dead.kill();
            assertThat(leftover.resolve("leftover")).exists();
            try (WorkDirectory work = WorkDirectory.open(this.base)) {
                assertThat(leftover).doesNotExist();
                assertThat(leftover.resolveSibling(leftover.getFileName() + ".lock")).doesNotExist();
                assertThat(used.resolve("leftover")).exists();
                assertThat(work.path()).exists();
            }
        }
    }

    @Test
    void ownFolderIsKeptByAnotherProcessAfterFurtherOnesWereOpenedAndClosed() throws Exception {
        try (WorkDirectory first = WorkDirectory.open(this.base);
                WorkDirectory second = WorkDirectory.open(this.base)) {
            WorkDirectory.open(this.base).close();
            try (WorkDirectoryProcess other = WorkDirectoryProcess.opening(this.base, 1)) {
                assertThat(other.succeeds()).isTrue();
            }
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
    }

    @Test
    void whatIsNotOursInTheConfiguredFolderStays() throws IOException {
        Files.createDirectories(this.base.resolve("run-without-lock"));
        Files.writeString(this.base.resolve("run-7.lock.txt"), "");
        Files.createDirectories(this.base.resolve("other"));
        WorkDirectory.open(this.base).close();
        assertThat(this.base).isDirectoryContaining("glob:**/run-without-lock")
            .isDirectoryContaining("glob:**/run-7.lock.txt")
            .isDirectoryContaining("glob:**/other");
    }

    @Test
    void lockFileWithoutAFolderIsRemovedWhenItIsOld() throws IOException {
        Files.createDirectories(this.base);
        Path fresh = Files.writeString(this.base.resolve("run-1-fresh-x.lock"), "");
        Path old = Files.writeString(this.base.resolve("run-1-old-x.lock"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        WorkDirectory.open(this.base).close();
        assertThat(fresh).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void threadsAndProcessesMayOpenAtTheSameTime() throws Exception {
        List<WorkDirectoryProcess> processes = new ArrayList<>();
        try {
            processes.add(WorkDirectoryProcess.opening(this.base, 150));
            processes.add(WorkDirectoryProcess.opening(this.base, 150));
            while (processes.stream().anyMatch(WorkDirectoryProcess::isRunning)) {
                IntStream.range(0, 40).parallel().forEach((index) -> {
                    try (WorkDirectory work = WorkDirectory.open(this.base)) {
                        assertThat(work.path()).isDirectory();
                    }
                });
            }
            for (WorkDirectoryProcess process : processes) {
                assertThat(process.succeeds()).isTrue();
            }
        }
        finally {
            for (WorkDirectoryProcess process : processes) {
                process.close();
            }
        }
        assertThat(this.base).isEmptyDirectory();
    }

    @Test
    void folderThatWasSweptIsMadeAnewUnderAnotherName() throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.base);
                CapturedLog log = CapturedLog.warningsOf("polyplug.files")) {
            Path lost = work.path();
            FolderDeletion.delete(this.base);
            Path generation = work.newGenerationDirectory("a", 1);
            assertThat(work.path()).isNotEqualTo(lost).isDirectory().hasParent(this.base.toRealPath());
            assertThat(generation).doesNotExist();
            assertThat(generation.getParent()).isEqualTo(work.path());
            assertThat(work.path().resolveSibling(work.path().getFileName() + ".lock")).isRegularFile();
            if (Permissions.areKnown()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.path())))
                    .isEqualTo("rwx------");
            }
            work.newGenerationDirectory("a", 2);
            assertThat(log.lines()).singleElement()
                .asString()
                .contains(lost.toString(), work.path().toString(), "a rollback may not find",
                        "polyplug.work-directory");
        }
        assertThat(this.base).isEmptyDirectory();
    }

    @Test
    void folderWithoutItsLockFileIsReplacedAndRemovedAtTheEnd() throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            Path lost = work.path();
            Files.writeString(lost.resolve("in-use"), "");
            Files.delete(lost.resolveSibling(lost.getFileName() + ".lock"));
            assertThat(work.newGenerationDirectory("a", 1).getParent()).isNotEqualTo(lost);
            assertThat(lost.resolve("in-use")).exists();
        }
        assertThat(this.base).isEmptyDirectory();
    }

    @Test
    void folderThatSomebodyPutInPlaceOfTheSweptOneIsNotUsed() throws IOException {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            Path lost = work.path();
            Files.move(lost, lost.resolveSibling("aside"));
            Files.createDirectory(lost);
            assertThat(work.newGenerationDirectory("a", 1).getParent()).isNotEqualTo(lost);
            Files.delete(lost.resolveSibling("aside"));
        }
    }

    @Test
    void folderThatWasSweptIsKeptByAnotherProcessOnceItIsMadeAnew() throws Exception {
        try (WorkDirectory work = WorkDirectory.open(this.base)) {
            FolderDeletion.delete(this.base);
            work.newGenerationDirectory("a", 1);
            try (WorkDirectoryProcess other = WorkDirectoryProcess.opening(this.base, 1)) {
                assertThat(other.succeeds()).isTrue();
            }
            assertThat(work.path()).isDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "host other\nprocess 7\nkernel of-another-host device 1\n", "", "kernel  device \n" })
    void folderOfAnotherHostStaysUntilNobodyHasWrittenForADay(String owner) throws IOException {
        Files.createDirectories(this.base);
        Path lockFile = Files.writeString(this.base.resolve("run-1-other-x.lock"), owner);
        Path folder = Files.createDirectory(this.base.resolve("run-1-other-x"));
        Files.setLastModifiedTime(lockFile, FileTime.from(Instant.now().minus(Duration.ofHours(23))));
        try (CapturedLog log = CapturedLog.of("polyplug.files")) {
            WorkDirectory.open(this.base).close();
            assertThat(log.lines()).anyMatch((line) -> line.contains("Left " + folder + " alone"));
        }
        assertThat(folder).exists();
        assertThat(lockFile).exists();
        Files.setLastModifiedTime(lockFile, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        WorkDirectory.open(this.base).close();
        assertThat(folder).doesNotExist();
        assertThat(lockFile).doesNotExist();
    }

    @Test
    void folderOfALivingProcessStaysWhereItsLockDoesNotReach() throws Exception {
        try (WorkDirectoryProcess elsewhere = WorkDirectoryProcess.elsewhere(this.base)) {
            Path used = elsewhere.path();
            WorkDirectory.open(this.base).close();
            assertThat(used.resolve("leftover")).exists();
        }
    }

    @Test
    void ownerWritesToItsLockFile() throws IOException {
        Files.createDirectories(this.base);
        RunDirectory run = RunDirectory.createIn(this.base, HostIdentity.ofThisHost());
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(20)));
        Files.setLastModifiedTime(run.lockFile(), old);
        String before = Files.readString(run.lockFile());
        run.beat(HostIdentity.ofThisHost());
        assertThat(Files.getLastModifiedTime(run.lockFile())).isGreaterThan(old);
        assertThat(run.lockFile()).hasContent(before);
        assertThat(before).contains("process " + ProcessHandle.current().pid());
        assertThat(run.isIntact()).isTrue();
        run.remove();
    }

    @Test
    @Timeout(60)
    void heartbeatGoesOnUntilItIsClosed() throws InterruptedException {
        CountDownLatch beats = new CountDownLatch(3);
        AtomicReference<Thread> thread = new AtomicReference<>();
        Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(1), () -> {
            thread.set(Thread.currentThread());
            beats.countDown();
        });
        beats.await();
        heartbeat.close();
        thread.get().join();
    }

    @Test
    void fileInThePlaceOfTheFolderIsRefusedByName() throws IOException {
        Path file = Files.writeString(this.temporary.resolve("file"), "");
        assertRefused(file, file.toString(), "is a file", "polyplug.work-directory");
        assertRefused(file.resolve("below"), file.resolve("below").toString());
    }

    @Test
    void mountWithoutExecutionIsRefusedByName() {
        MountTable mounts = MountTable
            .of("1 2 3:4 / / rw - ext4 d rw\n1 2 3:5 / " + this.base + " rw,nosuid,noexec - tmpfs tmpfs rw");
        ConfigurationException refusal = catchThrowableOfType(ConfigurationException.class,
                () -> WorkDirectory.open(this.base, mounts, HostIdentity.ofThisHost()));
        assertThat(refusal.setting()).isEqualTo("work-directory");
        assertThat(refusal).hasMessageContaining(this.base.toString())
            .hasMessageContaining("mounted noexec")
            .hasMessageContaining("polyplug.work-directory");
        assertThat(this.base).isEmptyDirectory();
    }

    @Test
    void mountWithoutExecutionWillDoWhereNoLibraryIsOpened() {
        try (WorkDirectory work = WorkDirectory.open(this.base, null, HostIdentity.ofThisHost())) {
            assertThat(work.path()).exists();
        }
    }

    private static void assertRefused(@Nullable Path configured, String... parts) {
        ConfigurationException refusal = catchThrowableOfType(ConfigurationException.class,
                () -> WorkDirectory.open(configured).close());
        assertThat(refusal).isNotNull();
        for (String part : parts) {
            assertThat(refusal).hasMessageContaining(part);
        }
    }

    /** Without a configured folder. */
    @Nested
    class InTheTemporaryFolder {

        private final String before = System.getProperty("java.io.tmpdir");

        private Path ours;

        @BeforeEach
        void moveTemporaryFolder() {
            System.setProperty("java.io.tmpdir", WorkDirectoryTests.this.temporary.toString());
            String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
            this.ours = WorkDirectoryTests.this.temporary.resolve("polyplug-" + user);
        }

        @AfterEach
        void moveTemporaryFolderBack() {
            System.setProperty("java.io.tmpdir", this.before);
        }

        @Test
        void folderOfThisUserIsMadeAndIsPrivate() throws IOException {
            try (WorkDirectory work = WorkDirectory.open(null); WorkDirectory second = WorkDirectory.open(null)) {
                assertThat(work.path()).hasParent(this.ours.toRealPath());
                assertThat(second.path()).hasParent(this.ours.toRealPath());
                if (Permissions.areKnown()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.ours)))
                        .isEqualTo("rwx------");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = { "rwxrwx---", "rwx----w-", "rwxrwxrwx" })
        void folderThatOthersCanWriteToIsRefused(String permissions) throws IOException {
            assumeTrue(Permissions.areKnown(), "the file system knows no permissions");
            Files.createDirectory(this.ours);
            Files.setPosixFilePermissions(this.ours, PosixFilePermissions.fromString(permissions));
            assertRefused(null, this.ours.toString(), "other users can write to it", "chmod 700");
            assertThat(this.ours).isEmptyDirectory();
        }

        @Test
        void linkInThePlaceOfTheFolderIsRefused() throws IOException {
            Path elsewhere = Files.createDirectory(WorkDirectoryTests.this.temporary.resolve("elsewhere"));
            Files.createSymbolicLink(this.ours, elsewhere);
            assertRefused(null, this.ours.toString(), "it is not a folder");
            assertThat(elsewhere).isEmptyDirectory();
        }

        @Test
        void folderOfAnotherUserIsRefused() throws IOException {
            assumeTrue(Permissions.areKnown() && "root".equals(System.getProperty("user.name")),
                    "only root can give a folder away");
            Files.createDirectory(this.ours, Permissions.PRIVATE.asAttributes());
            Files.setAttribute(this.ours, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
            assertRefused(null, this.ours.toString(), "it belongs to ", "this process runs as root");
            assertThat(this.ours).isEmptyDirectory();
        }

    }

}
