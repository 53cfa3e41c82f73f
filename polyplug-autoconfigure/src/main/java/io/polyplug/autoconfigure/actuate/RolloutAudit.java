package io.polyplug.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.polyplug.autoconfigure.event.BundleRolloutEvent;
import io.polyplug.rollout.RolloutPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;

/**
 * Publishes what becomes of rollouts as audit events, whoever decided it: a plan decides
 * without a request.
 */
final class RolloutAudit implements ApplicationListener<BundleRolloutEvent> {

    static final String TYPE = "POLYPLUG_ROLLOUT";

    private final AuditTrail audit;

    RolloutAudit(ApplicationEventPublisher eventPublisher) {
        this.audit = new AuditTrail(eventPublisher);
    }

    @Override
    public void onApplicationEvent(BundleRolloutEvent event) {
        RolloutPhase phase = event.phase();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("bundle", phase.rollout().bundleName());
        if (phase instanceof RolloutPhase.Started) {
            data.put("phase", "started");
        }
        else if (phase instanceof RolloutPhase.WeightChanged changed) {
            data.put("phase", "weight-changed");
            data.put("reason", changed.reason());
        }
        else if (phase instanceof RolloutPhase.Promoted promoted) {
            data.put("phase", "promoted");
            data.put("reason", promoted.reason());
        }
        else if (phase instanceof RolloutPhase.Abandoned abandoned) {
            data.put("phase", "abandoned");
            data.put("reason", abandoned.reason());
        }
        data.putAll(figures(RolloutDescriptor.of(phase.rollout())));
        this.audit.publish(new AuditEvent(null, TYPE, data));
    }

    /**
     * Returns a rollout as data of an audit event. What calls returned is not among them.
     */
    static Map<String, Object> figures(RolloutDescriptor rollout) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mode", rollout.mode());
        figures.put("weight", rollout.weight());
        figures.put("version", rollout.candidate().version());
        figures.put("generation", rollout.candidate().generation());
        figures.put("calls", rollout.candidate().calls());
        figures.put("errors", rollout.candidate().errors());
        figures.put("servingVersion", rollout.serving().version());
        figures.put("servingGeneration", rollout.serving().generation());
        figures.put("servingCalls", rollout.serving().calls());
        figures.put("servingErrors", rollout.serving().errors());
        return figures;
    }

}
