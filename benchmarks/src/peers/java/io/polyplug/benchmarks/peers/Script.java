package io.polyplug.benchmarks.peers;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** One version of the script: contexts that it was evaluated in. Thread-safe. */
final class Script {

    private final AtomicReferenceArray<@Nullable Context> contexts = new AtomicReferenceArray<>(Peer.CALLERS);

    /**
     * Evaluates it for all callers.
     * @param engine keeps what was compiled
     * @param version how it greets
     * @param number makes it a text that the engine has never seen
     */
    Script(Engine engine, Version version, long number) {
        Source source = Source.create("js", """
                // %d
                ({ add: (a, b) => a + b, greet: (name) => "%s" + name })
                """.formatted(number, version.greeting()));
        for (int caller = 0; caller < Peer.CALLERS; caller++) {
            Context context = Context.newBuilder("js").engine(engine).build();
            context.getBindings("js").putMember("calculator", context.eval(source));
            this.contexts.set(caller, context);
        }
    }

    /** Gives a caller its context; none if it was closed before. */
    @Nullable Context take(int caller) {
        return this.contexts.getAndSet(caller, null);
    }

    /** Closes the contexts that no caller has taken. */
    void close() {
        for (int caller = 0; caller < Peer.CALLERS; caller++) {
            Context context = take(caller);
            if (context != null) {
                context.close();
            }
        }
    }

}
