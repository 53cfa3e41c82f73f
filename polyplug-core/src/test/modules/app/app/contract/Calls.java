package app.contract;

import java.lang.reflect.Proxy;
import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;

/** Calls both bundles, and prints what they answer. */
public final class Calls {

    private Calls() {
    }

    /** Calls the bundles of a runtime. */
    public static void all(PolyplugRuntime runtime) {
        Everything everything = runtime.contract(Everything.class);
        System.out.println(everything.add(1, 2) + " " + everything.greet("module"));
        System.out.println(everything.half(new Everything.Point(2, 4, (byte) 1)).x());
        System.out.println(runtime.contract(Caller.class).callTwice("guest"));
        System.out.println(Proxy.isProxyClass(everything.getClass()) ? "interpreted" : "compiled");
    }

    /** Prepares a runtime for them. */
    public static PolyplugRuntime runtime(Path bundles, Path work) {
        return PolyplugRuntime.builder().bundleDirectory(bundles).workDirectory(work)
            .hostContract(Greeter.class, new Polite()).build();
    }

    private static final class Polite implements Greeter {

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
        }

        @Override
        public String nest(String name) {
            return name;
        }

    }

}
