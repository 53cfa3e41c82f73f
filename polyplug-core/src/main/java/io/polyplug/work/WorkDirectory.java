package io.polyplug.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one runtime in which its private copies of bundles lie: {@code run-x}
 * below the configured folder, entered by nobody else, and removed when the runtime
 * closes or, if the process dies first, when another one starts. One that somebody
 * removes meanwhile is made anew, under another name. Thread-safe.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final int LONGEST_NAME = 60;

    private static final Duration BEAT = Duration.ofMinutes(10);

    private static final Logger logger = LoggerFactory.getLogger("polyplug.files");

    private final @Nullable Path configured;

    /** {@code null} where no library is opened from here. */
    private final @Nullable MountTable mounts;

    private final HostIdentity host;

    private final AtomicLong directories = new AtomicLong();

    private final Heartbeat heartbeat;

    /** Those that were swept; what is left of them is removed at the end. */
    private final List<RunDirectory> swept = new ArrayList<>();

    private volatile RunDirectory run;

    private boolean closed;

    private WorkDirectory(@Nullable Path configured, @Nullable MountTable mounts, HostIdentity host) {
        this.configured = configured;
        this.mounts = mounts;
        this.host = host;
        this.run = create();
        this.heartbeat = new Heartbeat(BEAT, () -> this.run.beat(host));
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
        return open(configured, MountTable.ofThisProcess(), HostIdentity.ofThisHost());
    }

    /**
     * Makes a work directory from which no library will be opened; otherwise as
     * {@link #open(Path)}.
     * @param configured the folder to make it in, created if missing; {@code null} for
     * one of this user in the temporary folder
     * @return the work directory
     * @throws ConfigurationException if the folder cannot be used: not writable, or, in
     * the temporary folder, not ours alone
     */
    public static WorkDirectory openWithoutLibraries(@Nullable Path configured) {
        return open(configured, null, HostIdentity.ofThisHost());
    }

    static WorkDirectory open(@Nullable Path configured, @Nullable MountTable mounts, HostIdentity host) {
        WorkDirectory work = new WorkDirectory(configured, mounts, host);
        Path base = work.path().getParent();
        if (base != null) {
            new Leftovers(base, host, work.run.created().toInstant()).remove();
        }
        return work;
    }

    private RunDirectory create() {
        BaseDirectory base = BaseDirectory.of(this.configured, this.mounts);
        try {
            RunDirectory made = RunDirectory.createIn(base.path(), this.host);
            try {
                base.requireOwnerOf(made.lockFile());
                return made;
            }
            catch (ConfigurationException ex) {
                made.remove();
                throw ex;
            }
        }
        catch (IOException ex) {
            throw BaseDirectory.refused("The work directory " + base.path() + " cannot be used: " + ex.getMessage()
                    + ". Let the user that runs this process write to it, or set polyplug.work-directory (in plain Java:"
                    + " workDirectory of the builder) to another folder.", ex);
        }
    }

    /**
     * {@return the real, absolute path of this runtime's folder}
     */
    public Path path() {
        return this.run.path();
    }

    /**
     * Returns a path for one generation of a bundle. Nothing is created there, but the
     * folder around it is, if it was removed. No path is returned twice.
     * @param bundleName the bundle's name, whatever characters it has
     * @param number the generation's number
     * @return an absolute path in this folder at which nothing is
     * @throws ConfigurationException if the folder was removed and cannot be made anew
     */
    public Path newGenerationDirectory(String bundleName, long number) {
        requireIntact();
        String safe = bundleName.replaceAll("[^A-Za-z0-9_-]", "_");
        return this.run.path()
            .resolve(safe.substring(0, Math.min(LONGEST_NAME, safe.length())) + "." + number + "."
                    + this.directories.incrementAndGet());
    }

    /** Returns where bundles may write. No generation has a folder of this name. */
    Path dataDirectory() {
        requireIntact();
        return this.run.path().resolve("data");
    }

    /**
     * Makes the folder anew if somebody has removed it, or a part of what proves that it
     * is ours. Libraries that are open from it stay open.
     */
    private synchronized void requireIntact() {
        RunDirectory lost = this.run;
        if (!this.closed && !lost.isIntact()) {
            this.run = create();
            this.swept.add(lost);
            logger
                .warn("The work directory {} was removed, in whole or in part, while it was in use; {} takes its place."
                        + " What is loaded goes on, but a rollback may not find its private copy. Tell whatever cleans"
                        + " temporary folders to leave it alone, or set polyplug.work-directory (in plain Java: workDirectory"
                        + " of the builder) to a folder that nobody cleans", lost.path(), this.run.path());
        }
    }

    /**
     * Removes the folder with everything in it, and its lock. Closing twice is harmless.
     */
    @Override
    public synchronized void close() {
        if (!this.closed) {
            this.closed = true;
            this.heartbeat.close();
            this.run.remove();
            this.swept.forEach(RunDirectory::remove);
        }
    }

}
