package io.polyplug.cli.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The folder that private copies of bundles are opened from.
 */
final class Folders {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private static final long LITTLE_ROOM = 100L << 20;

    private Folders() {
    }

    static List<Finding> examine(@Nullable Path configured) {
        Path folder = (configured != null) ? configured : Path.of(System.getProperty("java.io.tmpdir", "."));
        List<Finding> findings = new ArrayList<>();
        try {
            Path real = folder.toRealPath();
            findings.add(execution(real, MOUNTS));
            findings.add(room(real));
            findings.add(locks(real));
        }
        catch (IOException ex) {
            findings.add(Finding.fails("work folder", folder + " cannot be used: " + ex
                    + ". Say --work-directory, and polyplug.work-directory to applications"));
        }
        return findings;
    }

    /**
     * Returns whether libraries can be opened from a folder.
     * @param mounts the system's table of mounts
     */
    static Finding execution(Path folder, Path mounts) {
        try {
            Optional<String[]> mount = mountOf(folder, Files.readAllLines(mounts, StandardCharsets.ISO_8859_1));
            boolean forbidden = mount.isPresent() && List.of(mount.get()[3].split(",")).contains("noexec");
            return forbidden
                    ? Finding.fails("work folder", folder + " is on " + mount.get()[1] + ", which is mounted noexec: no"
                            + " library can be opened from it. Say --work-directory, and polyplug.work-directory to"
                            + " applications")
                    : Finding.fine("work folder", folder + mount.map((found) -> ", " + found[2]).orElse(""));
        }
        catch (IOException ex) {
            return Finding.unknown("work folder",
                    folder + ": this system does not say whether libraries can be opened from it");
        }
    }

    /** The last of the longest mount points is the one that is seen. */
    private static Optional<String[]> mountOf(Path folder, List<String> mounts) {
        return mounts.stream()
            .map((line) -> line.split(" "))
            .filter((fields) -> fields.length > 3 && folder.startsWith(fields[1].replace("\\040", " ")))
            .reduce((one, other) -> (one[1].length() > other[1].length()) ? one : other);
    }

    private static Finding room(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long room = store.getUsableSpace();
        String text = (room >> 20) + " MiB are free";
        return (room >= LITTLE_ROOM) ? Finding.fine("room", text) : Finding.slow("room",
                text + ". Each bundle that is loaded has a copy there, and a reload makes another");
    }

    /** Processes that share the folder tell by locks which of them is alive. */
    private static Finding locks(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "polyplug-doctor", ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return (lock != null) ? Finding.fine("file locks", "They work")
                    : Finding.unknown("file locks", "Somebody else has the lock of a file that was only just made");
        }
        catch (IOException ex) {
            return Finding.fails("file locks", "The file system has none: " + ex
                    + ". Say --work-directory, and polyplug.work-directory to applications");
        }
        finally {
            Files.deleteIfExists(file);
        }
    }

}
