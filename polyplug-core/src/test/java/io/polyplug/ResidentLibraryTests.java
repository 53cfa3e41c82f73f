package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ReloadException;
import io.polyplug.testing.CLibrary;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.ChildJvm;
import io.polyplug.testing.ExitingProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Libraries of which something would run after they were unmapped: they stay mapped,
 * which is said once with the cause, and go when the cause has gone.
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class ResidentLibraryTests {

    private static final String LOADER = "polyplug.loader.native";

    private static final String WORKER = """
            #include <pthread.h>
            static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
            static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
            static int leaving;
            static pthread_t worker;
            static void *work(void *unused) {
                pthread_mutex_lock(&lock);
                while (!leaving) pthread_cond_wait(&changed, &lock);
                pthread_mutex_unlock(&lock);
                return unused;
            }
            static void start(void) { pthread_create(&worker, NULL, work, NULL); }
            PP_EXPORT void stop(void) {
                pthread_mutex_lock(&lock);
                leaving = 1;
                pthread_cond_signal(&changed);
                pthread_mutex_unlock(&lock);
                pthread_join(worker, NULL);
            }
            """;

    private static final String KEY = """
            #include <pthread.h>
            static pthread_key_t key;
            static void forget(void *value) { *(volatile int *)value = 0; }
            static int value;
            """;

    private static final String SOURCE = """
            #include "guest.h"
            %s
            FUNCTION(act) { %s; RESULT(int64_t) = 1; }
            FUNCTION(finish) { %s; RESULT(int64_t) = 2; }
            FUNCTION(text) {
                static char many[65536];
                memset(many, 'x', sizeof many);
                RESULT(PpStringView) = guest_text(many, sizeof many);
            }
            CONTRACT("resident.Actor", 1, 0, 0, act, finish, text)
            GUEST
            """;

    @RegisterExtension
    final Stage stage = new Stage();

    private Path bundle(String name, String declarations, String act, String finish, String... flags)
            throws IOException {
        Path folder = Files.createDirectories(this.stage.folder().resolve("bundles").resolve(name));
        Files.writeString(folder.resolve("manifest.toml"), """
                loader = "native"
                name = "%s"
                id = 0x%s
                version = "1.0.0"
                file = "libactor.so"
                provides = ["resident.Actor@1.0"]
                [function_count]
                "resident.Actor@1" = 3
                """.formatted(name, BundleId.of(name)));
        CLibrary.in(this.stage.folder().resolve("sources"))
            .with(flags)
            .compile(SOURCE.formatted(declarations, act, finish), folder.resolve("libactor.so"));
        return folder;
    }

    private Actor actor() {
        return this.stage.runtime().contract(Actor.class);
    }

    private int closedButMapped() {
        return this.stage.runtime().statistics().closedButMapped();
    }

    private void unload(String name) {
        this.stage.runtime().unloadBundle(name);
        this.stage.awaitReclamation();
    }

    @Test
    void threadInTheCodeKeepsItMapped() throws IOException {
        Path folder = bundle("working", WORKER, "start()", "stop()");
        this.stage.leaks();
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            this.stage.runtime().loadBundle(folder);
            actor().act();
            unload("working");
            assertThat(closedButMapped()).isEqualTo(1);
            assertThat(this.stage.mappedLibraries()).hasSize(1);
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN The library of generation 1 of bundle 'working' stays mapped")
                .contains("threads of its own are in its code: thread ")
                .endsWith("End them when its instances are destroyed");
        }
    }

    @Test
    void threadThatJavaStartsOtherThreadsBesideIsNotTakenForTheLibrarys() throws Exception {
        Path folder = bundle("joining", WORKER, "start()", "stop()");
        this.stage.runtime().loadBundle(folder);
        actor().act();
        actor().finish();
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(4);
        Thread[] pool = new Thread[4];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = new Thread(() -> {
                actor().text();
                called.countDown();
                try {
                    leave.await();
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                }
            }, "a-thread-of-java-" + i);
            pool[i].start();
        }
        called.await();
        unload("joining");
        assertThat(closedButMapped()).isZero();
        leave.countDown();
        for (Thread each : pool) {
            each.join();
        }
    }

    @Test
    void keyWhoseDestructorIsInTheCodeKeepsItMapped() throws IOException {
        Path folder = bundle("keyed", KEY, "pthread_key_create(&key, forget); pthread_setspecific(key, &value)", "");
        this.stage.leaks();
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            this.stage.runtime().loadBundle(folder);
            Thread caller = new Thread(() -> actor().act());
            caller.start();
            join(caller);
            unload("keyed");
            assertThat(closedButMapped()).isEqualTo(1);
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("it has keys of thread-specific data whose destructors are in its code");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void keyThatIsFoundByLookingUpTheFunctionCountsAsWell() throws IOException {
        Path folder = bundle("hidden", KEY + """
                #include <dlfcn.h>
                static void make(void) {
                    int (*create)(pthread_key_t *, void (*)(void *)) = dlsym(RTLD_DEFAULT, "pthread_key_create");
                    create(&key, forget);
                }
                """, "make()", "", "-ldl");
        this.stage.leaks();
        this.stage.runtime().loadBundle(folder);
        actor().act();
        unload("hidden");
        assertThat(closedButMapped()).isEqualTo(1);
    }

    @Test
    void keyThatIsDeletedKeepsNothing() throws IOException {
        Path folder = bundle("tidy", KEY, "pthread_key_create(&key, forget); pthread_setspecific(key, &value)",
                "pthread_key_delete(key)");
        this.stage.runtime().loadBundle(folder);
        actor().act();
        actor().finish();
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            unload("tidy");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(closedButMapped()).isZero();
    }

    @Test
    void authorMayPromiseThatTheLibraryCleansUpWhenItIsClosed() throws IOException {
        Path folder = bundle("promising", KEY + """
                __attribute__((destructor)) static void end(void) { pthread_key_delete(key); }
                """, "pthread_key_create(&key, forget)", "");
        Files.writeString(folder.resolve("manifest.toml"),
                Files.readString(folder.resolve("manifest.toml")) + "[jvm]\nunload = \"reclaim\"\n");
        this.stage.runtime().loadBundle(folder);
        actor().act();
        unload("promising");
        assertThat(closedButMapped()).isZero();
    }

    @Test
    void functionsForTheEndOfTheProcessKeepItMapped() throws IOException {
        Path folder = bundle("exiting", """
                #include <stdlib.h>
                static void nothing(int status, void *argument) { (void)status; (void)argument; }
                """, "on_exit(nothing, NULL)", "");
        this.stage.leaks();
        this.stage.runtime().loadBundle(folder);
        actor().act();
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            unload("exiting");
            assertThat(log.lines()).singleElement().asString().contains("on_exit").endsWith("is closed");
        }
        assertThat(closedButMapped()).isEqualTo(1);
    }

    @Test
    void whatStaysMappedIsToldOnceAndTheNumberFallsAgain() throws IOException {
        this.stage.leaks();
        Path folder = bundle("spoken", KEY, "pthread_key_create(&key, forget)", "pthread_key_delete(key)");
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            this.stage.runtime().loadBundle(folder);
            for (int generation = 1; generation <= 3; generation++) {
                actor().act();
                this.stage.runtime().reloadBundle(folder);
                this.stage.awaitReclamation();
                assertThat(closedButMapped()).isEqualTo(generation);
            }
            assertThat(log.lines()).hasSize(1);
        }
    }

    /**
     * Other libraries of the process may end a thread later: here a function that the
     * library left in a file of its own choice is not needed, for the thread watches it.
     */
    @Test
    void libraryGoesAtALaterCloseWhenItsThreadHasGone() throws Exception {
        Path marker = this.stage.folder().resolve("leave");
        Path folder = bundle("waiting", """
                #include <pthread.h>
                #include <unistd.h>
                static void *work(void *unused) {
                    struct timespec pause = { 0, 1000000 };
                    while (access(\"MARKER\", F_OK) != 0) nanosleep(&pause, NULL);
                    return unused;
                }
                static void start(void) {
                    pthread_t worker;
                    pthread_create(&worker, NULL, work, NULL);
                    pthread_detach(worker);
                }
                """.replace("MARKER", marker.toString())
            .replace("#include <unistd.h>", "#include <unistd.h>\n#include <time.h>"), "start()", "");
        this.stage.runtime().loadBundle(folder);
        actor().act();
        unload("waiting");
        assertThat(closedButMapped()).isEqualTo(1);
        Files.createFile(marker);
        // Each close looks again; the thread needs some milliseconds to see the file.
        Path other = bundle("other", "", "", "");
        for (int i = 0; i < 10_000 && closedButMapped() > 0; i++) {
            this.stage.runtime().loadBundle(other);
            unload("other");
        }
        assertThat(closedButMapped()).isZero();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    void bundleOfWhichTooManyGenerationsStayIsLoadedNoMore() throws IOException {
        this.stage.leaks();
        Path folder = bundle("many", KEY, "pthread_key_create(&key, forget)", "");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.closedButMappedLimit(2));
        runtime.loadBundle(folder);
        for (int i = 0; i < 2; i++) {
            runtime.contract(Actor.class).act();
            runtime.reloadBundle(folder);
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        }
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(folder))
            .withMessageContainingAll("2 closed generations stay mapped", "closed-but-mapped-limit");
        assertThat(runtime.contract(Actor.class).act()).isEqualTo(1);
        runtime.unloadBundle("many");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(folder))
            .withMessageContaining("closed generations stay mapped");
    }

    @Test
    void generationThatStaysMappedKeepsNothingElse(TestReporter reporter) throws Exception {
        Path folder = bundle("flat", KEY, "pthread_key_create(&key, forget)", "");
        String output = ChildJvm
            .with("--enable-native-access=ALL-UNNAMED", "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC")
            .run(System.getProperty("java.class.path"), ManyGenerations.class, folder,
                    this.stage.folder().resolve("child"), System.getProperty("polyplug.test.backend", "auto"));
        assertThat(output).contains("closed but mapped 200", "guest bytes as of one generation true", "exit 0");
        Matcher figure = Pattern.compile("resident KiB each (-?\\d+)").matcher(output);
        assertThat(figure.find()).as(output).isTrue();
        Figures.publish(reporter, "generations that stay mapped", "resident KiB added by each: " + figure.group(1));
        // Each would keep 1 MiB of returned texts, and its mapping has some pages.
        assertThat(Long.parseLong(figure.group(1))).isLessThan(400);
    }

    @Test
    void processEndsAlthoughALibraryWaitsForAThreadThatHasCalledJava() throws Exception {
        Path folder = bundle("exit", WORKER.replace("while (!leaving)",
                "guest_host->log(guest_host, PP_LOG_INFO," + " TEXT(\"worker\"), TEXT(\"started\")); while (!leaving)")
                + """
                        __attribute__((destructor)) static void end(void) { if (worker) stop(); }
                        """, "start()", "");
        String output = ChildJvm.with("--enable-native-access=ALL-UNNAMED")
            .run(System.getProperty("java.class.path"), ExitingProcess.class, folder,
                    this.stage.folder().resolve("child"), System.getProperty("polyplug.test.backend", "auto"));
        assertThat(output).contains("called").containsAnyOf("exit 3", "exit 142");
    }

    @Test
    void runtimeThatIsClosedWhileTheProcessEndsIsNoError() throws Exception {
        Path folder = bundle("closing", WORKER, "start(); stop()", "");
        String output = ChildJvm.with("--enable-native-access=ALL-UNNAMED")
            .run(System.getProperty("java.class.path"), ExitingProcess.class, folder,
                    this.stage.folder().resolve("child"), System.getProperty("polyplug.test.backend", "auto"), "close");
        assertThat(output).contains("called", "exit 3").doesNotContain("Exception");
    }

    @Test
    void libraryFromOutsideStaysForTheProcessAndIsMappedOnce() throws IOException {
        Path outside = Files.createDirectories(this.stage.folder().resolve("vendor")).resolve("libvendor-once.so.1");
        CLibrary.in(this.stage.folder().resolve("sources"))
            .with("-Wl,-soname,libvendor-once.so.1")
            .compile("__attribute__((visibility(\"default\"))) int once(void) { static int n; return ++n; }", outside);
        Path folder = bundle("leaning", "extern int once(void);", "once()", "", outside.toString(),
                "-Wl,-rpath," + outside.getParent());
        this.stage.leaks();
        this.stage.runtime().loadBundle(folder);
        actor().act();
        this.stage.runtime().reloadBundle(folder);
        unload("leaning");
        assertThat(this.stage.mappedLibraries()).isEmpty();
        assertThat(closedButMapped()).isZero();
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libvendor-once.so.1");
    }

    /** Does what its bundle was made for. */
    @GuestContract(name = "resident.Actor", version = "1.0.0")
    interface Actor {

        @ContractFunction(0)
        long act();

        @ContractFunction(1)
        long finish();

        @ContractFunction(2)
        String text();

    }

}
