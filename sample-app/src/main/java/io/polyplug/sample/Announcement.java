package io.polyplug.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells on the console what to open.
 */
@Component
class Announcement {

    private static final Logger logger = LoggerFactory.getLogger(Announcement.class);

    private final Environment environment;

    private final FilterBundle bundle;

    Announcement(Environment environment, FilterBundle bundle) {
        this.environment = environment;
        this.bundle = bundle;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        logger.info("Open http://localhost:{} in a browser. The filter's bundle is in {}",
                this.environment.getProperty("local.server.port"), this.bundle.folder());
    }

}
