package io.polyplug.hostcontract;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;

/**
 * The host contract that the fixtures {@code caller} and {@code threads} call.
 */
@HostContract(name = "host.Greeter", version = "1.5")
public interface Greeter {

    @ContractFunction(0)
    String greet(String name);

    @ContractFunction(1)
    int add(int a, int b);

    @ContractFunction(2)
    void fail();

    @ContractFunction(3)
    String nest(String name);

    /** A greeter that does what is expected; tests change single functions. */
    class Friendly implements Greeter {

        @Override
        public String greet(String name) {
            return "hello " + name;
        }

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public String nest(String name) {
            return name;
        }

    }

}
