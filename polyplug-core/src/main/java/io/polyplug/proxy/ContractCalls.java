package io.polyplug.proxy;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.PolyplugException;
import io.polyplug.pool.AsyncCalls;
import io.polyplug.pool.AsyncRequest;
import io.polyplug.pool.Reactor;
import io.polyplug.store.Cell;
import io.polyplug.types.FunctionSignature;
import io.polyplug.types.ResultForm;

/**
 * The calls of one contract that are not compiled, now and later. Thread-safe.
 *
 * @param cell where the implementation is published
 * @param shared makes calls, whoever of those who share them gets them
 * @param pools makes them on other threads
 * @param notice told of each call on the calling thread
 */
record ContractCalls(Cell<CallFrame> cell, SharedCalls shared, AsyncCalls pools, EventLoopNotice notice) {

    /** Calls a function on this thread. */
    @Nullable Object call(FunctionSignature function, @Nullable Object[] arguments) {
        this.notice.look();
        return this.shared.call(this.cell, function, arguments);
    }

    /**
     * Has a function called on another thread, with the arguments as they are now.
     * @return what the Java method returns: all failures are in there
     */
    Object callLater(FunctionSignature function, @Nullable Object[] arguments) {
        AsyncRequest request;
        try {
            request = new Request(this, function, function.copyArguments(arguments));
        }
        catch (RuntimeException ex) {
            CompletableFuture<@Nullable Object> failed = CompletableFuture.failedFuture(ex);
            return isMono(function) ? Reactor.mono((context) -> failed) : failed;
        }
        return isMono(function) ? Reactor.mono((context) -> this.pools.submit(request, context))
                : this.pools.submit(request);
    }

    private static boolean isMono(FunctionSignature function) {
        return function.resultForm() == ResultForm.MONO;
    }

    /**
     * A call that is made later.
     *
     * @param calls whose
     * @param function which one
     * @param arguments which nobody else can change
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Request(ContractCalls calls, FunctionSignature function,
            @Nullable Object[] arguments) implements AsyncRequest {

        @Override
        public String contractName() {
            return this.calls.cell.requirement().contractName();
        }

        @Override
        public @Nullable String bundleName() {
            String bound = this.calls.cell.requirement().bundleName();
            return (bound != null) ? bound : this.calls.cell.providerName();
        }

        @Override
        public @Nullable PolyplugException refusal() {
            return this.calls.cell.refusal();
        }

        @Override
        public @Nullable Object call() {
            return this.calls.shared.call(this.calls.cell, this.function, this.arguments);
        }

    }

}
