package io.polyplug.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Looks for properties that do not hold in the runtime that the context uses, for the
 * application has built it itself, or it is that of a context above. What is asked of
 * signatures is never dropped: the start fails. Used by one thread, once.
 */
final class RuntimeSettingsCheck implements BundleStartupStep {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.runtime");

    /**
     * What a runtime is built with; other properties are about loading and about beans.
     */
    static final List<String> SETTINGS = List.of("polyplug.work-directory", "polyplug.data-directory",
            "polyplug.backend", "polyplug.compatibility", "polyplug.signals", "polyplug.hot-reload.enabled",
            "polyplug.hot-reload.closed-but-mapped-limit", "polyplug.async.pool.size",
            "polyplug.async.pool.queue-capacity", "polyplug.async.pool.keep-alive", "polyplug.async.thread-name-prefix",
            "polyplug.signature.policy", "polyplug.lifecycle.operation-timeout",
            "polyplug.lifecycle.slow-operation-threshold", "polyplug.shutdown.drain-timeout");

    private static final String BUILD_IT = "Build it from the bean of type PolyplugRuntime.Builder, which has what the"
            + " properties say";

    private final PolyplugProperties properties;

    private final PropertiesRuntimeBuilderCustomizer customizer;

    private final ConfigurableListableBeanFactory beanFactory;

    private final ConfigurableEnvironment environment;

    RuntimeSettingsCheck(PolyplugProperties properties, PropertiesRuntimeBuilderCustomizer customizer,
            ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
        this.properties = properties;
        this.customizer = customizer;
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "runtime-settings";
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void run() {
        Map<String, PolyplugRuntime> runtimes = this.beanFactory.getBeansOfType(PolyplugRuntime.class, false, true);
        runtimes.forEach((name, runtime) -> {
            if (this.customizer.hasCustomized(runtime)) {
                warnOfWeakerPolicy(name, runtime);
            }
            else {
                requireSignatures("the runtime bean '" + name + "'", runtime);
                warnOfSettings("the runtime bean '" + name + "'");
            }
        });
        BeanFactory parent = this.beanFactory.getParentBeanFactory();
        if (runtimes.isEmpty() && parent != null) {
            checkInherited(parent);
        }
        else if (namesBundles() && this.beanFactory.getBeanNamesForType(ConfiguredBundles.class).length == 0) {
            logger.warn("No bundle of 'polyplug.locations' and 'polyplug.bundles' is loaded and no host contract is"
                    + " registered, for nobody says which of the runtimes {} they are for. Mark one with @Primary",
                    runtimes.keySet());
        }
    }

    /** A customizer comes after the properties and may change what they say. */
    private void warnOfWeakerPolicy(String name, PolyplugRuntime runtime) {
        if (isWeaker(runtime)) {
            logger.warn(
                    "Property 'polyplug.signature.policy' is '{}', but code of the application has set it to '{}' for"
                            + " the runtime bean '{}': bundles are loaded by that",
                    text(policy()), text(runtime.signaturePolicy()), name);
        }
    }

    private void checkInherited(BeanFactory parent) {
        PolyplugRuntime runtime = parent.getBeanProvider(PolyplugRuntime.class).getIfUnique();
        PolyplugProperties inherited = parent.getBeanProvider(PolyplugProperties.class).getIfAvailable();
        if (runtime == null) {
            return;
        }
        String subject = "the runtime of the context above";
        if (inherited == null || !inherited.signature().equals(this.properties.signature())) {
            requireSignatures(subject, runtime);
        }
        if (inherited == null) {
            warnOfSettings(subject);
        }
        if (namesBundles() && (inherited == null || !inherited.locations().equals(this.properties.locations())
                || !inherited.bundles().equals(this.properties.bundles()))) {
            logger
                .warn("No bundle of 'polyplug.locations' and 'polyplug.bundles' of this context is loaded, for it uses"
                        + " {}. Set them there, or give this context a runtime of its own", subject);
        }
    }

    private void requireSignatures(String subject, PolyplugRuntime runtime) {
        if (isWeaker(runtime)) {
            throw refusal("polyplug.signature.policy", "is '" + text(policy()) + "', but " + subject
                    + " was not built with it and has '" + text(runtime.signaturePolicy()) + "'");
        }
        if (policy() != SignaturePolicy.OFF && !this.properties.signature().trustedKeys().isEmpty()) {
            throw refusal("polyplug.signature.trusted-keys",
                    "does not hold: " + subject + " was not built with it and may trust other keys");
        }
    }

    private static ConfigurationException refusal(String property, String reason) {
        String summary = "Property '" + property + "' " + reason;
        return new ConfigurationException(property,
                new Explanation(summary, summary, BUILD_IT + ", or remove the property"));
    }

    private void warnOfSettings(String subject) {
        List<String> unseen = new ArrayList<>();
        for (String setting : SETTINGS) {
            if (ConfiguredProperty.find(this.environment, setting) != null) {
                unseen.add(setting);
            }
        }
        this.properties.engines().keySet().forEach((loader) -> unseen.add("polyplug.engines." + loader));
        this.properties.bundles().forEach((name, bundle) -> {
            if (bundle.signals() != null) {
                unseen.add(BundlePropertyName.of(name, "signals"));
            }
            if (bundle.returnedMemory() != null) {
                unseen.add(BundlePropertyName.of(name, "returned-memory"));
            }
            if (bundle.async() != null) {
                unseen.add(BundlePropertyName.of(name, "async"));
            }
            if (!bundle.config().isEmpty()) {
                unseen.add(BundlePropertyName.of(name, "config"));
            }
        });
        if (!unseen.isEmpty()) {
            logger.warn("{} do not hold: {} was not built with them. {}", unseen, subject, BUILD_IT);
        }
    }

    private boolean namesBundles() {
        return !this.properties.locations().isEmpty() || this.properties.bundles()
            .values()
            .stream()
            .anyMatch((bundle) -> bundle.path() != null || bundle.source() != null);
    }

    private boolean isWeaker(PolyplugRuntime runtime) {
        return runtime.signaturePolicy().compareTo(policy()) < 0;
    }

    private SignaturePolicy policy() {
        return this.properties.signature().policy();
    }

    private static String text(SignaturePolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

}
