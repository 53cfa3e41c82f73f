package io.polyplug.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of its own that has work directories in a given folder.
 */
final class WorkDirectoryProcess implements AutoCloseable {

    /** Tells the path from lines of the log. */
    private static final String MARK = "path=";

    private final Process process;

    private final BufferedReader output;

    private WorkDirectoryProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a process that opens one work directory and keeps it. */
    static WorkDirectoryProcess holding(Path base) throws IOException {
        return start(base, "0", ProcessBuilder.Redirect.PIPE);
    }

    /**
     * Starts a process that opens one work directory as on another host, and whose lock
     * does not hold here.
     */
    static WorkDirectoryProcess elsewhere(Path base) throws IOException {
        return start(base, "-1", ProcessBuilder.Redirect.PIPE);
    }

    /**
     * Starts a process that opens and closes work directories, and fails when one goes
     * while it is open.
     */
    static WorkDirectoryProcess opening(Path base, int times) throws IOException {
        return start(base, Integer.toString(times), ProcessBuilder.Redirect.DISCARD);
    }

    private static WorkDirectoryProcess start(Path base, String times, ProcessBuilder.Redirect output)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new WorkDirectoryProcess(new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), WorkDirectoryProcess.class.getName(), base.toString(), times)
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
    }

    /** Waits for the work directory of a process that holds one. */
    Path path() throws IOException {
        String line = this.output.readLine();
        while (!line.startsWith(MARK)) {
            line = this.output.readLine();
        }
        return Path.of(line.substring(MARK.length()));
    }

    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    boolean isRunning() {
        return this.process.isAlive();
    }

    boolean succeeds() throws InterruptedException {
        return this.process.waitFor(1, TimeUnit.MINUTES) && this.process.exitValue() == 0;
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        int times = Integer.parseInt(args[1]);
        if (times <= 0) {
            WorkDirectory held = (times == 0) ? WorkDirectory.open(base) : WorkDirectory.open(base,
                    MountTable.ofThisProcess(), new HostIdentity("elsewhere", "another-kernel"));
            if (times < 0) {
                // Closing any channel to a file gives up all locks on it (POSIX).
                Files.readString(held.path().resolveSibling(held.path().getFileName() + ".lock"));
            }
            Files.writeString(held.path().resolve("leftover"), "");
            System.out.println(MARK + held.path());
            System.in.read();
        }
        for (int count = 0; count < times; count++) {
            try (WorkDirectory first = WorkDirectory.open(base); WorkDirectory second = WorkDirectory.open(base)) {
                if (!Files.isDirectory(first.path()) || !Files.isDirectory(second.path())) {
                    System.exit(1);
                }
            }
        }
    }

}
