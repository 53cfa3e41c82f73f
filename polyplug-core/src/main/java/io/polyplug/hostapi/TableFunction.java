package io.polyplug.hostapi;

import org.jspecify.annotations.Nullable;

import io.polyplug.abi.Abi;
import io.polyplug.boundary.CallStack;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.upcall.StaticTexts;
import io.polyplug.upcall.UpcallGuard;
import io.polyplug.upcall.UpcallGuard.Answer;

/**
 * A function of the host table. Immutable. Its first word is the table itself; where that
 * is null the answer is null as well, unless said otherwise (docs/abi.md 7.1).
 *
 * @param name its name in the ABI
 * @param shape its result
 * @param parameters how many words it takes
 * @param errorWord which word is {@code AbiError *out_err}, or -1
 * @param nothing the result word when it fails
 * @param answer the Java code
 * @param withoutTable the answer where the table is null, or {@code null} if that makes
 * no difference
 */
record TableFunction(String name, Shape shape, int parameters, int errorWord, long nothing, Answer answer,
        @Nullable Answer withoutTable) {

    private static final int NO_ERROR_WORD = -1;

    private static TableFunction of(String name, Shape shape, int parameters, Answer answer) {
        return new TableFunction(name, shape, parameters, NO_ERROR_WORD, 0, answer, (stack, words, result) -> 0);
    }

    /**
     * For what is called with each text: one step less to inline, and the words stay off
     * the heap.
     */
    static TableFunction direct(String name, Shape shape, int parameters, Answer answer) {
        return new TableFunction(name, shape, parameters, NO_ERROR_WORD, 0, answer, null);
    }

    static TableFunction action(String name, Action3 function) {
        return of(name, Shape.VOID, 3, (stack, w, result) -> {
            function.run(stack, w[0], w[1], w[2]);
            return 0;
        });
    }

    static TableFunction action(String name, Action4 function) {
        return of(name, Shape.VOID, 4, (stack, w, result) -> {
            function.run(stack, w[0], w[1], w[2], w[3]);
            return 0;
        });
    }

    static TableFunction action(String name, Action6 function) {
        return of(name, Shape.VOID, 6, (stack, w, result) -> {
            function.run(stack, w[0], w[1], w[2], w[3], w[4], w[5]);
            return 0;
        });
    }

    static TableFunction word(String name, Word1 function) {
        return of(name, Shape.WORD, 1, (stack, w, result) -> function.get(stack, w[0]));
    }

    static TableFunction word(String name, Word2 function) {
        return of(name, Shape.WORD, 2, (stack, w, result) -> function.get(stack, w[0], w[1]));
    }

    static TableFunction word(String name, Word3 function) {
        return of(name, Shape.WORD, 3, (stack, w, result) -> function.get(stack, w[0], w[1], w[2]));
    }

    static TableFunction list(String name, List1 function) {
        return of(name, Shape.STRUCT24, 1, (stack, w, result) -> {
            function.write(stack, w[0], result);
            return 0;
        });
    }

    static TableFunction list(String name, List3 function) {
        return of(name, Shape.STRUCT24, 3, (stack, w, result) -> {
            function.write(stack, w[0], w[1], w[2], result);
            return 0;
        });
    }

    /** The last word is {@code AbiError *out_err}; a null table is told there. */
    TableFunction fallible(StaticTexts texts) {
        int last = this.parameters - 1;
        return new TableFunction(this.name, this.shape, this.parameters, last, this.nothing, this.answer,
                (stack, w, result) -> {
                    texts.refuse(w[last], Abi.INVALID_POINTER, "this is null");
                    return 0;
                });
    }

    /** What is null for this function is not 0. */
    TableFunction withNothing(long other) {
        return new TableFunction(this.name, this.shape, this.parameters, this.errorWord, other, this.answer,
                (stack, w, result) -> other);
    }

    TableFunction withoutTable(Answer other) {
        return new TableFunction(this.name, this.shape, this.parameters, this.errorWord, this.nothing, this.answer,
                other);
    }

    /** Makes the native function. */
    long stub(UpcallGuard guard) {
        return guard.stub(this.shape, this.parameters, this.errorWord, this.nothing, whole());
    }

    private Answer whole() {
        Answer with = this.answer;
        Answer without = this.withoutTable;
        return (without == null) ? with : (stack, w, result) -> ((w[0] != 0) ? with : without).answer(stack, w, result);
    }

    interface Action3 {

        void run(CallStack stack, long self, long a, long b);

    }

    interface Action4 {

        void run(CallStack stack, long self, long a, long b, long c);

    }

    interface Action6 {

        void run(CallStack stack, long self, long a, long b, long c, long d, long e);

    }

    interface Word1 {

        long get(CallStack stack, long self);

    }

    interface Word2 {

        long get(CallStack stack, long self, long a);

    }

    interface Word3 {

        long get(CallStack stack, long self, long a, long b);

    }

    interface List1 {

        void write(CallStack stack, long self, long result);

    }

    interface List3 {

        void write(CallStack stack, long self, long a, long b, long result);

    }

}
