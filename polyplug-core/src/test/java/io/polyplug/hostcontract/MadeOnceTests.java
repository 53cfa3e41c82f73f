package io.polyplug.hostcontract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.Crew;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is made once and destroyed once, whoever comes when.
 */
@Timeout(300)
class MadeOnceTests {

    private final List<String> destroyed = new CopyOnWriteArrayList<>();

    private final MadeOnce<String> once = new MadeOnce<>("host.Once", this.destroyed::add);

    @Test
    void madeAtTheFirstRequestAndDestroyedWhenClosed() {
        assertThat(this.once.get(() -> "first")).isEqualTo("first");
        assertThat(this.once.get(() -> "second")).isEqualTo("first");
        assertThat(this.destroyed).isEmpty();
        this.once.close();
        this.once.close();
        assertThat(this.destroyed).containsExactly("first");
        assertThat(this.once.get(() -> "third")).isNull();
        assertThat(this.destroyed).containsExactly("first");
    }

    @Test
    void closedBeforeTheFirstRequest() {
        this.once.close();
        assertThat(this.once.get(() -> "never")).isNull();
        assertThat(this.destroyed).isEmpty();
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        assertThat(this.once.get(() -> null)).isNull();
        assertThatIllegalStateException().isThrownBy(() -> this.once.get(() -> {
            throw new IllegalStateException("not now");
        }));
        assertThat(this.once.get(() -> "made")).isEqualTo("made");
    }

    @Test
    void closedByItsOwnFactory() {
        assertThat(this.once.get(() -> {
            this.once.close();
            return "too late";
        })).isNull();
        assertThat(this.destroyed).containsExactly("too late");
    }

    @Test
    void factoryThatAsksForItselfGetsNothing() {
        assertThat(this.once.get(() -> "outer, " + this.once.get(() -> "inner"))).isEqualTo("outer, null");
    }

    @Test
    @DisplayName("a factory that does not come back ends the waiting of others with nothing, and a warning names its"
            + " thread")
    void waitingForAFactoryHasALimit() throws InterruptedException {
        MadeOnce<String> slow = new MadeOnce<>("host.Slow", this.destroyed::add, Duration.ofMillis(1));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Crew maker = Crew.startOne(() -> assertThat(slow.get(() -> {
            inside.countDown();
            await(leave);
            return "made";
        })).isEqualTo("made"));
        assertThat(inside.await(40, TimeUnit.SECONDS)).isTrue();
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.host")) {
            assertThat(slow.get(() -> "never")).isNull();
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN Host contract 'host.Slow' has no instance")
                .contains("thread 'crew-0'", "Look what the factory waits for");
        }
        leave.countDown();
        maker.join();
        assertThat(slow.get(() -> "never")).isEqualTo("made");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    @DisplayName("W-15, W-16: closing races with making: what was made is destroyed once, and only then")
    void closingRacesWithMaking() {
        int madeAtAll = 0;
        for (int i = 0; i < 300 || madeAtAll == 0; i++) {
            AtomicInteger made = new AtomicInteger();
            AtomicInteger gone = new AtomicInteger();
            MadeOnce<Integer> racing = new MadeOnce<>("host.Racing", (number) -> gone.incrementAndGet());
            Crew.run(3, (thread) -> race(thread, racing, made));
            assertThat(gone.get()).isEqualTo(made.get()).isLessThanOrEqualTo(1);
            madeAtAll += made.get();
        }
    }

    private static void race(int thread, MadeOnce<Integer> racing, AtomicInteger made) {
        if (thread == 0) {
            racing.close();
        }
        else {
            racing.get(made::incrementAndGet);
        }
    }

}
