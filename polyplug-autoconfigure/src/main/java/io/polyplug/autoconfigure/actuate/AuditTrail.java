package io.polyplug.autoconfigure.actuate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes audit events, which an {@code AuditEventRepository} keeps if there is one. A
 * listener of such an event that fails changes nothing.
 *
 * @param eventPublisher takes the events
 */
record AuditTrail(ApplicationEventPublisher eventPublisher) {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.audit");

    void publish(AuditEvent event) {
        try {
            this.eventPublisher.publishEvent(new AuditApplicationEvent(event));
        }
        catch (Throwable ex) {
            logger.error("A listener failed on {}; this changes nothing for the bundle", event, ex);
        }
    }

}
