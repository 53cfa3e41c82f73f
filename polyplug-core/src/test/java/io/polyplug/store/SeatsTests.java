package io.polyplug.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.Crew;
import io.polyplug.error.GuestCallException;
import io.polyplug.ledger.BundleLedger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * One thread at a time is in a machine, and who waits is let in.
 */
@Timeout(120)
class SeatsTests {

    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    @ParameterizedTest(name = "{0} machines")
    @ValueSource(ints = { 1, 2, 5 })
    @DisplayName("eight threads are never two in one machine, whether they would wait or not, and all of them get on")
    void oneThreadAtATime(int count) {
        Seats seats = new Seats(new BundleLedger("pricing"), count, null);
        AtomicInteger[] inside = new AtomicInteger[count];
        for (int i = 0; i < count; i++) {
            inside[i] = new AtomicInteger();
        }
        AtomicInteger most = new AtomicInteger();
        Set<Integer> used = ConcurrentHashMap.newKeySet();
        try (Crew crew = Crew.repeating(8, (caller) -> {
            Seats.Seat seat = seats.takeAtOnce();
            if (seat == null) {
                seat = seats.take(LONG);
            }
            assertThat(seat).isNotNull();
            most.accumulateAndGet(inside[seat.number()].incrementAndGet(), Math::max);
            used.add(seat.number());
            Thread.yield();
            inside[seat.number()].decrementAndGet();
            seat.leave();
        })) {
            crew.awaitRounds(2000);
        }
        assertThat(most).hasValue(1);
        assertThat(used).contains(0);
    }

    @Test
    @DisplayName("who waits in vain is told who is inside and what to do; the seat goes to the next when it is left")
    void waitingEnds() throws InterruptedException {
        Seats seats = new Seats(new BundleLedger("pricing"), 1, null);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            Seats.Seat seat = seats.take(LONG);
            taken.countDown();
            await(leave);
            if (seat != null) {
                seat.leave();
            }
        }, "holder");
        holder.start();
        await(taken);
        assertThat(seats.take(1)).isNull();
        assertThat(seats.notFree(TimeUnit.SECONDS.toNanos(30))).hasMessage(
                "Bundle 'pricing' has been busy for 30 seconds: its script is in use by thread 'holder'. Look what it"
                        + " waits for, or whether it loops; a reload gives the calls to come a new one");
        leave.countDown();
        Seats.Seat seat = seats.take(LONG);
        assertThat(seat).isNotNull();
        seat.leave();
        holder.join();
    }

    @Test
    @DisplayName("a thread that is in a machine is refused at once, with code 9, however many there are")
    void noThreadTwice() {
        Seats seats = new Seats(new BundleLedger("pricing"), 3, null);
        Seats.Seat seat = seats.take(LONG);
        assertThat(seat).isNotNull();
        GuestCallException refusal = catchThrowableOfType(GuestCallException.class, () -> seats.take(LONG));
        assertThat(refusal.code()).isEqualTo(9);
        assertThat(refusal).hasMessageContaining("Bundle 'pricing' was called by a thread that is in it");
        seat.leave();
        Seats.Seat again = seats.take(LONG);
        assertThat(again).isNotNull();
        again.leave();
    }

    @Test
    @DisplayName("at once a seat is had only if it is free and the thread may have it; otherwise nothing is said or taken")
    void seatsAtOnce() throws InterruptedException {
        Seats seats = new Seats(new BundleLedger("pricing"), 2, null);
        Seats.Seat seat = seats.takeAtOnce();
        assertThat(seat).isNotNull();
        assertThat(seats.takeAtOnce()).as("a second one for the same thread").isNull();
        assertThat(seats.busy()).isEqualTo(1);
        AtomicReference<Seats.Seat> others = new AtomicReference<>();
        Thread other = new Thread(() -> others.set(seats.takeAtOnce()));
        other.start();
        other.join();
        assertThat(others.get()).isNotNull().isNotSameAs(seat);
        Thread third = new Thread(() -> others.set(seats.takeAtOnce()));
        third.start();
        third.join();
        assertThat(others.get()).isNull();
        seat.leave();
        assertThat(seats.takeAtOnce()).isSameAs(seat);
        assertThat(new Seats(new BundleLedger("taxes"), 1, new Seats.Interpreter()).takeAtOnce())
            .as("of an interpreter")
            .isNull();
    }

    @Test
    @DisplayName("a thread that is in an interpreter enters no other machine of it, staged ones included, and another thread does")
    void noThreadTwiceInAnInterpreter() throws InterruptedException {
        Seats.Interpreter interpreter = new Seats.Interpreter();
        Seats one = new Seats(new BundleLedger("pricing"), 1, interpreter);
        Seats other = new Seats(new BundleLedger("taxes"), 2, interpreter);
        Seats.Seat seat = one.take(LONG);
        assertThat(seat).isNotNull();
        GuestCallException refusal = catchThrowableOfType(GuestCallException.class, () -> other.take(LONG));
        assertThat(refusal.code()).isEqualTo(9);
        assertThat(refusal)
            .hasMessageContaining("Bundle 'taxes' was called by a thread that is in a bundle of the same language");
        assertThat(catchThrowableOfType(GuestCallException.class, () -> other.beforeOthers(() -> {
        })).code()).isEqualTo(9);
        AtomicInteger entered = new AtomicInteger();
        Thread another = new Thread(() -> {
            Seats.Seat mine = other.take(LONG);
            if (mine != null) {
                entered.incrementAndGet();
                mine.leave();
            }
        });
        another.start();
        another.join();
        assertThat(entered).hasValue(1);
        seat.leave();
        other.beforeOthers(entered::incrementAndGet);
        assertThat(entered).hasValue(2);
    }

    @Test
    @DisplayName("an interrupted thread waits all the same, and stays interrupted")
    void interruptsDoNotFailCalls() throws InterruptedException {
        Seats seats = new Seats(new BundleLedger("pricing"), 1, null);
        Seats.Seat seat = seats.take(LONG);
        assertThat(seat).isNotNull();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            Thread.currentThread().interrupt();
            Seats.Seat mine = seats.take(LONG);
            if (mine != null) {
                interrupted.set(Thread.currentThread().isInterrupted());
                mine.leave();
            }
        });
        waiting.start();
        seat.leave();
        waiting.join();
        assertThat(interrupted).hasValue(true);
    }

    @Test
    @DisplayName("what a machine noted of a failure is told once, and not to who sits there next")
    void notesAreOfOneCall() {
        Seats seats = new Seats(new BundleLedger("pricing"), 1, null);
        Seats.Seat seat = seats.take(LONG);
        assertThat(seat).isNotNull();
        seat.note("line 3: no such price");
        assertThat(seat.takeNote()).isEqualTo("line 3: no such price");
        assertThat(seat.takeNote()).isNull();
        seat.note("line 4");
        seat.leave();
        Seats.Seat next = seats.take(LONG);
        assertThat(next).isNotNull();
        assertThat(next.takeNote()).isNull();
        next.leave();
    }

    @Test
    @DisplayName("a seat is of its own generation alone")
    void seatsKnowTheirGeneration() {
        Seats one = new Seats(new BundleLedger("pricing"), 1, null);
        Seats other = new Seats(new BundleLedger("pricing"), 1, null);
        assertThat(one.seat(0).isOf(one)).isTrue();
        assertThat(one.seat(0).isOf(other)).isFalse();
        assertThat(one.seat(0).isOf(null)).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
