package io.polyplug;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.jna.Pointer;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.StaleHandleException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a guard protects, and who may close it.
 */
@Timeout(300)
class EpochGuardTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("DS-15 docs/behaviour.md 10.6: guards nest, close in any order, and closing twice is harmless")
    void guardsNestAndCloseTwice() {
        PolyplugRuntime runtime = this.stage.runtime();
        EpochGuard outer = runtime.pin();
        EpochGuard inner = runtime.pin();
        assertThat(runtime.statistics().activePins()).isEqualTo(2);
        outer.close();
        outer.close();
        assertThat(runtime.statistics().activePins()).isEqualTo(1);
        EpochGuard next = runtime.pin();
        outer.close();
        assertThat(runtime.statistics().activePins()).as("a closed guard does not end the pin that took its slot")
            .isEqualTo(2);
        inner.close();
        next.close();
        assertThat(runtime.statistics().activePins()).isZero();
    }

    @Test
    @DisplayName("more than eight guards at once hold as well as one")
    void manyGuardsHoldAsWellAsOne() {
        this.stage.load("reload-v1");
        EpochGuard[] guards = new EpochGuard[50];
        Arrays.setAll(guards, (i) -> this.stage.runtime().pin());
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.runtime().statistics().holders()).hasSize(50);
        for (int i = 0; i < 49; i++) {
            guards[i].close();
        }
        assertThat(this.stage.runtime().statistics().retiredGenerations()).isEqualTo(1);
        guards[49].close();
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("another thread may close a guard; its maker is not pinned any more then, and may wait")
    void anotherThreadMayCloseAGuard() {
        this.stage.load("reload-v1");
        EpochGuard guard = this.stage.runtime().pin();
        this.stage.runtime().reloadBundle("reload");
        assertThatExceptionOfType(ReentrantCallException.class)
            .isThrownBy(() -> this.stage.runtime().awaitReclamation(Duration.ofSeconds(60)))
            .withMessageContaining("guard");
        Crew.run(4, (thread) -> guard.close());
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().statistics().activePins()).isZero();
    }

    @Test
    @DisplayName("a guard whose maker is dead protects until somebody closes it")
    void guardOfADeadThreadProtects() {
        this.stage.load("reload-v1");
        AtomicReference<EpochGuard> left = new AtomicReference<>();
        Crew.startOne(() -> left.set(this.stage.runtime().pin())).join();
        this.stage.runtime().reloadBundle("reload");
        assertThat(this.stage.runtime().awaitReclamation(Duration.ofMillis(30))).isFalse();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
        left.get().close();
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("what was resolved under a guard keeps its addresses mapped over a reload, and the next resolve is new")
    void resolvedInterfaceStaysUsableWhileTheGuardIsOpen() {
        this.stage.load("reload-v1");
        GuestContractHandle handle = this.stage.resolvable();
        EpochGuard guard = this.stage.runtime().pin();
        GuestContractInterface before = this.stage.runtime().resolve(handle, guard);
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
        GuestContractInterface after = this.stage.runtime().resolve(handle, guard);
        assertThat(before.generation()).isEqualTo(1);
        assertThat(after.generation()).isEqualTo(2);
        assertThat(before.functionAddress(0)).isNotZero().isNotEqualTo(after.functionAddress(0));
        byte first = new Pointer(before.functionAddress(0)).getByte(0);
        byte same = new Pointer(after.functionAddress(0)).getByte(0);
        assertThat(first).as("both builds begin alike, and both can still be read").isEqualTo(same);
        guard.close();
        this.stage.awaitReclamation();
    }

    @Test
    @DisplayName("a closed guard, or one of another runtime, resolves nothing")
    void guardMustBeOpenAndOfThisRuntime() {
        this.stage.load("reload-v1");
        GuestContractHandle handle = this.stage.resolvable();
        EpochGuard closed = this.stage.runtime().pin();
        closed.close();
        assertThatIllegalArgumentException().isThrownBy(() -> this.stage.runtime().resolve(handle, closed))
            .withMessageContaining("closed");
        EpochGuard foreign = this.stage.another((builder) -> {
        }).pin();
        assertThatIllegalArgumentException().isThrownBy(() -> this.stage.runtime().resolve(handle, foreign))
            .withMessageContaining("another polyplug runtime");
        foreign.close();
        EpochGuard guard = this.stage.runtime().pin();
        assertThatExceptionOfType(StaleHandleException.class)
            .isThrownBy(() -> this.stage.runtime().resolve(GuestContractHandle.NULL, guard));
        guard.close();
    }

}
