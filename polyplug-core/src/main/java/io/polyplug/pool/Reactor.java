package io.polyplug.pool;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reactor, where it is on the class path. Static and thread-safe.
 */
public final class Reactor {

    private static final boolean PRESENT = isPresent();

    private Reactor() {
    }

    private static boolean isPresent() {
        try {
            Class.forName("reactor.core.publisher.Mono", false, Reactor.class.getClassLoader());
            return true;
        }
        catch (ClassNotFoundException ex) {
            return false;
        }
    }

    /**
     * {@return whether the calling thread serves many and must not be blocked: it is one
     * that Reactor takes for one of these}
     */
    public static boolean isOnEventLoop() {
        return PRESENT && Monos.isNonBlocking(Thread.currentThread());
    }

    /**
     * Returns a {@code Mono} that makes a call for each subscription, and cancels it with
     * the subscription.
     * @param call begins a call, given the subscriber's {@code ContextView}
     * @return the {@code Mono}, empty where the result is {@code null}
     */
    public static Object mono(Function<Object, CompletableFuture<@Nullable Object>> call) {
        return Monos.of(call);
    }

    /**
     * Subscribes to a {@code Mono}.
     * @param mono the {@code Mono}
     * @return its value, {@code null} if it is empty
     */
    public static CompletableFuture<@Nullable Object> future(Object mono) {
        return Monos.future(mono);
    }

}
