package io.polyplug.autoconfigure.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * {@link HandlerExceptionResolver} that has a missing provider answered by 503. It comes
 * after those of the application, and hands on to Spring's own, which know how the
 * application wants its errors to look. Thread-safe.
 */
final class MissingProviderExceptionResolver implements HandlerExceptionResolver, Ordered {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.contracts");

    private final HandlerExceptionResolver next;

    MissingProviderExceptionResolver(HandlerExceptionResolver next) {
        this.next = next;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception ex) {
        MissingProviderException missing = MissingProviderException.in(ex);
        if (missing == null || response.isCommitted()) {
            return null;
        }
        logger.warn("Answered a request with 503: {}", ex.toString());
        ModelAndView answer = this.next.resolveException(request, response, handler, missing);
        return (answer != null) ? answer : sendError(response, missing);
    }

    /** Spring's own resolvers may have been replaced by fewer. */
    private static ModelAndView sendError(HttpServletResponse response, MissingProviderException missing) {
        try {
            response.sendError(missing.getStatusCode().value());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return new ModelAndView();
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

}
