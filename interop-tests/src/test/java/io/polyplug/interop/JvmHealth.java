package io.polyplug.interop;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.management.JMException;
import javax.management.ObjectName;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM does by signals, done on purpose. Each of these ends a process whose
 * signals go where the JVM did not send them.
 */
final class JvmHealth {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int CALLS = 10_000;

    private static final int[] ONE = new int[1];

    private JvmHealth() {
    }

    /**
     * A null dereference in compiled code: the JVM reads through it, and makes the
     * exception out of SIGSEGV.
     */
    static void dereferenceNull() throws JMException {
        String before = lastNullBySignal();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (lastNullBySignal().equals(before)) {
            require(System.nanoTime() < end, "a null check by signal");
            for (int i = 0; i < CALLS; i++) {
                require(lengthOf(ONE) == 1, "a length");
            }
            try {
                require(lengthOf(null) < 0, "NullPointerException");
            }
            catch (NullPointerException ex) {
                // This is what was asked for.
            }
        }
    }

    private static int lengthOf(int @Nullable [] array) {
        return array.length;
    }

    /** Returns the line of the JVM's own diary, which has one for compiled code only. */
    private static String lastNullBySignal() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
            .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmEvents",
                    new Object[] { new String[0] }, new String[] { String[].class.getName() })
            .toString()
            .lines()
            .filter((line) -> line.contains("Implicit null exception"))
            .reduce("", (first, second) -> second);
    }

    /** The JVM learns by SIGSEGV that a stack is at its end. */
    static void overflowTheStack() {
        for (int i = 0; i < 3; i++) {
            try {
                require(depth(1) < 0, "StackOverflowError");
            }
            catch (StackOverflowError ex) {
                // This is what was asked for.
            }
        }
    }

    private static int depth(int sofar) {
        return depth(sofar + 1) + 1;
    }

    /** The JVM takes SIGPIPE, so that writing to a closed socket is an exception. */
    static void writeToAClosedSocket() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                server.accept().close();
                long end = System.nanoTime() + LONGEST.toNanos();
                while (System.nanoTime() < end) {
                    client.write(ByteBuffer.allocate(1024));
                }
            }
            catch (IOException ex) {
                require(String.valueOf(ex.getMessage()).matches("(?i).*(broken pipe|reset).*"), ex.toString());
                return;
            }
        }
        throw new IllegalStateException("A closed socket takes what is written");
    }

    /** The profiler stops threads by SIGUSR2. */
    static void profile(Path folder) throws IOException {
        Path file = folder.resolve("profile.jfr");
        long end = System.nanoTime() + LONGEST.toNanos();
        long samples = 0;
        while (samples == 0 && System.nanoTime() < end) {
            try (Recording recording = new Recording()) {
                recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
                recording.start();
                long busy = System.nanoTime() + Duration.ofMillis(200).toNanos();
                while (System.nanoTime() < busy) {
                    lengthOf(ONE);
                }
                recording.stop();
                recording.dump(file);
            }
            samples = RecordingFile.readAllEvents(file)
                .stream()
                .filter((event) -> event.getEventType().getName().equals("jdk.ExecutionSample"))
                .count();
            Files.delete(file);
        }
        require(samples > 0, "a sample of the profiler");
    }

    private static void require(boolean truth, String what) {
        if (!truth) {
            throw new IllegalStateException("There was not: " + what);
        }
    }

}
