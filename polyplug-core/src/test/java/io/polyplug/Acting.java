package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;

/**
 * Tells bundle {@code acting} what to do, and reads what came of it.
 */
final class Acting {

    private final Path bundle;

    private final Path outcomes;

    private final List<String> acts = new ArrayList<>();

    /** What the bundle in a folder does; outcomes go to a file beside that folder. */
    Acting(Path bundle) {
        this.bundle = bundle;
        this.outcomes = bundle.resolveSibling(bundle.getFileName() + "-outcomes");
    }

    /**
     * Adds an act, {@code <when> <what> <argument>}, for builds that are copied from now
     * on.
     */
    Acting does(String act) {
        this.acts.add(act);
        try {
            Files.writeString(this.bundle.resolve("acts"), this.outcomes + "\n" + String.join("\n", this.acts) + "\n");
            return this;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns the outcome of each act, in the order in which they were first done. */
    Map<String, List<Long>> outcomes() {
        Map<String, List<Long>> found = new LinkedHashMap<>();
        try {
            for (String line : Files.exists(this.outcomes) ? Files.readAllLines(this.outcomes) : List.<String>of()) {
                int colon = line.lastIndexOf(": ");
                found.computeIfAbsent(line.substring(0, colon), (act) -> new ArrayList<>())
                    .add(Long.parseLong(line.substring(colon + 2)));
            }
            return found;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Does its acts of "call". */
    @GuestContract(name = "demo.Acting", version = "1.0.0")
    interface Actor {

        @ContractFunction(0)
        int act();

    }

    /** What the bundle calls in Java. */
    @HostContract(name = "host.Greeter", version = "1.0.0")
    interface Greeter {

        @ContractFunction(0)
        String greet(String name);

        @ContractFunction(1)
        int add(int a, int b);

    }

}
