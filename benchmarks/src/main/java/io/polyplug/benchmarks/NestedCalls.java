package io.polyplug.benchmarks;

import java.util.function.LongUnaryOperator;

import io.polyplug.PolyplugRuntime;

/**
 * Calls of {@code add} made by Java code that a guest has called: the thread is in a call
 * already. The loop runs there, so that being called back is no part of its time. Belongs
 * to one thread.
 */
final class NestedCalls implements LongUnaryOperator, Greeter {

    /**
     * Some calls of a function each second are interpreted; then the home slot is free
     * inside of them. There are fewer of those.
     */
    private static final int INTERPRETED = 32;

    private final Measured measured;

    private final Variant add;

    private long operations;

    private long nanos;

    /** Registers what is called back in a runtime that has no such host contract yet. */
    NestedCalls(PolyplugRuntime runtime) {
        runtime.registerHostContract(Greeter.class, this);
        this.measured = runtime.contract(Measured.class);
        this.add = Variant.of("add", AddCalls.alone(this.measured));
    }

    @Override
    public long applyAsLong(long count) {
        this.operations = 0;
        for (int i = 0; i < INTERPRETED; i++) {
            this.measured.callBack(1, 1);
        }
        this.operations = count;
        this.measured.callBack(1, 1);
        return this.nanos;
    }

    @Override
    public int add(int a, int b) {
        this.nanos = this.add.nanos((int) this.operations);
        return a + b;
    }

}
