package io.polyplug.upcall;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.hostcontract.CallerGuest;
import io.polyplug.hostcontract.Greeter;
import io.polyplug.types.Everything;

/**
 * Calls guests where the stack of a thread ends, in code that the JVM has compiled.
 * Prints {@code survived} if that ends neither the process nor another call.
 */
public final class EndOfStack {

    private static final int THREADS = 200;

    private static final int WARM_UP = 20_000;

    private EndOfStack() {
    }

    /**
     * Runs it.
     * @param arguments the backend, and the folders of bundles {@code everything} and
     * {@code caller}
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().backend(arguments[0]).build()) {
            runtime.registerHostContract(Greeter.class, new Greeter.Friendly());
            runtime.loadBundle(Path.of(arguments[1]));
            runtime.loadBundle(Path.of(arguments[2]));
            Everything everything = runtime.contract(Everything.class);
            CallerGuest caller = runtime.contract(CallerGuest.class);
            for (int i = 0; i < WARM_UP; i++) {
                call(everything, caller, i);
            }
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(null, () -> overflow(everything, caller), "overflowing",
                        (512 << 10) + i * 16L);
                thread.start();
                thread.join();
            }
            System.out.println((call(everything, caller, 2) == 1 + 2) ? "survived" : "wrong");
        }
    }

    private static void overflow(Everything everything, CallerGuest caller) {
        try {
            untilTheStackEnds(everything, caller, 0);
        }
        catch (StackOverflowError | RuntimeException ex) {
            // Where the stack ends that is right.
        }
    }

    private static long untilTheStackEnds(Everything everything, CallerGuest caller, int depth) {
        return call(everything, caller, depth) + untilTheStackEnds(everything, caller, depth + 1);
    }

    private static long call(Everything everything, CallerGuest caller, int number) {
        return switch (number % 3) {
            case 0 -> caller.nested("x").length();
            case 1 -> caller.both("a", "b").length();
            default -> everything.add(1, number);
        };
    }

}
