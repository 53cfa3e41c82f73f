package io.polyplug;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call has to tell about the memory that it got is told after its pin: an appender
 * that waits holds nothing back.
 */
@Timeout(120)
class LoggingPinTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final Logger logger = (Logger) LoggerFactory.getLogger("polyplug.host");

    private final Level levelBefore = this.logger.getLevel();

    private final PinCount pins = new PinCount();

    @BeforeEach
    void watch() {
        this.pins.start();
        this.logger.setLevel(Level.INFO);
        this.logger.addAppender(this.pins);
    }

    @AfterEach
    void stopWatching() {
        this.logger.detachAppender(this.pins);
        this.logger.setLevel(this.levelBefore);
    }

    @Test
    @DisplayName("a bundle that returns a block again is told about after the call's pin has ended")
    void toldThatABlockWasReturnedAgain() {
        callTwice("returns", Plugins.Keeping::text);
    }

    @Test
    @DisplayName("a bundle that frees a block that it has returned is told about after the call's pin has ended")
    void toldThatAReturnedBlockWasFreed() {
        callTwice("frees", Plugins.Keeping::again);
    }

    private void callTwice(String verb, Consumer<Plugins.Keeping> call) {
        PolyplugRuntime runtime = this.stage.runtime();
        this.pins.runtime = runtime;
        this.stage.load("keeping");
        Plugins.Keeping keeping = runtime.contract(Plugins.Keeping.class);
        call.accept(keeping);
        assertThat(this.pins.told).isEmpty();
        call.accept(keeping);
        assertThat(this.pins.told).singleElement().isEqualTo("Bundle 'keeping' " + verb + ": 0 pins");
        assertThat(keeping.intact()).isTrue();
        assertThat(this.pins.told).hasSize(1);
    }

    /** For each record of the kind, how many pins stand. */
    private static final class PinCount extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final List<String> told = new CopyOnWriteArrayList<>();

        private volatile PolyplugRuntime runtime;

        @Override
        protected void append(ILoggingEvent event) {
            PolyplugRuntime watched = this.runtime;
            String text = event.getFormattedMessage();
            if (watched != null && text.contains("counts as borrowed")) {
                this.told.add(text.substring(0, text.indexOf(" memory again")) + ": "
                        + watched.statistics().activePins() + " pins");
            }
        }

    }

}
