package io.polyplug.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * Main class of a {@link ChildJvm}: runs bundles of Java objects on backend {@code none},
 * and prints what they answer and which libraries of nobody's the process has mapped.
 */
public final class JavaObjectsOnly {

    private JavaObjectsOnly() {
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().backend("none").hotReload(true).build()) {
            Greeter greeter = runtime.contract(Greeter.class);
            runtime
                .loadBundle(InProcessBundle.of("greeter", "1.0.0").provide(Greeter.class, (name) -> "Hello " + name));
            System.out.println(runtime.backend() + ": " + greeter.greet("Ada"));
            runtime
                .reloadBundle(InProcessBundle.of("greeter", "1.1.0").provide(Greeter.class, (name) -> "Bye " + name));
            System.out.println(greeter.greet("x".repeat(5000)).length());
            runtime.rollbackBundle("greeter");
            System.out.println(greeter.greet("Grace"));
            try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
                mappings.filter((line) -> line.contains("jnidispatch") || line.contains("polyplug"))
                    .filter((line) -> !line.contains(".jar"))
                    .filter((line) -> !line.contains(home.toString()))
                    .forEach(System.out::println);
            }
        }
    }

    /** Greets. */
    @FunctionalInterface
    @GuestContract(name = "demo.Greeter", version = "1.0")
    public interface Greeter {

        @ContractFunction(0)
        String greet(String name);

    }

}
