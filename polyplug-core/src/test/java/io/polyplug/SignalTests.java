package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.BundleLoadException;
import io.polyplug.testing.CLibrary;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Libraries that install signal handlers, as the runtimes of many languages do. Those
 * here call the handler that was there before, so that the process lives on whatever we
 * do; what is asserted is whose handler is asked.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SignalTests {

    private static final String LOADER = "polyplug.loader.native";

    /** A handler that counts, and hands on to the one that it has replaced. */
    private static final String SOURCE = """
            #include <signal.h>
            #include <stdatomic.h>
            #include "guest.h"
            static atomic_int taken;
            static struct sigaction before[32];
            static void handler(int number, siginfo_t *info, void *context) {
                taken++;
                if (before[number].sa_flags & SA_SIGINFO) before[number].sa_sigaction(number, info, context);
            }
            static void take(int number) {
                struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
                action.sa_sigaction = handler;
                sigaction(number, &action, &before[number]);
            }
            static void leave(int number) { signal(number, SIG_DFL); }
            static int is_ours(int number) {
                struct sigaction now;
                sigaction(number, NULL, &now);
                return now.sa_sigaction == handler;
            }
            UNUSED static void block(void) {
                sigset_t set;
                sigemptyset(&set);
                sigaddset(&set, SIGUSR1);
                sigaddset(&set, SIGUSR2);
                pthread_sigmask(SIG_BLOCK, &set, NULL);
            }
            static void atConstruction(void) __attribute__((constructor));
            static void atConstruction(void) { %s }
            static void atDestruction(void) __attribute__((destructor));
            static void atDestruction(void) { %s }
            static void destroying(PpVmLoaderData data, const PpHostApi *host, PpGuestContractInstance instance) {
                %s
                guest_destroy(data, host, instance);
            }
            static void creating(PpVmLoaderData data, const PpHostApi *host, const void *args,
                                 PpGuestContractInstance *out) {
                %s
                guest_create(data, host, args, out);
            }
            FUNCTION(ours) { RESULT(bool) = is_ours(ARGUMENT(int32_t)); }
            FUNCTION(blocked) {
                sigset_t set;
                pthread_sigmask(SIG_BLOCK, NULL, &set);
                RESULT(bool) = sigismember(&set, SIGUSR1) || sigismember(&set, SIGUSR2);
            }
            FUNCTION(count) { raise(SIGPIPE); RESULT(int32_t) = taken; }
            CONTRACT("signal.Taking", 1, 0, 0, ours, count, blocked)
            GUEST_ABI_VERSION
            PP_EXPORT PpAbiError polyplug_init(const PpHostApi *host, const PpBundleInitContext *context) {
                %s
                guest_start(host, context);
                guest_interface.create_instance = creating;
                guest_interface.destroy_instance = destroying;
                return guest_register(host);
            }
            """;

    private static final int SIGFPE = 8;

    private static final int SIGUSR1 = 10;

    private static final int SIGSEGV = 11;

    private static final int SIGPIPE = 13;

    @RegisterExtension
    final Stage stage = new Stage();

    private Path bundle(String name, String construction, String destruction, String destroy, String create,
            String init) throws IOException {
        Path folder = Files.createDirectories(this.stage.folder().resolve("bundles").resolve(name));
        Files.writeString(folder.resolve("manifest.toml"), """
                loader = "native"
                name = "%s"
                id = 0x%s
                version = "1.0.0"
                file = "libtaking.so"
                provides = ["signal.Taking@1.0"]
                [function_count]
                "signal.Taking@1" = 3
                """.formatted(name, BundleId.of(name)));
        CLibrary.in(this.stage.folder().resolve("sources"))
            .compile(SOURCE.formatted(construction, destruction, destroy, create, init),
                    folder.resolve("libtaking.so"));
        return folder;
    }

    /** The JVM finds a null by a signal once the code is compiled. */
    private static void provokeNullPointers() {
        int caught = 0;
        for (int i = 0; i < 200_000; i++) {
            try {
                lengthOf((i % 50 == 0) ? null : "text");
            }
            catch (NullPointerException ex) {
                caught++;
            }
        }
        assertThat(caught).isEqualTo(4000);
    }

    private static int lengthOf(String text) {
        return Objects.hashCode(text.length());
    }

    private Taking taking() {
        return this.stage.runtime().contract(Taking.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "constructor", "init", "factory" })
    void handlersOfTheJvmArePutBackAndTheBundleIsNamed(String where) throws IOException {
        String take = "take(11); take(8); take(13);";
        Path folder = bundle("taking", where.equals("constructor") ? take : "", "", "",
                where.equals("factory") ? take : "", where.equals("init") ? take : "");
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            Taking before = taking();
            this.stage.runtime().loadBundle(folder);
            assertThat(before.ours(SIGSEGV)).isEqualTo(false);
            assertThat(before.ours(SIGFPE)).isFalse();
            provokeNullPointers();
            assertThat(before.count()).isZero();
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN Bundle 'taking' installs handlers of its own for SIGFPE, SIGSEGV, SIGPIPE")
                .contains("libjsig.so");
        }
    }

    @Test
    void signalThatNobodyHandledIsTheLibrarysUntilItGoes() throws IOException {
        Path folder = bundle("taking", "take(10);", "", "", "", "");
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            this.stage.runtime().loadBundle(folder);
            assertThat(taking().ours(SIGUSR1)).isTrue();
            assertThat(log.lines()).isEmpty();
            this.stage.runtime().unloadBundle("taking");
            this.stage.awaitReclamation();
            assertThat(this.stage.mappedLibraries()).isEmpty();
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN Bundle 'taking' left handlers for SIGUSR1 behind when it was unmapped");
        }
        Path next = bundle("looking", "", "", "", "", "");
        this.stage.runtime().loadBundle(next);
        assertThat(taking().ours(SIGUSR1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "destructor", "destroy" })
    void handlersThatDestructorsResetArePutBack(String where) throws IOException {
        String leave = "leave(13); leave(15);";
        Path folder = bundle("leaving", "", where.equals("destructor") ? leave : "",
                where.equals("destroy") ? leave : "", "", "");
        this.stage.runtime().loadBundle(folder);
        assertThat(taking().ours(SIGPIPE)).isFalse();
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            this.stage.runtime().unloadBundle("leaving");
            this.stage.awaitReclamation();
            assertThat(log.lines()).singleElement()
                .asString()
                .contains("took away the handlers of the JVM for SIGPIPE, SIGTERM when it was closed");
        }
    }

    @Test
    void handlerThatWasUnmappedMeanwhileIsNotPutBack() throws IOException {
        Path reached = this.stage.folder().resolve("reached");
        Path release = this.stage.folder().resolve("release");
        Path taking = bundle("taking", "take(10);", "", "", "", "");
        Path waiting = bundle("waiting", "", "", """
                fclose(fopen("%s", "w"));
                for (FILE *file = NULL; file == NULL; usleep(1000)) {
                    file = fopen("%s", "r");
                    if (file != NULL) { fclose(file); break; }
                }
                """.formatted(reached, release), "", "");
        this.stage.runtime().loadBundle(waiting);
        assertThat(taking().ours(SIGUSR1)).isFalse();
        this.stage.runtime().loadBundle(taking);
        this.stage.runtime().unloadBundle("waiting");
        Hang.await("destroy_instance has begun", () -> Files.exists(reached));
        this.stage.runtime().unloadBundle("taking");
        Hang.await("the handler is unmapped", () -> this.stage.reclaimed("taking").contains(1L));
        assertThat(handles(SIGUSR1)).isFalse();
        Files.writeString(release, "");
        this.stage.awaitReclamation();
        assertThat(handles(SIGUSR1)).isFalse();
    }

    /** Returns whether code of the process handles a signal. */
    private static boolean handles(int signal) throws IOException {
        String caught = Files.readAllLines(Path.of("/proc/self/status"))
            .stream()
            .filter((line) -> line.startsWith("SigCgt:"))
            .findFirst()
            .orElseThrow();
        return (Long.parseUnsignedLong(caught.substring(7).strip(), 16) >>> (signal - 1) & 1) != 0;
    }

    @Test
    void handlersThatChainMayStayWhereTheOperatorSaysSo() throws IOException {
        Path folder = bundle("chaining", "take(11); take(13);", "", "", "", "");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.signals("chaining", SignalPolicy.IGNORE));
        try (CapturedLog log = CapturedLog.warningsOf(LOADER)) {
            runtime.loadBundle(folder);
            Taking contract = runtime.contract(Taking.class);
            assertThat(contract.ours(SIGSEGV)).isTrue();
            provokeNullPointers();
            assertThat(contract.count()).isPositive();
            assertThat(log.lines()).isEmpty();
            runtime.unloadBundle("chaining");
            assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
            assertThat(log.lines()).singleElement().asString().contains("left handlers for SIGSEGV, SIGPIPE behind");
        }
        provokeNullPointers();
    }

    @Test
    void bundleIsNotBlamedForTheHandlersOfAnother() throws IOException {
        Path first = bundle("taking", "take(10);", "", "", "", "");
        Path next = bundle("next", "", "", "", "", "");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.signals(SignalPolicy.REFUSE));
        runtime.loadBundle(first);
        runtime.loadBundle(next);
        assertThat(runtime.contract(Taking.class, "taking").ours(SIGUSR1)).isTrue();
    }

    @Test
    void policyMayRefuseSuchLibraries() throws IOException {
        Path folder = bundle("taking", "", "", "", "", "take(11);");
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.signals(SignalPolicy.REFUSE));
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(folder))
            .withMessageContainingAll("'taking'", "installs handlers of its own for SIGSEGV", "libjsig.so");
        assertThat(runtime.bundles()).isEmpty();
        assertThat(this.stage.mappedLibraries()).isEmpty();
        provokeNullPointers();
    }

    @Test
    void threadThatInitialisesABundleBlocksNoMoreSignalsThanBefore() throws IOException {
        this.stage.runtime().loadBundle(bundle("blocking", "block();", "block();", "block();", "", "block();"));
        assertThat(taking().blocked()).isFalse();
        this.stage.runtime().reloadBundle("blocking");
        assertThat(taking().blocked()).isFalse();
        this.stage.awaitReclamation();
        Path next = bundle("looking", "", "", "", "", "");
        this.stage.runtime().unloadBundle("blocking");
        this.stage.runtime().loadBundle(next);
        assertThat(taking().blocked()).isFalse();
    }

    /** Whose handlers are set. */
    @GuestContract(name = "signal.Taking", version = "1.0.0")
    interface Taking {

        @ContractFunction(0)
        boolean ours(int signal);

        /** Raises SIGPIPE, and tells how often the handler here was asked. */
        @ContractFunction(1)
        int count();

        /** Whether the thread blocks what the library may have blocked. */
        @ContractFunction(2)
        boolean blocked();

    }

}
