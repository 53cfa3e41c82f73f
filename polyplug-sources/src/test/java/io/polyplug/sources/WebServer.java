package io.polyplug.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/**
 * A web server of this machine: files by their paths, and whatever else a test has it do.
 * Thread-safe.
 */
final class WebServer implements AutoCloseable {

    private final HttpServer server;

    private final String scheme;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final Map<String, HttpHandler> places = new ConcurrentHashMap<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile @Nullable String required;

    WebServer() {
        this(null);
    }

    WebServer(@Nullable SSLContext ssl) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (ssl != null) {
                HttpsServer secured = HttpsServer.create(address, 0);
                secured.setHttpsConfigurator(new HttpsConfigurator(ssl));
                this.server = secured;
            }
            else {
                this.server = HttpServer.create(address, 0);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.scheme = (ssl != null) ? "https" : "http";
        this.server.setExecutor(this.threads);
        this.server.createContext("/", this::handle);
        this.server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            this.authorizations.add(authorization);
            String wanted = this.required;
            if (wanted != null && !wanted.equals(authorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            this.places.getOrDefault(exchange.getRequestURI().getPath(), (other) -> other.sendResponseHeaders(404, -1))
                .handle(exchange);
        }
    }

    /** Answers with what a handler does. */
    WebServer on(String path, HttpHandler handler) {
        this.places.put(path, handler);
        return this;
    }

    /** Answers with all of a prefix's paths by one handler. */
    WebServer below(String prefix, HttpHandler handler) {
        this.server.createContext(prefix, (exchange) -> {
            try (exchange) {
                this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                this.authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                handler.handle(exchange);
            }
        });
        return this;
    }

    WebServer serve(String path, byte[] content) {
        return on(path, (exchange) -> answer(exchange, 200, content));
    }

    WebServer serve(String path, String content) {
        return serve(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a part, and with no more until the server is closed. */
    WebServer stall(String path, byte[] content) {
        return on(path, (exchange) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            awaitClosing();
        });
    }

    private void awaitClosing() {
        try {
            this.closing.await();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    WebServer remove(String path) {
        this.places.remove(path);
        return this;
    }

    WebServer requireBasic(String username, String password) {
        this.required = basic(username, password);
        return this;
    }

    static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, (content.length > 0) ? content.length : -1);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }

    String host() {
        return "localhost:" + this.server.getAddress().getPort();
    }

    String url(String path) {
        return this.scheme + "://" + host() + path;
    }

    List<String> requests() {
        return this.requests;
    }

    List<String> authorizations() {
        return this.authorizations;
    }

    @Override
    public void close() {
        this.closing.countDown();
        this.server.stop(0);
        this.threads.shutdownNow();
    }

}
