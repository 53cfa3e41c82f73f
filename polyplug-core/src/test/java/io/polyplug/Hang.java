package io.polyplug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;

/**
 * Bundle {@code hanging}, which stays where it is told to until the test lets it go.
 */
final class Hang implements AutoCloseable {

    static final String NAME = "hanging";

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Path bundle;

    private final Path release;

    /**
     * Prepares the bundle.
     * @param where it hangs: constructor, init, create, destroy or destructor
     */
    Hang(Stage stage, String where) {
        this.bundle = stage.bundle(NAME);
        this.release = stage.folder().resolve("release");
        write(this.bundle.resolve("hangs"), where + "\n" + this.release + "\n");
    }

    Path bundle() {
        return this.bundle;
    }

    /** Returns when the bundle hangs. */
    void awaitReached() {
        await("the bundle hangs", () -> Files.exists(Path.of(this.release + ".reached")));
    }

    /** Lets it go on. */
    @Override
    public void close() {
        if (!Files.exists(this.release)) {
            write(this.release, "");
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("In vain waited until " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** What the bundle provides. */
    @GuestContract(name = "demo.Hanging", version = "1.0.0")
    interface Hanging {

        @ContractFunction(0)
        int answer();

    }

}
