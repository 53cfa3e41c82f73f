package io.polyplug.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fetches frames without a pause, on a thread of its own, until it is closed.
 */
final class Viewer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    private final String url;

    private final AtomicInteger seen = new AtomicInteger();

    private final List<String> failures = new CopyOnWriteArrayList<>();

    private final Thread thread = new Thread(this::watch, "viewer");

    private volatile boolean closed;

    Viewer(int port) {
        this.url = "http://localhost:" + port + "/frame.jpg?milliseconds=";
        this.thread.start();
    }

    private void watch() {
        for (int frame = 0; !this.closed; frame++) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + 40 * frame)).build();
                HttpResponse<byte[]> response = this.client.send(request, BodyHandlers.ofByteArray());
                if (response.statusCode() != 200 || response.body().length < 1000) {
                    this.failures.add("status " + response.statusCode() + ", " + response.body().length + " bytes");
                }
            }
            catch (IOException | InterruptedException ex) {
                this.failures.add(ex.toString());
            }
            this.seen.incrementAndGet();
        }
    }

    /**
     * Waits until some more frames have come.
     */
    void awaitMoreFrames() {
        int before = this.seen.get();
        Awaitility.await().atMost(LONGEST).until(() -> this.seen.get() >= before + 3);
    }

    /**
     * Stops. Every frame must have come.
     */
    @Override
    public void close() {
        this.closed = true;
        Awaitility.await().atMost(LONGEST).until(() -> !this.thread.isAlive());
        assertThat(this.failures).isEmpty();
    }

}
