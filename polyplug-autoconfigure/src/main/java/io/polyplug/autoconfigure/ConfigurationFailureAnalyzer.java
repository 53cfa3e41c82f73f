package io.polyplug.autoconfigure;

import io.polyplug.error.ConfigurationException;

import org.springframework.core.env.Environment;

/**
 * Explains a setting that cannot be carried out, with the place where it is set.
 */
final class ConfigurationFailureAnalyzer extends PolyplugFailureAnalyzer<ConfigurationException> {

    private final Environment environment;

    ConfigurationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    String description(ConfigurationException failure) {
        return super.description(failure) + ConfiguredProperty.originOf(this.environment, failure.setting());
    }

    @Override
    String action(ConfigurationException failure) {
        return cureOr(failure, "Change or remove the setting") + " The setting is '" + failure.setting()
                + "' among the 'polyplug' properties or in the RuntimeBuilderCustomizer that sets it.";
    }

}
