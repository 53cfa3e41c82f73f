package io.polyplug.model;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.polyplug.Figures;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

import static io.polyplug.model.Ordering.ACQUIRE;
import static io.polyplug.model.Ordering.OPAQUE;
import static io.polyplug.model.Ordering.RELEASE;
import static io.polyplug.model.Ordering.VOLATILE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The orderings of the protocol, in all executions that a weak memory model allows: what
 * no x86 processor shows. Each access is weakened once and must be caught, but for W2:
 * the model leaves the writes of one thread in their order, and what a weaker W2 would
 * allow is jcstress's twin with W2 before W1.
 */
class MemoryModelTests {

    @Test
    void callAndReloadNeverTouchTheLibraryAtOnce() {
        Executions all = Executions.of(CallAndReload.AS_IT_IS);
        assertThat(all.count()).isGreaterThan(1);
        assertThat(all.violations()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> weakerCallAndReloadIsCaught(TestReporter reporter) {
        return Stream.of(
                caught("R2 by a release store",
                        new CallAndReload(RELEASE, VOLATILE, RELEASE, VOLATILE, VOLATILE, VOLATILE), reporter),
                caught("R3 acquire", new CallAndReload(VOLATILE, ACQUIRE, RELEASE, VOLATILE, VOLATILE, VOLATILE),
                        reporter),
                caught("R4 opaque", new CallAndReload(VOLATILE, VOLATILE, OPAQUE, VOLATILE, VOLATILE, VOLATILE),
                        reporter),
                caught("W1 release", new CallAndReload(VOLATILE, VOLATILE, RELEASE, RELEASE, VOLATILE, VOLATILE),
                        reporter),
                caught("W3 acquire", new CallAndReload(VOLATILE, VOLATILE, RELEASE, VOLATILE, VOLATILE, ACQUIRE),
                        reporter));
    }

    @Test
    void slotHasOneHolderAtATime() {
        Executions all = Executions.of(SlotHandover.AS_IT_IS);
        assertThat(all.count()).isGreaterThan(1);
        assertThat(all.violations()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> weakerHandoverIsCaught(TestReporter reporter) {
        return Stream.of(caught("R2 that does not acquire", new SlotHandover(RELEASE, RELEASE), reporter),
                caught("R4 opaque, next holder", new SlotHandover(VOLATILE, OPAQUE), reporter));
    }

    private static DynamicTest caught(String twin, Function<Execution, List<List<Runnable>>> program,
            TestReporter reporter) {
        return DynamicTest.dynamicTest(twin, () -> {
            Executions all = Executions.of(program);
            Figures.publish(reporter, "memory model, " + twin, all.toString());
            assertThat(all.violations()).isPositive();
        });
    }

}
