package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.autoconfigure.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that ask the application for its answer without a pause, until they are closed.
 */
public final class Requests implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    private final HttpRequest request;

    private final ExecutorService threads;

    private final List<Future<?>> loops = new ArrayList<>();

    private final AtomicInteger answered = new AtomicInteger();

    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    private volatile boolean stopped;

    public Requests(int port, int threads) {
        this.request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/answer")).build();
        this.threads = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            this.loops.add(this.threads.submit(this::ask));
        }
    }

    private void ask() {
        while (!this.stopped) {
            String answer = answer();
            if (!answer.equals("200 100") && !answer.equals("200 200")) {
                this.surprises.add(answer);
            }
            this.answered.incrementAndGet();
        }
    }

    private String answer() {
        try {
            var response = this.client.send(this.request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
        catch (IOException | InterruptedException ex) {
            return ex.toString();
        }
    }

    /**
     * Waits until some more requests have been answered.
     */
    public void awaitMore() {
        int before = this.answered.get();
        Patience.await().until(() -> this.answered.get() >= before + 2 * this.loops.size());
    }

    /**
     * Stops the threads. Each request must have been answered, by one of the two builds.
     */
    @Override
    public void close() {
        this.stopped = true;
        this.threads.shutdown();
        for (Future<?> loop : this.loops) {
            assertThat(loop).succeedsWithin(Patience.LONGEST);
        }
        assertThat(this.surprises).isEmpty();
    }

}
