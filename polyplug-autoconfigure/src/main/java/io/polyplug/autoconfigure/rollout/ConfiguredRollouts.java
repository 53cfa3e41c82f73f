package io.polyplug.autoconfigure.rollout;

import java.util.List;
import java.util.Optional;

import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.rollout.RolloutKey;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutPlan;
import io.polyplug.rollout.RolloutSelector;
import io.polyplug.rollout.RolloutSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * How rollouts begin that nobody describes otherwise: by the plan of the properties, with
 * the beans of type {@link RolloutSelector} and {@link RolloutKey} of the application.
 * Thread-safe.
 */
public final class ConfiguredRollouts implements SmartInitializingSingleton {

    private final @Nullable RolloutPlan plan;

    private final RolloutMode mode;

    private final List<String> planned;

    private final boolean watch;

    private final BundleBeans<RolloutSelector> selectors;

    private final BundleBeans<RolloutKey> keys;

    ConfiguredRollouts(PolyplugProperties.Rollout properties, ConfigurableListableBeanFactory beanFactory) {
        this.plan = new PlanProperties(properties).plan();
        this.mode = properties.mode();
        this.planned = List.copyOf(properties.bundles());
        this.watch = properties.watch();
        this.selectors = new BundleBeans<>(RolloutSelector.class, beanFactory);
        this.keys = new BundleBeans<>(RolloutKey.class, beanFactory);
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.selectors.requireUnambiguous();
        this.keys.requireUnambiguous();
    }

    /**
     * Returns how a rollout of a bundle begins that waits for its operator.
     * @param bundle the bundle's name
     * @param mode what the candidate is called for
     * @param weight its share of the calls, in per mille, from 0 to 1000
     * @return the settings
     */
    public RolloutSettings waiting(String bundle, RolloutMode mode, int weight) {
        return new RolloutSettings(mode, weight, this.selectors.of(bundle), this.keys.of(bundle), null);
    }

    /**
     * Returns how a rollout of a bundle begins that goes on by itself.
     * @param bundle the bundle's name
     * @param mode what the candidate is called for
     * @return the settings, or nothing if there is no plan for the bundle
     */
    public Optional<RolloutSettings> planned(String bundle, RolloutMode mode) {
        boolean isMeant = this.planned.isEmpty() || this.planned.contains(bundle);
        return Optional.ofNullable(this.plan)
            .filter((present) -> isMeant)
            .map((present) -> waiting(bundle, mode, 0).withPlan(present));
    }

    /**
     * Returns how a rollout of a bundle begins whose change was found by watching.
     * @param bundle the bundle's name
     * @return the settings, or nothing if the change is to be reloaded
     */
    public Optional<RolloutSettings> watched(String bundle) {
        return this.watch ? planned(bundle, this.mode) : Optional.empty();
    }

}
