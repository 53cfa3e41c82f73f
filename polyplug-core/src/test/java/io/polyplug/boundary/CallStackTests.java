package io.polyplug.boundary;

import java.util.List;
import java.util.Set;

import io.polyplug.contract.Version;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread is in, where guest, host and guest call each other.
 */
class CallStackTests {

    private final Generation guest = generation("guest");

    private final Generation other = generation("other");

    private final CallStack stack = new CallStack();

    private static Generation generation(String bundle) {
        return new Generation(new BundleLedger(bundle), new Version(1, 0, 0), 1, 0, Set.of(), CallRules.USUAL);
    }

    @Test
    @DisplayName("L-06 L-07 L-08: at first no init runs; nested ones restore the outer one; to end one twice is harmless")
    void initsNest() {
        assertThat(this.stack.window()).isNull();
        InitWindow outer = new InitWindow(this.guest, null, List.of(), null);
        this.stack.open(outer);
        InitWindow inner = new InitWindow(this.other, null, List.of(), this.stack.window());
        this.stack.open(inner);
        assertThat(this.stack.window()).isSameAs(inner);
        for (int i = 0; i < 2; i++) {
            this.stack.close(inner);
            assertThat(this.stack.window()).isSameAs(outer);
        }
        for (int i = 0; i < 2; i++) {
            this.stack.close(outer);
            assertThat(this.stack.window()).isNull();
        }
    }

    @Test
    void threadIsPinnedInsideCallsAndGuards() {
        assertThat(this.stack.isPinned()).isFalse();
        this.stack.enter(this.guest);
        assertThat(this.stack.isPinned()).isTrue();
        this.stack.countGuard(1);
        this.stack.leave();
        assertThat(this.stack.isPinned()).isTrue();
        this.stack.countGuard(-1);
        assertThat(this.stack.isPinned()).isFalse();
    }

}
