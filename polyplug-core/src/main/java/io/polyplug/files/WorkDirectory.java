package io.polyplug.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one runtime in which its private copies of bundles lie: {@code run-x}
 * below the configured folder, entered by nobody else, and removed when the runtime
 * closes or, if the process dies first, when another one starts. Thread-safe.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final int LONGEST_NAME = 60;

    private final RunDirectory run;

    private final AtomicLong directories = new AtomicLong();

    private final AtomicBoolean closed = new AtomicBoolean();

    private WorkDirectory(RunDirectory run) {
        this.run = run;
    }

    /**
     * Makes a work directory, and removes those of dead processes.
     * @param configured the folder to make it in, created if missing; {@code null} for
     * one of this user in the temporary folder
     * @return the work directory
     * @throws ConfigurationException if the folder cannot be used: not writable, not on
     * an executable file system, or, in the temporary folder, not ours alone
     */
    public static WorkDirectory open(@Nullable Path configured) {
        return open(configured, MountTable.ofThisProcess());
    }

    static WorkDirectory open(@Nullable Path configured, MountTable mounts) {
        BaseDirectory base = BaseDirectory.of(configured, mounts);
        try {
            RunDirectory run = RunDirectory.createIn(base.path());
            try {
                base.requireOwnerOf(run.lockFile());
            }
            catch (ConfigurationException ex) {
                run.remove();
                throw ex;
            }
            RunDirectory.removeLeftovers(base.path());
            return new WorkDirectory(run);
        }
        catch (IOException ex) {
            throw BaseDirectory.refused("The work directory " + base.path() + " cannot be used: " + ex.getMessage()
                    + ". Let the user that runs this process write to it, or set polyplug.work-directory (in plain Java:"
                    + " workDirectory of the builder) to another folder.", ex);
        }
    }

    /**
     * Returns this runtime's folder.
     * @return its real, absolute path
     */
    public Path path() {
        return this.run.path();
    }

    /**
     * Returns a path for one generation of a bundle. Nothing is created. No path is
     * returned twice.
     * @param bundleName the bundle's name, whatever characters it has
     * @param number the generation's number
     * @return an absolute path in this folder at which nothing is
     */
    public Path newGenerationDirectory(String bundleName, long number) {
        String safe = bundleName.replaceAll("[^A-Za-z0-9_-]", "_");
        return this.run.path()
            .resolve(safe.substring(0, Math.min(LONGEST_NAME, safe.length())) + "." + number + "."
                    + this.directories.incrementAndGet());
    }

    /**
     * Removes the folder with everything in it, and its lock. Closing twice is harmless.
     */
    @Override
    public void close() {
        if (this.closed.compareAndSet(false, true)) {
            this.run.remove();
        }
    }

}
