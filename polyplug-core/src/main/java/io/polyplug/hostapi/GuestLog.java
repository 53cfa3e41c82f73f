package io.polyplug.hostapi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import io.polyplug.boundary.NativeText;
import io.polyplug.boundary.PrintableText;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.store.Generation;

/**
 * Hands on what guests log, to one logger a bundle: {@code polyplug.guest.<bundle>}
 * (docs/behaviour.md 17.1). Thread-safe, without a lock.
 * <p>
 * No logger is named by what a guest says, for loggers live on: the scope is part of the
 * message. Text is only read when the logger's level lets the record pass.
 */
final class GuestLog {

    private static final String PREFIX = "polyplug.guest.";

    /** Bundles beyond this number share the logger of unknown guests. */
    private static final int MOST_LOGGERS = 1000;

    private final NativeBackend backend;

    private final Logger unknown = LoggerFactory.getLogger(PREFIX + "unknown");

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    GuestLog(NativeBackend backend) {
        this.backend = backend;
    }

    /**
     * Hands on a record.
     * @param caller who logs, or {@code null} if that is not known
     * @param level 1 to 5, everything else is an error
     * @param views scope and message: two words each, from {@code at} on
     */
    void log(@Nullable Generation caller, int level, long[] views, int at) {
        Logger logger = (caller != null) ? loggerOf(caller.bundleName()) : this.unknown;
        Level known = level(level);
        if (logger.isEnabledForLevel(known)) {
            logger.atLevel(known)
                .log("[{}] {}", NativeText.printable(this.backend, views[at], views[at + 1]),
                        NativeText.printable(this.backend, views[at + 2], views[at + 3]));
        }
    }

    /**
     * Hands on a record of a bundle whose engine does not pass it through the host table.
     * @param bundleName who logs
     * @param level 1 to 5, everything else is an error
     */
    void log(String bundleName, int level, String scope, String message) {
        loggerOf(bundleName).atLevel(level(level)).log("[{}] {}", PrintableText.of(scope), PrintableText.of(message));
    }

    private Logger loggerOf(String bundleName) {
        Logger present = this.loggers.get(bundleName);
        if (present != null) {
            return present;
        }
        if (this.loggers.size() >= MOST_LOGGERS) {
            return this.unknown;
        }
        return this.loggers.computeIfAbsent(bundleName, (name) -> LoggerFactory.getLogger(PREFIX + plain(name)));
    }

    /** A bundle's name is the manifest's, which may hold anything. */
    private static String plain(String bundleName) {
        return bundleName.replaceAll("[^\\p{L}\\p{N}._-]", "_");
    }

    private static Level level(int level) {
        return switch (level) {
            case 2 -> Level.WARN;
            case 3 -> Level.INFO;
            case 4 -> Level.DEBUG;
            case 5 -> Level.TRACE;
            default -> Level.ERROR;
        };
    }

}
