package io.polyplug.proxy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.boundary.CallStacks;
import io.polyplug.pool.Reactor;

/**
 * Tells once that a contract was called on a thread that must not be blocked.
 * Thread-safe.
 * <p>
 * A compiled call does not ask, unless it is one that is looked at: the first calls of a
 * function, and a few every now and then.
 */
final class EventLoopNotice {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    private final CallStacks stacks;

    /** Logs the name of the thread, where that may wait. */
    private final Consumer<String> log;

    private final AtomicBoolean told = new AtomicBoolean();

    EventLoopNotice(String contractName, CallStacks stacks) {
        this.stacks = stacks;
        this.log = (thread) -> logger
            .warn("Contract '{}' was called on thread '{}', which serves many and has to wait until native code"
                    + " returns. This is told once. Have its methods return Mono or CompletionStage, or"
                    + " call it on a thread that may be blocked", contractName, thread);
    }

    /**
     * Before a call, or in it; what it tells waits for the pins of the thread.
     */
    void look() {
        if (!this.told.get() && Reactor.isOnEventLoop() && this.told.compareAndSet(false, true)) {
            String thread = Thread.currentThread().getName();
            this.stacks.current().tell(() -> this.log.accept(thread));
        }
    }

}
