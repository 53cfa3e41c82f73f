package io.polyplug.autoconfigure.web;

import io.polyplug.error.ContractUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A {@link ContractUnavailableException} that nobody caught, in the form that Spring's
 * web frameworks answer by 503. What the cause says is for the log, and not in the
 * answer; an application that wants to say more has a message with the code
 * {@code problemDetail.io.polyplug.error.ContractUnavailableException}, whose argument is
 * the contract's name.
 */
public final class MissingProviderException extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    /** Causes may go round in a circle. */
    private static final int MOST_CAUSES = 100;

    /** The contract that has no provider. */
    private final String contractName;

    private MissingProviderException(ContractUnavailableException missing, Throwable failure) {
        super(HttpStatus.SERVICE_UNAVAILABLE, null, failure,
                ErrorResponse.getDefaultDetailMessageCode(ContractUnavailableException.class, null),
                new Object[] { missing.contractName() });
        this.contractName = missing.contractName();
    }

    /**
     * Looks for a missing provider in a failure and its causes, unless one of them says
     * by itself what to answer.
     * @param failure what nobody caught
     * @return what to answer, or {@code null} if it is something else
     */
    public static @Nullable MissingProviderException in(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MOST_CAUSES && !hasStatus(each); depth++) {
            if (each instanceof ContractUnavailableException missing) {
                return new MissingProviderException(missing, failure);
            }
            each = each.getCause();
        }
        return null;
    }

    private static boolean hasStatus(Throwable failure) {
        return failure instanceof ErrorResponse
                || AnnotatedElementUtils.hasAnnotation(failure.getClass(), ResponseStatus.class);
    }

    /**
     * {@return the name of the contract that has no provider}
     */
    public String contractName() {
        return this.contractName;
    }

    @Override
    public String getTypeMessageCode() {
        return ErrorResponse.getDefaultTypeMessageCode(ContractUnavailableException.class);
    }

    @Override
    public String getTitleMessageCode() {
        return ErrorResponse.getDefaultTitleMessageCode(ContractUnavailableException.class);
    }

}
