package io.polyplug.benchmarks.peers;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process of a plugin, as {@code child.c} describes what passes through its pipes.
 * Thread-safe: one call at a time.
 */
final class Child {

    private static final String HANDSHAKE = "1|1|stdio||netrpc";

    private static final int LARGEST = 256;

    private static final long LONGEST_SECONDS = 2;

    private final Process process;

    private final OutputStream requests;

    private final DataInputStream answers;

    private final byte[] bytes = new byte[LARGEST];

    private final ByteBuffer message = ByteBuffer.wrap(this.bytes).order(ByteOrder.LITTLE_ENDIAN);

    private Child(Process process) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.answers = new DataInputStream(process.getInputStream());
    }

    /** Starts one, and waits until it is ready. */
    static Child start(Path program) throws IOException {
        Child child = new Child(
                new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        byte[] line = new byte[HANDSHAKE.length() + 1];
        child.answers.readFully(line);
        if (!new String(line, StandardCharsets.US_ASCII).equals(HANDSHAKE + '\n')) {
            throw new IOException(program + " is no plugin");
        }
        return child;
    }

    synchronized long add(int a, long b) {
        try {
            send(this.message.clear().put((byte) 0).putInt(a).putLong(b));
            return receive(Long.BYTES).getLong();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    synchronized String greet(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        try {
            send(this.message.clear().put((byte) 1).putInt(text.length).put(text));
            int length = receive(Integer.BYTES).getInt();
            receive(length);
            return new String(this.bytes, 0, length, StandardCharsets.UTF_8);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void send(ByteBuffer request) throws IOException {
        this.requests.write(this.bytes, 0, request.position());
        this.requests.flush();
    }

    private ByteBuffer receive(int size) throws IOException {
        if (size > LARGEST) {
            throw new EOFException("An answer of " + size + " bytes");
        }
        this.answers.readFully(this.bytes, 0, size);
        return this.message.clear();
    }

    /** Lets a call that is under way end, closes the connection, and waits. */
    void end() throws IOException {
        synchronized (this) {
            this.requests.close();
        }
        this.process.onExit()
            .completeOnTimeout(this.process, LONGEST_SECONDS, TimeUnit.SECONDS)
            .thenAccept(Process::destroyForcibly)
            .join();
        this.answers.close();
    }

}
