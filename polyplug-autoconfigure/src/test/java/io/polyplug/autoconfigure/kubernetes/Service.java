package io.polyplug.autoconfigure.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.polyplug.autoconfigure.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pods that answer requests in turn, and threads that send them without a pause. A
 * request is one connection and is never sent twice: what no pod answers is a failure.
 */
final class Service implements AutoCloseable {

    private final List<Integer> ports = new CopyOnWriteArrayList<>();

    private final Map<Integer, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    private final AtomicInteger turn = new AtomicInteger();

    private final List<Thread> threads = new ArrayList<>();

    private final AtomicLong answered = new AtomicLong();

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private volatile boolean stopped;

    Service(int firstPort, int threads) {
        add(firstPort);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::ask, "client-" + i);
            this.threads.add(thread);
            thread.start();
        }
    }

    void add(int port) {
        this.inFlight.put(port, new AtomicInteger());
        this.ports.add(port);
    }

    /** Takes a pod out, and waits for as long as {@code preStop} does: until all know. */
    void remove(int port) {
        this.ports.remove(Integer.valueOf(port));
        Patience.await().until(() -> inFlight(port).get() == 0);
    }

    private AtomicInteger inFlight(int port) {
        return this.inFlight.computeIfAbsent(port, (key) -> new AtomicInteger());
    }

    private void ask() {
        while (!this.stopped) {
            int port = choose();
            try {
                String answer = get(port, "/answer");
                if (!answer.startsWith("HTTP/1.1 200") || !(answer.endsWith("\n100") || answer.endsWith("\n200"))) {
                    this.failures.add(answer);
                }
            }
            catch (IOException ex) {
                this.failures.add(ex.toString());
            }
            finally {
                inFlight(port).decrementAndGet();
            }
            this.answered.incrementAndGet();
        }
    }

    /**
     * Whoever is chosen may be removed before the request counts, and then is not taken.
     */
    private int choose() {
        while (true) {
            List<Integer> present = List.copyOf(this.ports);
            int port = present.get(Math.floorMod(this.turn.getAndIncrement(), present.size()));
            inFlight(port).incrementAndGet();
            if (this.ports.contains(port)) {
                return port;
            }
            inFlight(port).decrementAndGet();
        }
    }

    static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Patience.LONGEST.toMillis());
            socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    long answered() {
        return this.answered.get();
    }

    void awaitMore() {
        long before = this.answered.get();
        Patience.await().until(() -> this.answered.get() >= before + 50);
    }

    @Override
    public void close() {
        this.stopped = true;
        Patience.await().until(() -> this.threads.stream().noneMatch(Thread::isAlive));
        assertThat(this.failures).isEmpty();
    }

}
