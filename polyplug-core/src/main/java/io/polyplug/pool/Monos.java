package io.polyplug.pool;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What names types of Reactor. Only {@link Reactor} asks it, and only where these are.
 * Static and thread-safe.
 */
final class Monos {

    private Monos() {
    }

    static boolean isNonBlocking(Thread thread) {
        return Schedulers.isNonBlockingThread(thread);
    }

    static Object of(Function<Object, CompletableFuture<@Nullable Object>> call) {
        return Mono.deferContextual((context) -> Mono.fromFuture(() -> call.apply(context)));
    }

    @SuppressWarnings("unchecked")
    static CompletableFuture<@Nullable Object> future(Object mono) {
        return ((Mono<Object>) mono).toFuture();
    }

}
