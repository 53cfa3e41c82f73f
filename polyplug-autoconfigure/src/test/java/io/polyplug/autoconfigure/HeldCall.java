package io.polyplug.autoconfigure;

import java.lang.ref.Reference;
import java.util.concurrent.FutureTask;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.autoconfigure.library.Slow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call into a bundle that lasts until it is closed.
 */
public final class HeldCall implements AutoCloseable {

    private final Memory flags = new Memory(8);

    private final FutureTask<Integer> answer;

    private final Thread thread;

    private final int expected;

    private HeldCall(Function function, int expected) {
        this.expected = expected;
        this.flags.clear();
        long entered = Pointer.nativeValue(this.flags);
        this.answer = new FutureTask<>(() -> {
            try {
                return function.hold(entered, entered + 4);
            }
            finally {
                Reference.reachabilityFence(this.flags);
            }
        });
        this.thread = new Thread(this.answer, "held-call");
    }

    /**
     * Starts a call of build 100 of bundle {@code slow}.
     * @return the call, which has entered the guest
     */
    public static HeldCall of(Slow slow) {
        return of(slow::hold, 100);
    }

    /**
     * Starts a call.
     * @param function what is called
     * @param expected what it returns at the end
     * @return the call, which has entered the guest
     */
    public static HeldCall of(Function function, int expected) {
        HeldCall call = new HeldCall(function, expected);
        call.thread.start();
        Patience.await().until(() -> call.flags.getInt(0) == 1);
        return call;
    }

    public String threadName() {
        return this.thread.getName();
    }

    /**
     * Lets the call return, which it does with what the build that it entered answers.
     */
    @Override
    public void close() {
        this.flags.setInt(4, 1);
        assertThat(this.answer).succeedsWithin(Patience.LONGEST).isEqualTo(this.expected);
    }

    /** Sets {@code entered} to 1 and waits until {@code release} is not 0. */
    public interface Function {

        int hold(long entered, long release);

    }

}
