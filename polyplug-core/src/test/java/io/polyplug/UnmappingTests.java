package io.polyplug;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Libraries that the C library does not unmap: told when they are loaded, found out when
 * they are closed, and never in the way.
 */
@Timeout(300)
class UnmappingTests {

    private static final String LOADER = "polyplug.loader.native";

    private static final String STAYS = " stays mapped now that nobody uses it: ";

    @RegisterExtension
    final Stage stage = new Stage();

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    private RuntimeStatistics statistics() {
        return runtime().statistics();
    }

    private void unload(String bundle) {
        runtime().unloadBundle(bundle);
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("W-27: a library that can be unmapped is, without a word")
    void ordinaryLibraryIsUnmapped() {
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            this.stage.load("reload-v1");
            assertThat(this.stage.mappedLibraries()).hasSize(1);
            unload("reload");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(statistics().closedButMapped()).isZero();
        assertThat(statistics().reclaimedGenerations()).isEqualTo(1);
    }

    @Test
    @DisplayName("W-27: GNU-unique symbols are told once, at the first close; the library stays mapped, is counted, keeps"
            + " no reload waiting, and its variables are those of all later versions")
    void uniqueSymbols() {
        this.stage.leaks();
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            this.stage.load("unique");
            assertThat(log.lines()).as("nothing is known yet").isEmpty();
            Unique contract = runtime().contract(Unique.class);
            assertThat(contract.count()).isEqualTo(1);
            for (int i = 1; i <= 10; i++) {
                runtime().reloadBundle(this.stage.bundle((i % 2 == 0) ? "unique" : "unique-v2"));
                assertThat(contract.version()).isEqualTo((i % 2 == 0) ? 100 : 200);
                assertThat(contract.count()).as("the first version's counter").isEqualTo(1 + i);
                this.stage.awaitReclamation();
                assertThat(statistics().closedButMapped()).as("the one with the variables").isEqualTo(1);
                assertThat(statistics().retiredGenerations()).isZero();
            }
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN The library of generation 1 of bundle 'unique'" + STAYS + "it has GNU-unique symbols")
                .endsWith("Build it with -fno-gnu-unique");
        }
        assertThat(statistics().reclaimedGenerations()).isEqualTo(10);
        assertThat(this.stage.reclaimed("unique")).hasSize(10);
        assertThat(this.stage.mappedLibraries()).as("the first and the present one").hasSize(2);
    }

    @Test
    @DisplayName("W-27: a library with thread-locals that have destructors is unmapped when no thread holds one")
    void threadLocals() throws InterruptedException {
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            this.stage.load("thread-local");
            unload("thread-local");
            assertThat(statistics().closedButMapped()).as("nobody touched them").isZero();

            this.stage.load("thread-local");
            ThreadLocals contract = runtime().contract(ThreadLocals.class);
            Thread ended = new Thread(contract::touch, "touch-and-end");
            ended.start();
            awaitEnd(ended);
            assertThat(contract.ended()).isEqualTo(1);
            unload("thread-local");
            assertThat(statistics().closedButMapped()).as("the thread is gone").isZero();
            assertThat(log.lines()).as("no alarm for what unmaps well").isEmpty();
        }
    }

    /**
     * The system runs destructors when the thread really ends, a little after join, and
     * lets go of the library a little after that.
     */
    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (namesOfSystemThreads().contains(thread.getName())) {
            assertThat(System.nanoTime()).as("it ends").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    private static List<String> namesOfSystemThreads() {
        List<String> names = new ArrayList<>();
        File[] tasks = new File("/proc/self/task").listFiles();
        assertThat(tasks).isNotEmpty();
        for (File task : tasks) {
            try {
                names.add(Files.readString(task.toPath().resolve("comm")).strip());
            }
            catch (IOException ex) {
                // It has ended meanwhile.
            }
        }
        return names;
    }

    @Test
    @DisplayName("W-27: a thread that touched a thread-local and lives keeps the library mapped, and nothing else")
    void threadLocalsOfALivingThread() throws InterruptedException {
        this.stage.leaks();
        this.stage.load("thread-local");
        ThreadLocals contract = runtime().contract(ThreadLocals.class);
        CountDownLatch touched = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread living = new Thread(() -> {
            contract.touch();
            touched.countDown();
            try {
                leave.await();
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
        });
        living.start();
        touched.await();
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            unload("thread-local");
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("'thread-local'" + STAYS + "a thread that touched its thread-local objects lives");
        }
        assertThat(statistics().closedButMapped()).isEqualTo(1);
        assertThat(statistics().retiredGenerations()).isZero();
        leave.countDown();
        living.join();
    }

    @Test
    @DisplayName("W-27: so does a library that is linked to stay")
    void nodelete() throws IOException {
        this.stage.leaks();
        markNoDelete(this.stage.library("reload-v1"));
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            this.stage.load("reload-v1");
            unload("reload");
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("'reload'" + STAYS + "it is linked with -z nodelete");
        }
        assertThat(statistics().closedButMapped()).isEqualTo(1);
    }

    /** Turns an entry of the dynamic section that is a mere hint into DF_1_NODELETE. */
    private static void markNoDelete(Path library) throws IOException {
        long relacount = 0x6ffffff9L;
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(library)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= bytes.limit(); at += 8) {
            if (bytes.getLong(at) == relacount) {
                bytes.putLong(at, 0x6ffffffbL);
                bytes.putLong(at + 8, 8);
                Files.write(library, bytes.array());
                return;
            }
        }
        throw new AssertionError("The linker wrote no DT_RELACOUNT");
    }

    @Test
    void libraryWhoseThreadsHaveEndedIsUnmappedWithoutAWord() {
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            this.stage.load("threads");
            assertThat(runtime().contract(Threads.class).work(3)).isEqualTo(3);
            unload("threads");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(statistics().closedButMapped()).isZero();
    }

    @Test
    @DisplayName("unload = \"never\" keeps a generation mapped; its instances are destroyed all the same, and no warning")
    void neverUnloaded() throws IOException {
        this.stage.leaks();
        Path folder = this.stage.bundle("marker");
        this.stage.leaveMarks(folder);
        Path manifest = folder.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest) + "\n[jvm]\nunload = \"never\"\n");
        this.stage.load("marker");
        assertThat(runtime().contract(Plugins.Marker.class).version()).isEqualTo(1);
        try (CapturedLog log = CapturedLog.of(LOADER)) {
            runtime().reloadBundle("marker");
            this.stage.awaitReclamation();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(statistics().closedButMapped()).isEqualTo(1);
        assertThat(this.stage.reclaimed("marker")).containsExactly(1L);
        assertThat(this.stage.marks("destroyed")).hasSize(1);
        assertThat(this.stage.marks("closed")).isEmpty();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
    }

    /** A counter that all versions share, against all intentions. */
    @GuestContract(name = "demo.Unique", version = "1.0.0")
    interface Unique {

        @ContractFunction(0)
        int count();

        @ContractFunction(1)
        int version();

    }

    /** Joins each thread that it starts. */
    @GuestContract(name = "demo.Threads", version = "1.0.0")
    interface Threads {

        @ContractFunction(0)
        int work(int rounds);

    }

    /** Destructors of threads. */
    @GuestContract(name = "demo.ThreadLocal", version = "1.0.0")
    interface ThreadLocals {

        @ContractFunction(0)
        void touch();

        @ContractFunction(1)
        int ended();

    }

}
