package io.polyplug.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.Crew;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Waiting for an instance that another thread makes: it has an end, and what was replaced
 * is not waited for.
 */
@Timeout(120)
class AwaitedInstanceTests {

    private static final String CONTRACT = "slow to make";

    private static final long FOR_LONG = TimeUnit.MINUTES.toNanos(10);

    private final Registry registry = new Registry();

    private final CountDownLatch inside = new CountDownLatch(1);

    private final CountDownLatch leave = new CountDownLatch(1);

    private final AtomicBoolean fails = new AtomicBoolean();

    private final GuestInterface provider = provider();

    private final Cell<Boolean> cell = cell();

    private GuestInterface provider() {
        Generation generation = Registry.generation("slow", 1);
        GuestInterface made = new GuestInterface(generation, GuestContractId.of(CONTRACT, 1), CONTRACT, Registry.V1,
                new GuestInterface.Code(1, 0, new Dispatch.NativeTable(new long[] { 0x1000L })), new Held());
        generation.add(made);
        return made;
    }

    private Cell<Boolean> cell() {
        this.registry.activate(this.provider);
        return this.registry.store
            .cell(new Cell.Requirement(CONTRACT, GuestContractId.of(CONTRACT, 1), Registry.V1, 1, null));
    }

    @AfterEach
    void letGo() {
        this.leave.countDown();
    }

    private Crew startMaking() throws InterruptedException {
        Crew maker = Crew.startOne(() -> {
            try {
                assertThat(this.provider.instanceUnlessAwaited()).isNotNull();
            }
            catch (IllegalStateException ex) {
                assertThat(this.fails).isTrue();
            }
        });
        assertThat(this.inside.await(40, TimeUnit.SECONDS)).isTrue();
        return maker;
    }

    @Test
    @DisplayName("a call waits for no instance of its own accord, and has an instance when waiting has ended")
    void waitingEndsWithTheInstance() throws InterruptedException {
        Crew maker = startMaking();
        assertThat(this.provider.instanceUnlessAwaited()).isNull();
        this.leave.countDown();
        this.cell.awaitInstance(this.provider, FOR_LONG);
        assertThat(this.provider.instanceUnlessAwaited()).isNotNull();
        maker.join();
    }

    @Test
    @DisplayName("a factory that does not return ends the waiting with code 9, and the message names its thread")
    void waitingHasALimit() throws InterruptedException {
        Crew maker = startMaking();
        GuestCallException refusal = catchThrowableOfType(GuestCallException.class,
                () -> this.cell.awaitInstance(this.provider, 0));
        assertThat(refusal.code()).isEqualTo(9);
        assertThat(refusal).hasMessageContaining("'" + CONTRACT + "'")
            .hasMessageContaining("'slow'")
            .hasMessageContaining("on thread 'crew-0'")
            .hasMessageContaining("create_instance");
        this.leave.countDown();
        maker.join();
    }

    @Test
    @DisplayName("what has been replaced is not waited for, and its failure is nobody's")
    void whatWasReplacedIsNotWaitedFor() throws InterruptedException {
        Crew maker = startMaking();
        Crew waiter = Crew.startOne(() -> this.cell.awaitInstance(this.provider, FOR_LONG));
        Generation next = Registry.after(this.provider.owner());
        Registry.provider(next, CONTRACT);
        this.registry.store.activate(next, this.provider.owner(), false);
        waiter.join();
        assertThat(this.cell.currentVolatile().owner()).isEqualTo(next);
        this.fails.set(true);
        this.leave.countDown();
        maker.join();
        assertThatCode(() -> this.cell.awaitInstance(this.provider, FOR_LONG)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("what a factory throws reaches who waits for it, and the next call tries anew")
    void failureReachesWhoWaits() throws InterruptedException {
        this.fails.set(true);
        Crew maker = startMaking();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Crew waiter = Crew.startOne(() -> {
            waiting.set(Thread.currentThread());
            assertThatIllegalStateException().isThrownBy(() -> this.cell.awaitInstance(this.provider, FOR_LONG))
                .withMessage("on purpose");
        });
        while (waiting.get() == null || waiting.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        this.leave.countDown();
        maker.join();
        waiter.join();
        this.fails.set(false);
        assertThat(this.provider.instanceUnlessAwaited()).isNotNull();
    }

    /** A factory that the test lets go, to make something or to fail. */
    private final class Held implements InstanceLifecycle {

        @Override
        public GuestInstance create(GuestInterface guestInterface, long args) {
            AwaitedInstanceTests.this.inside.countDown();
            try {
                assertThat(AwaitedInstanceTests.this.leave.await(60, TimeUnit.SECONDS)).isTrue();
            }
            catch (InterruptedException ex) {
                throw new AssertionError(ex);
            }
            if (AwaitedInstanceTests.this.fails.get()) {
                throw new IllegalStateException("on purpose");
            }
            return new GuestInstance(1, 0);
        }

        @Override
        public void destroy(GuestInterface guestInterface, GuestInstance instance) {
            throw new AssertionError("Nothing is destroyed here");
        }

    }

}
