package io.polyplug;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.contract.BundleId;
import io.polyplug.error.ContractUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Guests ask for loads, reloads and unloads from inside a call.
 */
@Timeout(300)
class GuestRequestTests {

    private static final int OK = 0;

    private static final int GENERIC = 1;

    private static final int REENTRANT = 9;

    private final AtomicReference<CountDownLatch> insideAListener = new AtomicReference<>();

    private final CountDownLatch leave = new CountDownLatch(1);

    @RegisterExtension
    final Stage stage = new Stage(
            (builder) -> builder.hostContract(Plugins.Greeter.class, new Reloading()).onReload((phase) -> {
                CountDownLatch inside = this.insideAListener.get();
                if (inside != null && phase instanceof ReloadPhase.Preparing) {
                    inside.countDown();
                    await(this.leave);
                }
            }));

    @BeforeEach
    void loadCaller() {
        this.stage.load("caller");
    }

    private Plugins.Caller caller() {
        return this.stage.runtime().contract(Plugins.Caller.class);
    }

    @Test
    @DisplayName("docs/abi.md 7.13: a guest reloads its own bundle from inside a call, which ends on the old version")
    void guestReloadsItsOwnBundle() {
        for (int i = 0; i < 5; i++) {
            assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(OK);
            assertThat(caller().plusOne(1)).isEqualTo(2);
            assertThat(this.stage.runtime().bundle("caller").orElseThrow().generation()).isEqualTo(i + 2);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("caller")).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("docs/abi.md 7.12, 7.13, 7.18: a guest loads, reloads and unloads another bundle")
    void guestLoadsReloadsAndUnloadsAnother() {
        assertThat(caller().load(this.stage.bundle("reload-v1").toString())).isEqualTo(OK);
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        assertThat(caller().load(this.stage.bundle("reload-v1").toString())).isEqualTo(GENERIC);
        assertThat(caller().lastError()).contains("'reload' was not loaded: it is already loaded");
        assertThat(caller().reload(this.stage.library("reload-v2").toString())).isEqualTo(OK);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(caller().reload(this.stage.bundle("reload-init-fails").toString())).isEqualTo(GENERIC);
        assertThat(caller().lastError()).contains("the licence file is missing");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(caller().unload(BundleId.of("reload").value())).isEqualTo(OK);
        assertThat(this.stage.runtime().bundle("reload")).isEmpty();
        assertThat(caller().unload(BundleId.of("reload").value())).isEqualTo(GENERIC);
        assertThat(caller().lastError()).contains("not found");
    }

    @Test
    @DisplayName("a guest unloads itself from inside a call, which ends well; its library goes after it")
    void guestUnloadsItself() {
        assertThat(caller().unload(BundleId.of("caller").value())).isEqualTo(OK);
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(() -> caller().plusOne(1));
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    @DisplayName("code 9 at once, when another thread has the life-cycle lock; and all is well afterwards")
    void guestGetsCodeNineWhileTheLockIsTaken() throws InterruptedException {
        this.stage.load("reload-v1");
        CountDownLatch inside = new CountDownLatch(1);
        this.insideAListener.set(inside);
        Crew other = Crew.startOne(() -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2")));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(REENTRANT);
        assertThat(caller().lastError()).contains("another thread");
        assertThat(caller().load(this.stage.bundle("slow").toString())).isEqualTo(REENTRANT);
        assertThat(caller().unload(BundleId.of("reload").value())).isEqualTo(REENTRANT);
        this.insideAListener.set(null);
        this.leave.countDown();
        other.join();
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(OK);
    }

    @Test
    @DisplayName("code 9 at once, when eight generations are held: a guest never waits for itself")
    void guestGetsCodeNineWhenEightGenerationsAreHeld() {
        EpochGuard guard = this.stage.runtime().pin();
        for (int i = 0; i < 8; i++) {
            assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(OK);
        }
        assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(REENTRANT);
        assertThat(caller().lastError()).contains("8 retired");
        guard.close();
        this.stage.awaitReclamation();
        assertThat(caller().reload(this.stage.bundle("caller").toString())).isEqualTo(OK);
    }

    @Test
    @DisplayName("Java code that a guest calls reloads that guest, once and in a nested call again")
    void javaReloadsTheGuestThatCallsIt() {
        assertThat(caller().nested("outer")).isEqualTo("generation 2, plus one 8");
        assertThat(caller().plusOne(1)).isEqualTo(2);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
    }

    @Test
    @DisplayName("8 guests' threads that all reload their own bundle: each gets 0 or 9, and every call ends well")
    void manyGuestsReloadAtOnce() {
        String path = this.stage.bundle("caller").toString();
        Crew.run(8, (thread) -> {
            for (int i = 0; i < 20; i++) {
                assertThat(caller().reload(path)).isIn(OK, REENTRANT);
                assertThat(caller().plusOne(i)).isEqualTo(i + 1);
            }
        });
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(1);
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Reloads the bundle that calls it. */
    private final class Reloading implements Plugins.Greeter {

        @Override
        public String greet(String name) {
            return "Hello " + name;
        }

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public String nest(String name) {
            long generation = GuestRequestTests.this.stage.runtime().reloadBundle("caller").generation();
            return "generation " + generation + ", plus one " + caller().plusOne(7);
        }

    }

}
