package io.polyplug.restart.application;

import io.polyplug.PolyplugRuntime;
import org.springframework.stereotype.Component;

/** Calls every kind of code that an application has, and answers Java's calls back. */
@Component
public class Greetings implements Greeter {

    private final PolyplugRuntime runtime;

    private final Everything everything;

    private final Threads threads;

    Greetings(PolyplugRuntime runtime, Everything everything, Threads threads) {
        this.runtime = runtime;
        this.everything = everything;
        this.threads = threads;
    }

    /** Calls a guest, with a text, and one whose own thread calls {@link #add}. */
    public String say(String name) {
        return this.runtime.backend() + " says " + this.everything.greet(name) + " " + this.threads.add(40, 2);
    }

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
        throw new IllegalStateException("as it is told");
    }

    @Override
    public String nest(String name) {
        return this.everything.greet(name);
    }

}
