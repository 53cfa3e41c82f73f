package io.polyplug.proxy;

import org.jspecify.annotations.Nullable;

import io.polyplug.error.GuestCallException;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.store.Cell;
import io.polyplug.store.Split;
import io.polyplug.trial.Trial;
import io.polyplug.types.FunctionSignature;

/**
 * Calls guest functions through cells whose calls two implementations may share: chooses,
 * times and compares, all of that without a pin. Thread-safe.
 *
 * @param guest makes calls
 */
record SharedCalls(GuestCall guest) {

    /** Calls a function of whoever gets the call. */
    @Nullable Object call(Cell<CallFrame> cell, FunctionSignature function, @Nullable Object[] arguments) {
        Split split = cell.splitVolatile();
        if (split == null) {
            return this.guest.call(cell, null, function, arguments);
        }
        Trial trial = split.trial();
        boolean shadow = trial.mode() == RolloutMode.SHADOW;
        if ((shadow && !function.isSideEffectFree())
                || !trial.isCandidates(cell.requirement().contractName(), function.method(), arguments)) {
            return timed(cell, split.serving(), function, arguments);
        }
        return shadow ? compared(cell, split, function, arguments) : tried(cell, split, function, arguments);
    }

    private @Nullable Object tried(Cell<CallFrame> cell, Split split, FunctionSignature function,
            @Nullable Object[] arguments) {
        try {
            return timed(cell, split.candidate(), function, arguments);
        }
        catch (GuestCallException ex) {
            if (!function.isSideEffectFree()) {
                throw ex;
            }
            return answerFor(split.candidate(), cell, function, arguments);
        }
    }

    /** Answers a call that a candidate has failed. */
    @Nullable Object answerFor(Split.Side candidate, Cell<CallFrame> cell, FunctionSignature function,
            @Nullable Object[] arguments) {
        candidate.figures().countAnsweredByOther();
        return timed(cell, candidate.split().serving(), function, arguments);
    }

    private @Nullable Object timed(Cell<CallFrame> cell, Split.Side side, FunctionSignature function,
            @Nullable Object[] arguments) {
        long started = System.nanoTime();
        try {
            return this.guest.call(cell, side, function, arguments);
        }
        finally {
            side.split().trial().time(side.figures(), System.nanoTime() - started);
        }
    }

    /**
     * Has both versions called, with arguments of its own for each: a guest may write to
     * the memory of a buffer. What the shadow does is for the figures only.
     */
    private @Nullable Object compared(Cell<CallFrame> cell, Split split, FunctionSignature function,
            @Nullable Object[] arguments) {
        @Nullable Object @Nullable [] copies = copies(function, arguments);
        Outcome answer = Outcome.of(() -> timed(cell, split.serving(), function, arguments));
        if (copies != null && cell.splitVolatile() == split) {
            Outcome shadow = Outcome.of(() -> timed(cell, split.candidate(), function, copies));
            answer.compare(shadow, function, split.trial().comparisons());
        }
        return answer.orThrow();
    }

    /** A record that refuses copies of its own values has no shadow. */
    private static @Nullable Object @Nullable [] copies(FunctionSignature function, @Nullable Object[] arguments) {
        try {
            return function.copyArguments(arguments);
        }
        catch (RuntimeException ex) {
            return null;
        }
    }

}
