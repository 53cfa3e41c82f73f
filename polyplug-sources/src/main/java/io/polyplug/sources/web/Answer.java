package io.polyplug.sources.web;

import java.net.http.HttpHeaders;

/**
 * What a server answered, the body apart.
 *
 * @param status the status
 * @param headers the headers
 */
public record Answer(int status, HttpHeaders headers) {

    /** The status of a success. */
    public static final int OK = 200;

    /** The status where credentials are missing or wrong. */
    public static final int UNAUTHORIZED = 401;

    static final int FORBIDDEN = 403;

    static final int NOT_FOUND = 404;

    static final int TOO_MANY_REQUESTS = 429;

    static final int SERVER_ERRORS = 500;

}
