package io.polyplug.upcall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.hostapi.HostApiGuest;
import io.polyplug.hostcontract.CallerGuest;
import io.polyplug.hostcontract.Greeter;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.types.Everything;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Guest and host that call each other too deep, and stacks that overflow: an error and
 * never the end of the process.
 */
class RecursionTests {

    private static final int DEEPEST = 64;

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("everything", "caller", "hostapi");

    private CallerGuest caller() {
        return this.polyplug.contract(CallerGuest.class);
    }

    private void nesting(Nesting nesting) {
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String nest(String name) {
                return nesting.nest(name);
            }
        });
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(this.polyplug.runtime().statistics().activePins()).isZero();
        this.polyplug.runtime().unloadBundle("caller");
        this.polyplug.runtime().unloadBundle("everything");
        assertThat(this.polyplug.runtime().awaitReclamation(Duration.ofSeconds(60))).as("on the very thread").isTrue();
    }

    @Test
    void nestingBelowTheBoundIsFine() {
        AtomicInteger left = new AtomicInteger(50);
        CallerGuest caller = caller();
        nesting((name) -> (left.getAndDecrement() > 0) ? caller.nested(name + ".") : name);
        assertThat(caller.nested("x")).isEqualTo("x" + ".".repeat(50));
    }

    @Test
    void endlessNestingIsCode3() {
        AtomicInteger depth = new AtomicInteger();
        CallerGuest caller = caller();
        nesting((name) -> {
            depth.incrementAndGet();
            return caller.nested(name);
        });
        GuestCallException failure = catchThrowableOfType(GuestCallException.class, () -> caller.nested("x"));
        assertThat(failure.code()).isEqualTo(3);
        assertThat(depth.get()).isBetween(DEEPEST / 2, DEEPEST);
        depth.set(0);
        assertThat(catchThrowableOfType(GuestCallException.class, () -> caller.nested("x")).code()).isEqualTo(3);
        assertThat(depth.get()).as("again as deep").isBetween(DEEPEST / 2, DEEPEST);
        assertThat(caller.plusOne(1)).isEqualTo(2);
    }

    @Test
    void whatIsRefusedForItsDepthFindsNothing() {
        AtomicInteger depth = new AtomicInteger();
        List<Long> found = new ArrayList<>();
        CallerGuest caller = caller();
        HostApiGuest hostApi = this.polyplug.contract(HostApiGuest.class);
        long everything = GuestContractId.of("demo.Everything", 1).value();
        long present = hostApi.find(everything, 0);
        nesting((name) -> {
            found.add(hostApi.find(everything, 0));
            if (depth.incrementAndGet() < DEEPEST) {
                caller.nested(name);
            }
            return name;
        });
        caller.nested("x");
        assertThat(found).hasSize(DEEPEST).endsWith(HostApiGuest.NULL_HANDLE);
        assertThat(found.subList(0, DEEPEST - 1)).containsOnly(present);
    }

    @Test
    void everyThreadHasTheWholeDepth() throws InterruptedException {
        CallerGuest caller = caller();
        ThreadLocal<Integer> left = ThreadLocal.withInitial(() -> 40);
        nesting((name) -> {
            left.set(left.get() - 1);
            return (left.get() > 0) ? caller.nested(name + ".") : name;
        });
        List<String> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> answers.add(caller.nested("x")));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(answers).hasSize(4).containsOnly("x" + ".".repeat(39));
    }

    @Test
    void stackOverflowInAHostContractIsCode3() {
        this.polyplug.runtime().registerHostContract(Greeter.class, new Greeter.Friendly() {
            @Override
            public String greet(String name) {
                return greet(name) + name;
            }
        });
        for (int i = 0; i < 20; i++) {
            GuestCallException failure = catchThrowableOfType(GuestCallException.class, () -> caller().call("x"));
            assertThat(failure.code()).isEqualTo(3);
            assertThat(failure.guestMessage()).isEqualTo("java.lang.StackOverflowError");
        }
        assertThat(caller().plusOne(1)).isEqualTo(2);
    }

    @Test
    void callsAtTheVeryEndOfTheStackLeaveNoPin() throws InterruptedException {
        Everything everything = this.polyplug.contract(Everything.class);
        CallerGuest caller = caller();
        HostApiGuest hostApi = this.polyplug.contract(HostApiGuest.class);
        nesting((name) -> name);
        for (int i = 0; i < 100; i++) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread thread = new Thread(null, () -> {
                try {
                    untilTheStackEnds(everything, caller, hostApi, 0);
                }
                catch (Throwable ex) {
                    end.set(ex);
                }
            }, "overflowing", (512 << 10) + i * 16L);
            thread.start();
            thread.join();
            assertThat(end.get()).isInstanceOfAny(StackOverflowError.class, GuestCallException.class);
        }
    }

    private static long untilTheStackEnds(Everything everything, CallerGuest caller, HostApiGuest hostApi, long depth) {
        long result = switch ((int) (depth % 4)) {
            case 0 -> caller.nested("x").length();
            case 1 -> hostApi.lastError(4000).length;
            case 2 -> caller.both("a", "b").length();
            default -> everything.add(1, depth);
        };
        return result + untilTheStackEnds(everything, caller, hostApi, depth + 1);
    }

    private interface Nesting {

        String nest(String name);

    }

}
