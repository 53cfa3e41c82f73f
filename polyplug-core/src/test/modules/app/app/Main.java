package app;

import java.nio.file.Path;

import app.contract.Calls;
import io.polyplug.PolyplugRuntime;

/** Prints where everything is, and what the bundles of a folder answer. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        try (PolyplugRuntime runtime = Calls.runtime(Path.of(arguments[0]), Path.of(arguments[1]))) {
            System.out.println(Main.class.getModule().getName() + " " + PolyplugRuntime.class.getModule().getName() + " "
                    + runtime.backend());
            Calls.all(runtime);
        }
    }

}
