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

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What the endpoint may do to a bundle. Each attempt on a loaded bundle, successful or
 * not, is published as an audit event, which an {@code AuditEventRepository} keeps if
 * there is one.
 */
final class BundleWrites {

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
        try {
            T result = write.get();
            data.put("outcome", "success");
            data.putAll(details.apply(result));
            return result;
        }
        catch (PolyplugException ex) {
            data.put("outcome", "failure");
            data.put("reason", ex.explanation().advice());
            throw ex;
        }
        finally {
            this.eventPublisher.publishEvent(new AuditApplicationEvent(new AuditEvent(principal, type, data)));
        }
    }

}
