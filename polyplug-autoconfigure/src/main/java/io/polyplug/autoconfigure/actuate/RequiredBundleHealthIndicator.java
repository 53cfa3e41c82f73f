package io.polyplug.autoconfigure.actuate;

import java.util.Optional;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is DOWN while one bundle is not loaded.
 */
final class RequiredBundleHealthIndicator extends AbstractHealthIndicator {

    private final String bundle;

    private final PolyplugRuntime runtime;

    private final @Nullable ConfiguredFolders folders;

    RequiredBundleHealthIndicator(String bundle, PolyplugRuntime runtime, @Nullable ConfiguredFolders folders) {
        super("polyplug health check failed");
        this.bundle = bundle;
        this.runtime = runtime;
        this.folders = folders;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<BundleInfo> loaded = this.runtime.bundle(this.bundle);
        if (loaded.isPresent()) {
            builder.up()
                .withDetail("version", loaded.get().version().toString())
                .withDetail("generation", loaded.get().generation());
            return;
        }
        builder.down();
        if (this.folders != null) {
            this.folders.lastRefusal(this.bundle)
                .ifPresent(
                        (refusal) -> builder.withDetail("reason", refusal.reason()).withDetail("since", refusal.at()));
        }
    }

}
