package io.polyplug.boundary;

import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.jna.JnaBackend;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What threads know of the calls they are in.
 */
class CallStacksTests {

    private final JnaBackend backend = new JnaBackend();

    private final FloatingPointWatch watch = new FloatingPointWatch(this.backend);

    private final CallStacks stacks = new CallStacks(
            new Pins<>(new Epoch(), HomeSlots.Plan.NONE, 64, (memory) -> memory).homes(), this.watch);

    @Test
    void threadHasOneStackWhileSomebodyHoldsIt() {
        CallStack stack = this.stacks.current();
        System.gc();
        assertThat(this.stacks.current()).isSameAs(stack);
        this.watch.close();
    }

    /** A thread that outlives the runtime must not keep its classes. */
    @Test
    void stackThatNobodyHoldsIsCollectedThoughItsThreadGoesOn() {
        WeakReference<CallStack> stack = new WeakReference<>(this.stacks.current());
        for (int i = 0; stack.get() != null && i < 3000; i++) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(stack.get()).isNull();
        assertThat(this.stacks.current().isOutside()).isTrue();
        this.watch.close();
    }

}
