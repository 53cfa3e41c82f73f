package io.polyplug.autoconfigure.actuate;

import java.util.regex.Pattern;

/**
 * Takes the names of threads out of what is told, which may have those of users in them.
 */
final class ThreadsInReasons {

    /** A name may have quotes in it; one that ends it is followed by something else. */
    private static final Pattern NAMED = Pattern.compile("\\bthread '.*?'(?![\\w'])");

    private ThreadsInReasons() {
    }

    static String hide(String reason) {
        return NAMED.matcher(reason).replaceAll("a thread");
    }

}
