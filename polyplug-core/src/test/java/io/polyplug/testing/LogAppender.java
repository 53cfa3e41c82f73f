package io.polyplug.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Does something with each message of a logger, at any level, while it is open. What that
 * throws reaches whoever logs.
 */
public final class LogAppender implements AutoCloseable {

    private final Logger logger;

    private final Level levelBefore;

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private final Appender<ILoggingEvent> appender;

    private LogAppender(Logger logger, Consumer<String> action) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        this.appender = new UnsynchronizedAppenderBase<>() {

            @Override
            public void doAppend(ILoggingEvent event) {
                LogAppender.this.messages.add(event.getFormattedMessage());
                action.accept(event.getFormattedMessage());
            }

            @Override
            protected void append(ILoggingEvent event) {
                throw new AssertionError("not asked");
            }

        };
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(this.appender);
    }

    /** Fails for messages that contain a text. */
    public static LogAppender failing(String loggerName, String text) {
        return of(loggerName, (message) -> {
            if (message.contains(text)) {
                throw new IllegalStateException("an appender that fails");
            }
        });
    }

    /** Does something with each message. */
    public static LogAppender of(String loggerName, Consumer<String> action) {
        return new LogAppender((Logger) LoggerFactory.getLogger(loggerName), action);
    }

    /** Returns whether a message with this text has come. */
    public boolean hasSeen(String text) {
        return this.messages.stream().anyMatch((message) -> message.contains(text));
    }

    @Override
    public void close() {
        this.logger.detachAppender(this.appender);
        this.logger.setLevel(this.levelBefore);
        this.logger.setAdditive(true);
    }

}
