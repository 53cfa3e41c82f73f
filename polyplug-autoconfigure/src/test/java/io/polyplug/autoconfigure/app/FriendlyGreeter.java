package io.polyplug.autoconfigure.app;

/**
 * A greeter that says hello.
 */
public class FriendlyGreeter implements Greeter {

    @Override
    public String greet(String name) {
        return "Hello " + name;
    }

    @Override
    public int add(int a, int b) {
        return a + b;
    }

    @Override
    public void fail() {
        throw new IllegalStateException("failed as expected");
    }

    @Override
    public String nest(String name) {
        return name;
    }

}
