package io.polyplug.testing;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * Main class of a {@link ChildJvm}: has a library start a thread that calls Java, and
 * ends the process without closing the runtime. With a fourth argument it is closed
 * meanwhile.
 */
public final class ExitingProcess {

    private ExitingProcess() {
    }

    public static void main(String[] arguments) {
        PolyplugRuntime runtime = PolyplugRuntime.builder()
            .workDirectory(Path.of(arguments[1]))
            .backend(arguments[2])
            .build();
        if (arguments.length > 3) {
            Runtime.getRuntime().addShutdownHook(new Thread(runtime::close));
        }
        runtime.loadBundle(Path.of(arguments[0]));
        runtime.contract(Actor.class).act();
        System.out.println("called");
        System.exit(3);
    }

    /** Starts the thread. */
    @GuestContract(name = "resident.Actor", version = "1.0.0")
    interface Actor {

        @ContractFunction(0)
        long act();

    }

}
