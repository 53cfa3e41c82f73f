package io.polyplug.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the {@link PolyplugEndpoint}. Immutable.
 *
 * @param showValues When to show absolute paths and names of threads.
 * @param roles Roles used to determine whether a user is authorized to be shown them.
 * When empty, all authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.polyplug")
record PolyplugEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
