package io.polyplug.benchmarks;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
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

    @ContractFunction(5)
    long seconds(Unit unit, long count);

    @ContractFunction(6)
    Unit largest(long seconds);

    /** A unit of time. */
    @AbiEnum
    enum Unit {

        /** 1 second. */
        @AbiValue(0)
        SECOND,

        /** 60 seconds. */
        @AbiValue(1)
        MINUTE,

        /** 3,600 seconds. */
        @AbiValue(2)
        HOUR

    }

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
