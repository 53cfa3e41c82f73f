package io.polyplug.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * A property as the application's configuration has it.
 */
final class ConfiguredProperty {

    private ConfiguredProperty() {
    }

    /** Returns the property, or {@code null} if nothing sets it. */
    static @Nullable ConfigurationProperty find(Environment environment, String name) {
        if (environment instanceof ConfigurableEnvironment configurable) {
            ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
            for (ConfigurationPropertySource source : ConfigurationPropertySources
                .from(configurable.getPropertySources())) {
                ConfigurationProperty found = source.getConfigurationProperty(property);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Returns a paragraph that tells where a property is set, empty where nobody knows.
     * An element of a list may be written in the list's own value.
     */
    static String originOf(Environment environment, String name) {
        ConfigurationProperty found = find(environment, name);
        if (found == null && name.endsWith("]")) {
            found = find(environment, name.substring(0, name.lastIndexOf('[')));
        }
        return (found != null && found.getOrigin() != null) ? "%n%n    Origin: %s".formatted(found.getOrigin()) : "";
    }

}
