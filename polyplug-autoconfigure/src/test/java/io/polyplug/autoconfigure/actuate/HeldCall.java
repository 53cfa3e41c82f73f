package io.polyplug.autoconfigure.actuate;

import java.lang.ref.Reference;
import java.util.concurrent.FutureTask;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.library.Slow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call into bundle {@code slow} that lasts until it is closed.
 */
final class HeldCall implements AutoCloseable {

    private final Memory flags = new Memory(8);

    private final FutureTask<Integer> answer;

    private final Thread thread;

    private HeldCall(Slow slow) {
        this.flags.clear();
        long entered = Pointer.nativeValue(this.flags);
        this.answer = new FutureTask<>(() -> {
            try {
                return slow.hold(entered, entered + 4);
            }
            finally {
                Reference.reachabilityFence(this.flags);
            }
        });
        this.thread = new Thread(this.answer, "held-call");
    }

    /**
     * Starts the call.
     * @return the call, which has entered the guest
     */
    static HeldCall of(Slow slow) {
        HeldCall call = new HeldCall(slow);
        call.thread.start();
        Patience.await().until(() -> call.flags.getInt(0) == 1);
        return call;
    }

    String threadName() {
        return this.thread.getName();
    }

    /**
     * Lets the call return, which it does with what the build that it entered answers.
     */
    @Override
    public void close() {
        this.flags.setInt(4, 1);
        assertThat(this.answer).succeedsWithin(Patience.LONGEST).isEqualTo(100);
    }

}
