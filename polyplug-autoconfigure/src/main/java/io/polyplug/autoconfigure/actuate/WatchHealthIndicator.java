package io.polyplug.autoconfigure.actuate;

import io.polyplug.autoconfigure.watch.BundleWatch;
import io.polyplug.autoconfigure.watch.WatchStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * {@link org.springframework.boot.health.contributor.HealthIndicator} that tells why
 * changed bundles may go unnoticed. It is always UP, for what is loaded serves.
 */
final class WatchHealthIndicator extends AbstractHealthIndicator {

    private final BundleWatch watch;

    WatchHealthIndicator(BundleWatch watch) {
        super("polyplug watch health check failed");
        this.watch = watch;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        WatchStatus status = this.watch.status();
        builder.up().withDetail("running", status.running()).withDetail("method", status.method());
        status.lastLook().ifPresent((look) -> builder.withDetail("lastLook", look));
        status.failure().ifPresent((failure) -> builder.withDetail("failure", failure));
    }

}
