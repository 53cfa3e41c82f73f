package io.polyplug.benchmarks;

/**
 * Where a caller finds the function that is current; volatile, because it could be
 * replaced.
 */
final class Bound {

    volatile RawFunction function;

    Bound(RawFunction function) {
        this.function = function;
    }

}
