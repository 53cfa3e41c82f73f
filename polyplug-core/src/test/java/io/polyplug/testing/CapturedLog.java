package io.polyplug.testing;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged under a name while this is open, at any level.
 */
public final class CapturedLog implements AutoCloseable {

    private final Logger logger;

    private final Level levelBefore;

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        this.appender.list = Collections.synchronizedList(this.appender.list);
        this.appender.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(this.appender);
    }

    /** Begins to capture. */
    public static CapturedLog of(String loggerName) {
        return new CapturedLog((Logger) LoggerFactory.getLogger(loggerName));
    }

    /** Begins to capture warnings and errors. */
    public static CapturedLog warningsOf(String loggerName) {
        CapturedLog log = of(loggerName);
        log.setLevel(Level.WARN);
        return log;
    }

    /** Begins to capture what a class logs, and whoever shares its logger. */
    public static CapturedLog of(Class<?> type) {
        return of(nameFor(type));
    }

    private static String nameFor(Class<?> type) {
        try {
            Field field = type.getDeclaredField("logger");
            field.setAccessible(true);
            return ((org.slf4j.Logger) field.get(null)).getName();
        }
        catch (NoSuchFieldException ex) {
            return type.getName();
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Makes the logger leave out what is below a level. */
    public void setLevel(Level level) {
        this.logger.setLevel(level);
    }

    /** Returns what was logged so far, each as {@code LEVEL message}. */
    public List<String> lines() {
        return List.copyOf(this.appender.list)
            .stream()
            .map((event) -> event.getLevel() + " " + event.getFormattedMessage())
            .toList();
    }

    /** Returns what was logged so far. */
    public List<ILoggingEvent> events() {
        return List.copyOf(this.appender.list);
    }

    @Override
    public void close() {
        this.logger.detachAppender(this.appender);
        this.logger.setLevel(this.levelBefore);
        this.logger.setAdditive(true);
        this.appender.stop();
    }

}
