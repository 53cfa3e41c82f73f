package io.polyplug.testing;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.NativeAccessException;

/**
 * Main class of a {@link ChildJvm}: builds two runtimes, one after the other, and prints
 * what became of each, and then what was logged.
 */
public final class TwoRuntimes {

    private TwoRuntimes() {
    }

    public static void main(String[] arguments) {
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            for (int i = 0; i < 2; i++) {
                build(Path.of(arguments[0]));
            }
            log.lines().forEach(System.out::println);
        }
    }

    private static void build(Path work) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(work).build()) {
            System.out.println("built " + runtime.backend());
        }
        catch (NativeAccessException ex) {
            System.out.println(
                    "denied " + ex.option() + " or " + ex.manifestLine().orElse("nothing") + ": " + ex.getMessage());
        }
    }

}
