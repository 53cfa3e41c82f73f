package io.polyplug;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Virtual threads that make one call and end.
 */
class VirtualThreadTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final LongAdder answers = new LongAdder();

    @Test
    @Timeout(600)
    @DisplayName("100 000 virtual threads make one call each and leave no pin and no memory behind")
    void hundredThousand(TestReporter reporter) {
        assertThat(growthInKibibytes(new MemoryCurve(100_000), reporter)).isLessThan(16 * 1024);
    }

    @Test
    @Tag("soak")
    @Timeout(3600)
    @DisplayName("5 000 000 virtual threads make one call each and leave no pin and no memory behind")
    void fiveMillion(TestReporter reporter) {
        assertThat(growthInKibibytes(MemoryCurve.longForm(5_000_000), reporter)).isLessThan(8 * 1024);
    }

    private long growthInKibibytes(MemoryCurve curve, TestReporter reporter) {
        this.stage.runtime().loadBundle(this.stage.bundle("reload-v1"));
        Plugins.Answering contract = this.stage.runtime().contract(Plugins.Answering.class);
        curve.runInSlices((calls) -> callEach(contract, calls));
        curve.publish(reporter, "virtual threads that made one call");
        assertThat(this.answers.sum()).isEqualTo(100L * curve.cycles());
        assertThat(this.stage.runtime().statistics().activePins()).isZero();
        return curve.growthInKibibytes();
    }

    private void callEach(Plugins.Answering contract, IntStream calls) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            calls.forEach((call) -> threads.execute(() -> this.answers.add(contract.answer())));
        }
    }

}
