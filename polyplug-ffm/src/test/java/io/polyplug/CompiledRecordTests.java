package io.polyplug;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records that are passed to a compiled call and come back from it are never objects,
 * once the JIT compiler has taken the call into its caller.
 */
@Timeout(300)
class CompiledRecordTests {

    private static final int CALLS = 50_000;

    /** Functions are looked at again after about a second. */
    private static final Duration LOOKED_AT_AGAIN = Duration.ofMillis(2000);

    private static final Point OTHER = new Point(2, 4, (byte) 1);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("records are not made, though functions are looked at about once a second, and after a reload")
    void recordsAreNotMade() {
        this.stage.load("everything");
        Middle middle = this.stage.runtime().contract(Middle.class);
        awaitCallsWithoutGarbage(middle);
        this.stage.runtime().reloadBundle("everything");
        awaitCallsWithoutGarbage(middle);
        awaitCallsThatAreLookedAtAgain(middle);
        awaitCallsWithoutGarbage(middle);
    }

    private static void awaitCallsWithoutGarbage(Middle middle) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long bytes;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(sum(middle)).isEqualTo((CALLS - 1) * (long) CALLS / 2 / 2 + 8L * CALLS);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        while (bytes > CALLS && System.nanoTime() < deadline);
        assertThat(bytes).as("bytes of %s calls", CALLS).isLessThanOrEqualTo(CALLS);
    }

    /** Sees to it that the time has passed after which functions are looked at again. */
    private static void awaitCallsThatAreLookedAtAgain(Middle middle) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LOOKED_AT_AGAIN.toNanos()) {
            sum(middle);
        }
    }

    private static long sum(Middle middle) {
        double sum = 0;
        for (int i = 0; i < CALLS; i++) {
            Point point = middle.mid(new Point(i, 2, (byte) 3), OTHER);
            sum += point.x() + point.y() + point.tag();
        }
        return Math.round(sum);
    }

    @GuestContract(name = "demo.Everything", version = "1.2.0")
    interface Middle {

        @ContractFunction(4)
        Point mid(Point a, Point b);

    }

    record Point(double x, double y, byte tag) {
    }

}
