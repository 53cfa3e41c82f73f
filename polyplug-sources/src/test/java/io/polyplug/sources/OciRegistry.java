package io.polyplug.sources;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * A registry of this machine, as far as the OCI distribution API is about pulling, and of
 * pushing in one piece.
 */
final class OciRegistry implements AutoCloseable {

    private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/(\\w*)");

    private static final Pattern CONTENT = Pattern.compile("/v2/(.+)/(blobs|manifests)/([^/]+)");

    private final WebServer server = new WebServer();

    /** By digest. */
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();

    private final Map<String, String> tags = new ConcurrentHashMap<>();

    private volatile @Nullable String challenge;

    private volatile String accepted = "null";

    OciRegistry() {
        this.server.below("/v2/", this::handle);
    }

    WebServer server() {
        return this.server;
    }

    /** Wants everybody to bring this header. */
    OciRegistry require(String authorization, String authenticate) {
        this.accepted = authorization;
        this.challenge = authenticate;
        return this;
    }

    /** Changes what a digest stands for, as somebody might who has broken in. */
    void replace(byte[] original, byte[] forged) {
        this.content.put(Archives.digest(original), forged);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String wanted = this.challenge;
        if (wanted != null && !this.accepted.equals(given)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", wanted);
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        URI uri = exchange.getRequestURI();
        switch (exchange.getRequestMethod()) {
            case "GET" -> get(exchange, uri.getPath());
            case "POST" -> post(exchange, uri.getPath());
            case "PUT" -> put(exchange, uri);
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        Matcher matcher = CONTENT.matcher(path);
        if (!matcher.matches()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String wanted = matcher.group(3);
        byte[] found = this.content.get(this.tags.getOrDefault(matcher.group(1) + ":" + wanted, wanted));
        if (found == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders()
            .set("Content-Type", matcher.group(2).equals("manifests") ? "application/vnd.oci.image.manifest.v1+json"
                    : "application/octet-stream");
        WebServer.answer(exchange, 200, found);
    }

    private static void post(HttpExchange exchange, String path) throws IOException {
        exchange.getResponseHeaders().set("Location", path + "1");
        exchange.sendResponseHeaders(UPLOAD.matcher(path).matches() ? 202 : 404, -1);
    }

    private void put(HttpExchange exchange, URI uri) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Matcher matcher = CONTENT.matcher(uri.getPath());
        if (!UPLOAD.matcher(uri.getPath()).matches() && matcher.matches()) {
            this.tags.put(matcher.group(1) + ":" + matcher.group(3), Archives.digest(body));
        }
        this.content.put(Archives.digest(body), body);
        exchange.sendResponseHeaders(201, -1);
    }

    /** Answers with a token for who has the credentials. */
    OciRegistry tokens(String username, String password, String token) {
        this.server.on("/token", (exchange) -> {
            boolean known = WebServer.basic(username, password)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            WebServer.answer(exchange, known ? 200 : 401,
                    (known ? "{\"token\": \"" + token + "\"}" : "{}").getBytes(StandardCharsets.UTF_8));
        });
        return require("Bearer " + token, "Bearer realm=\"" + this.server.url("/token")
                + "\",service=\"test\",scope=\"repository:plugins/reload:pull\"");
    }

    @Override
    public void close() {
        this.server.close();
    }

}
