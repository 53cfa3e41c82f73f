package io.polyplug.benchmarks;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/** The contract of bundle {@code measured}. */
@GuestContract(name = "bench.Measured", version = "1.0.0")
interface Measured {

    @ContractFunction(0)
    long add(int a, long b);

    @ContractFunction(1)
    String greet(String name);

    @ContractFunction(2)
    Point mid(Point a, Point b);

    @ContractFunction(3)
    byte[] mirror(byte[] bytes);

    @ContractFunction(4)
    int callBack(int a, int b);

    /**
     * A struct of 24 bytes: x at 0, y at 8, tag at 16.
     *
     * @param x a coordinate
     * @param y a coordinate
     * @param tag a number
     */
    record Point(double x, double y, byte tag) {
    }

}
