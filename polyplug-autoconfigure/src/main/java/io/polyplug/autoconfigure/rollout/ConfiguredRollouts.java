package io.polyplug.autoconfigure.rollout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.PolyplugProperties.BundleRollout;
import io.polyplug.rollout.RolloutKey;
import io.polyplug.rollout.RolloutMode;
import io.polyplug.rollout.RolloutSelector;
import io.polyplug.rollout.RolloutSettings;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * How rollouts begin that nobody describes otherwise: by a plan of the properties, with
 * the beans of type {@link RolloutSelector} and {@link RolloutKey} of the application.
 * Thread-safe.
 */
public final class ConfiguredRollouts implements SmartInitializingSingleton {

    private final PlannedRollout forAll;

    /** Of the bundles of which something else is said. */
    private final Map<String, PlannedRollout> own = new HashMap<>();

    private final BundleBeans<RolloutSelector> selectors;

    private final BundleBeans<RolloutKey> keys;

    ConfiguredRollouts(PolyplugProperties properties, ConfigurableListableBeanFactory beanFactory) {
        this.forAll = PlannedRollout.of(properties.rollout());
        properties.rollout().bundles().forEach((bundle) -> this.own.put(bundle, this.forAll.enable()));
        properties.bundles().forEach((bundle, settings) -> {
            BundleRollout present = settings.rollout();
            if (present != null) {
                this.own.put(bundle, of(bundle).with(bundle, present));
            }
        });
        this.selectors = new BundleBeans<>(RolloutSelector.class, beanFactory);
        this.keys = new BundleBeans<>(RolloutKey.class, beanFactory);
    }

    private PlannedRollout of(String bundle) {
        return this.own.getOrDefault(bundle, this.forAll);
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
        return of(bundle).plan().map((plan) -> waiting(bundle, mode, 0).withPlan(plan));
    }

    /**
     * Returns how a rollout of a bundle begins whose change was found by watching.
     * @param bundle the bundle's name
     * @return the settings, or nothing if the change is to be reloaded
     */
    public Optional<RolloutSettings> watched(String bundle) {
        PlannedRollout rollout = of(bundle);
        return rollout.watch() ? planned(bundle, rollout.mode()) : Optional.empty();
    }

}
