package io.polyplug.autoconfigure.reactive;

import java.net.URI;
import java.util.List;

import io.polyplug.autoconfigure.web.MissingProviderException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * {@link WebExceptionHandler} that has a missing provider answered by 503. It comes after
 * those of the application, and hands on to Boot's own, unless somebody turns Spring's
 * exceptions into problem details: that one is asked. Thread-safe.
 */
final class MissingProviderExceptionHandler implements WebExceptionHandler, Ordered, ServerResponse.Context {

    /**
     * As Boot's own, which is registered later and therefore asked later.
     */
    private static final int ORDER = -1;

    private static final Logger logger = LoggerFactory.getLogger("polyplug.contracts");

    private final List<HttpMessageWriter<?>> messageWriters;

    private final @Nullable ResponseEntityExceptionHandler problemDetails;

    MissingProviderExceptionHandler(List<HttpMessageWriter<?>> messageWriters,
            @Nullable ResponseEntityExceptionHandler problemDetails) {
        this.messageWriters = messageWriters;
        this.problemDetails = problemDetails;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
        MissingProviderException missing = MissingProviderException.in(ex);
        if (missing == null || exchange.getResponse().isCommitted()) {
            return Mono.error(ex);
        }
        logger.warn("Answered a request with 503: {}", ex.toString());
        if (this.problemDetails == null) {
            return Mono.error(missing);
        }
        return this.problemDetails.handleException(missing, exchange)
            .flatMap((entity) -> response(entity, exchange))
            .flatMap((response) -> response.writeTo(exchange, this));
    }

    private static Mono<ServerResponse> response(ResponseEntity<?> entity, ServerWebExchange exchange) {
        ServerResponse.BodyBuilder builder = ServerResponse.status(entity.getStatusCode())
            .headers((headers) -> headers.addAll(entity.getHeaders()));
        Object body = entity.getBody();
        if (body instanceof ProblemDetail problem) {
            builder.contentType(MediaType.APPLICATION_PROBLEM_JSON);
            if (problem.getInstance() == null) {
                problem.setInstance(URI.create(exchange.getRequest().getPath().value()));
            }
        }
        return (body != null) ? builder.bodyValue(body) : builder.build();
    }

    @Override
    public List<HttpMessageWriter<?>> messageWriters() {
        return this.messageWriters;
    }

    @Override
    public List<ViewResolver> viewResolvers() {
        return List.of();
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

}
