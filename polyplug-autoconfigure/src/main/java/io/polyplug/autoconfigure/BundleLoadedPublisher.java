package io.polyplug.autoconfigure;

import io.polyplug.BundleInfo;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application of bundles that were loaded. As with phases, a listener that
 * throws changes nothing for the bundle.
 */
final class BundleLoadedPublisher {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.locations");

    private final ApplicationEventPublisher eventPublisher;

    BundleLoadedPublisher(ApplicationEventPublisher eventPublisher) {
        this.eventPublisher = eventPublisher;
    }

    void tell(BundleInfo bundle) {
        try {
            this.eventPublisher.publishEvent(new BundleLoadedEvent(bundle));
        }
        catch (RuntimeException ex) {
            logger.error("A listener failed on the loading of bundle '{}'; this changes nothing for the bundle",
                    bundle.name(), ex);
        }
    }

}
