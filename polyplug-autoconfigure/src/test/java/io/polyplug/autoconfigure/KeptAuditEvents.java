package io.polyplug.autoconfigure;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the audit events of an application, since Boot's own auto-configuration of them
 * needs Spring Security, and has to be excluded. To be imported; no scan finds it.
 */
public class KeptAuditEvents {

    @Bean
    InMemoryAuditEventRepository auditEventRepository() {
        return new InMemoryAuditEventRepository();
    }

    @Bean
    AuditListener auditListener(AuditEventRepository repository) {
        return new AuditListener(repository);
    }

}
