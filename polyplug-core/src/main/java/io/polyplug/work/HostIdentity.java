package io.polyplug.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.files.Permissions;

/**
 * The running system that a process is on, as it writes it into its lock file.
 *
 * @param name the host's name, for people
 * @param boot the start of the kernel, which no other host and no other start shares;
 * empty where the system does not tell
 */
record HostIdentity(String name, String boot) {

    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static HostIdentity ofThisHost() {
        return new HostIdentity(line(NAME), line(BOOT));
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        }
        catch (IOException ex) {
            return "";
        }
    }

    /**
     * Returns what a process of this host writes into its lock file: who it is, for
     * people, and what tells whether its lock reaches others.
     */
    String describe(Path lockFile) {
        return "host " + this.name + "\nprocess " + ProcessHandle.current().pid() + "\n" + reach(lockFile) + "\n";
    }

    /**
     * Returns whether a lock on a file reaches this process for certain: the owner is on
     * the same running kernel, and sees the file through the same mounted file system.
     */
    boolean isReachedBy(String owner, Path lockFile) {
        return !this.boot.isEmpty() && owner.lines().anyMatch(reach(lockFile)::equals);
    }

    private String reach(Path lockFile) {
        return "kernel " + this.boot + " device " + device(lockFile);
    }

    private static String device(Path file) {
        try {
            return Permissions.areUnix() ? String.valueOf(Files.getAttribute(file, "unix:dev")) : "";
        }
        catch (IOException ex) {
            return "";
        }
    }

    /** Returns the host that a lock file names, for messages. */
    static String nameIn(String owner) {
        return owner.lines()
            .filter((line) -> line.startsWith("host "))
            .map((line) -> line.substring("host ".length()))
            .findFirst()
            .orElse("unknown");
    }

}
