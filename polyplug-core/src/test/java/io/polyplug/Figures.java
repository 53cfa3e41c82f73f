package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.TestReporter;

/**
 * Measured numbers of a test: for the reporter of whoever runs it, and as a line of
 * {@code target/figures.txt}, since Maven drops what the reporter gets; nowhere without a
 * folder {@code target}.
 */
public final class Figures {

    private static final Path FILE = Path.of("target", "figures.txt");

    private Figures() {
    }

    /**
     * Publishes numbers.
     * @param reporter the test's reporter
     * @param what was measured
     * @param numbers the numbers, with their units
     */
    public static void publish(TestReporter reporter, String what, String numbers) {
        reporter.publishEntry(what, numbers);
        if (!Files.isDirectory(FILE.getParent())) {
            return;
        }
        try {
            Files.writeString(FILE, "Java " + Runtime.version().feature() + ", " + what + ": " + numbers + "\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
