package io.polyplug.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.pf4j.Extension;
import org.pf4j.ExtensionPoint;

/**
 * What is in the jar of a PF4J plugin, beside a file with the greeting of its version.
 */
@Extension
public final class CalculatorExtension implements Calculator, ExtensionPoint {

    /** The file with the greeting. */
    static final String GREETING = "greeting.txt";

    private final String greeting;

    /** Reads the greeting of the jar that this class is from. */
    public CalculatorExtension() {
        try (InputStream stream = Objects
            .requireNonNull(CalculatorExtension.class.getClassLoader().getResourceAsStream(GREETING))) {
            this.greeting = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public long add(int a, long b) {
        return a + b;
    }

    @Override
    public String greet(String name) {
        return this.greeting.concat(name);
    }

}
