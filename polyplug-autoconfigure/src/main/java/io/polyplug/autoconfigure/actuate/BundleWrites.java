package io.polyplug.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.PolyplugException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What the endpoint may do to a bundle. Each attempt on a loaded bundle, successful or
 * not, is published as an audit event, which an {@code AuditEventRepository} keeps if
 * there is one. A listener of that event that fails changes nothing.
 */
final class BundleWrites {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.audit");

    private final PolyplugRuntime runtime;

    private final ApplicationEventPublisher eventPublisher;

    BundleWrites(PolyplugRuntime runtime, ApplicationEventPublisher eventPublisher) {
        this.runtime = runtime;
        this.eventPublisher = eventPublisher;
    }

    ReloadReport change(String bundle, TargetState target, @Nullable String principal) {
        return audited(target.auditType(), bundle, principal, () -> change(bundle, target),
                (report) -> Map.of("previousVersion", report.previousVersion().toString(), "version",
                        report.version().toString(), "generation", report.generation()));
    }

    private ReloadReport change(String bundle, TargetState target) {
        return switch (target) {
            case RELOADED -> this.runtime.reloadBundle(bundle);
            case ROLLED_BACK -> this.runtime.rollbackBundle(bundle);
        };
    }

    List<String> unload(String bundle, boolean cascade, @Nullable String principal) {
        return audited("POLYPLUG_UNLOAD", bundle, principal, () -> unload(bundle, cascade),
                (names) -> Map.of("unloaded", names));
    }

    private List<String> unload(String bundle, boolean cascade) {
        if (cascade) {
            return this.runtime.unloadBundleCascade(bundle);
        }
        this.runtime.unloadBundle(bundle);
        return List.of(bundle);
    }

    private <T> T audited(String type, String bundle, @Nullable String principal, Supplier<T> write,
            Function<T, Map<String, Object>> details) {
        if (this.runtime.bundle(bundle).isEmpty()) {
            throw new BundleNotFoundException(bundle, "No bundle '" + bundle + "' is loaded", null);
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("bundle", bundle);
        T result;
        try {
            result = write.get();
        }
        catch (RuntimeException | Error ex) {
            data.put("outcome", "failure");
            data.put("reason", reason(ex));
            publish(new AuditEvent(principal, type, data));
            throw ex;
        }
        data.put("outcome", "success");
        data.putAll(details.apply(result));
        publish(new AuditEvent(principal, type, data));
        return result;
    }

    private static String reason(Throwable failure) {
        return (failure instanceof PolyplugException refusal) ? refusal.explanation().advice() : failure.toString();
    }

    private void publish(AuditEvent event) {
        try {
            this.eventPublisher.publishEvent(new AuditApplicationEvent(event));
        }
        catch (Throwable ex) {
            logger.error("A listener failed on {}; this changes nothing for the bundle", event, ex);
        }
    }

}
