package io.polyplug.sources.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.polyplug.sources.fetch.Access;
import io.polyplug.sources.fetch.Limits;
import io.polyplug.sources.fetch.SourceFailure;

/**
 * Requests by HTTP. Redirects are followed, but for those that would leave TLS, and what
 * authorizes a request is sent to the server it was made for and no other. Thread-safe.
 */
public final class WebClient {

    private static final int REDIRECTS = 5;

    private static final String RETRY = "Try again when the server answers";

    private final Limits limits;

    private final Function<URI, Access> access;

    /**
     * Creates the client.
     * @param limits how long to wait, and how much to take
     * @param access how a server is spoken to, by what is asked of it
     */
    public WebClient(Limits limits, Function<URI, Access> access) {
        this.limits = limits;
        this.access = access;
    }

    /**
     * Asks a server.
     * @param uri what for
     * @param headers what to say besides, all of it to this server alone
     * @param target gets the body of a success
     * @param limit how many bytes that may have
     * @return what it answered; a redirect never
     * @throws SourceFailure if no answer comes, or not all of it, or too much
     */
    public Answer get(URI uri, Map<String, String> headers, OutputStream target, long limit) throws SourceFailure {
        URI place = uri;
        for (int i = 0; i <= REDIRECTS; i++) {
            Answer answer = ask(place, isSameServer(place, uri) ? headers : Map.of(), target, limit);
            if (!isRedirect(answer.status())) {
                return answer;
            }
            place = followed(place, answer);
        }
        throw SourceFailure.refused("the server " + server(uri) + " redirects more than " + REDIRECTS + " times",
                "Name the place that it leads to");
    }

    /**
     * Returns what to tell of an answer that is no success.
     * @param uri what was asked for
     * @param answer the answer
     * @return the failure
     */
    public SourceFailure failure(URI uri, Answer answer) {
        int status = answer.status();
        if (status == Answer.UNAUTHORIZED || status == Answer.FORBIDDEN) {
            return this.access.apply(uri).denied(status);
        }
        if (status == Answer.NOT_FOUND) {
            return SourceFailure.refused("there is nothing: " + server(uri) + " answered 404 (not found)",
                    "Correct the source, or publish the bundle there");
        }
        if (status >= Answer.SERVER_ERRORS || status == Answer.TOO_MANY_REQUESTS) {
            return SourceFailure.unavailable("the server " + server(uri) + " answered " + status, RETRY, null);
        }
        return SourceFailure.refused("the server " + server(uri) + " answered " + status,
                "Look at what it says about this request");
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equals(other.getScheme()) && one.getRawAuthority().equals(other.getRawAuthority());
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI followed(URI from, Answer answer) throws SourceFailure {
        String location = answer.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean web = to.getHost() != null && ("https".equals(to.getScheme()) || "http".equals(to.getScheme()));
            if (!web || ("https".equals(from.getScheme()) && !"https".equals(to.getScheme()))) {
                throw SourceFailure.refused("the server " + server(from) + " leads to where no TLS protects it",
                        "Name a place that can be reached by https");
            }
            return to;
        }
        catch (IllegalArgumentException ex) {
            throw SourceFailure.refused("the server " + server(from) + " leads to what is no URL",
                    "Look at what it redirects to");
        }
    }

    private Answer ask(URI uri, Map<String, String> headers, OutputStream target, long limit) throws SourceFailure {
        BoundedBody body = new BoundedBody(target, limit);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::setHeader);
        HttpResponse<Boolean> response = await(uri, body,
                client(uri).sendAsync(request.build(), (info) -> body.ifWanted(info.statusCode() == Answer.OK)));
        if (!response.body()) {
            throw this.limits.tooLarge();
        }
        return new Answer(response.statusCode(), response.headers());
    }

    /** What a bundle of SSL holds may have been replaced since the last time. */
    private HttpClient client(URI uri) {
        HttpClient.Builder builder = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(this.limits.connectTimeout())
            .version(HttpClient.Version.HTTP_1_1);
        ProxySelector proxy = ProxySelector.getDefault();
        if (proxy != null) {
            builder.proxy(proxy);
        }
        Access present = this.access.apply(uri);
        if (present.ssl() != null) {
            builder.sslContext(present.ssl().get());
        }
        return builder.build();
    }

    private HttpResponse<Boolean> await(URI uri, BoundedBody body, CompletableFuture<HttpResponse<Boolean>> answer)
            throws SourceFailure {
        Duration patience = this.limits.readTimeout().plus(this.limits.connectTimeout());
        long before = -1;
        while (true) {
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            catch (TimeoutException ex) {
                long received = body.received();
                if (received == before) {
                    body.cancel();
                    answer.cancel(true);
                    throw SourceFailure.unavailable("nothing came from " + server(uri) + " for "
                            + this.limits.readTimeout().toMillis() + " ms, after " + received + " bytes", RETRY, ex);
                }
                before = received;
                patience = this.limits.readTimeout();
            }
            catch (InterruptedException ex) {
                body.cancel();
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw SourceFailure.unavailable("the thread that waited for it was interrupted", "Try again", ex);
            }
            catch (ExecutionException ex) {
                throw failure(uri, Objects.requireNonNullElse(ex.getCause(), ex));
            }
        }
    }

    private static SourceFailure failure(URI uri, Throwable cause) {
        if (cause instanceof BoundedBody.UnwritableTargetException unwritable) {
            return SourceFailure.refused("it cannot be written: " + unwritable.getCause(),
                    "Give 'polyplug.sources.directory' room, and let this process write there");
        }
        if (cause instanceof IOException) {
            return SourceFailure.unavailable("the server " + server(uri) + " could not be asked: " + cause,
                    "Look at the network and the server; for its certificate, at the ssl-bundle", cause);
        }
        return SourceFailure.refused("the server " + server(uri) + " could not be asked: " + cause,
                "Correct the source", cause);
    }

    private static String server(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

}
