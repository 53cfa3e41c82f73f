package io.polyplug.sources;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.sources.fetch.Access;
import io.polyplug.sources.fetch.Limits;
import io.polyplug.sources.maven.Repository;
import io.polyplug.sources.oci.RegistryAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/**
 * What the properties say of servers, checked when this is made. Thread-safe.
 */
final class Servers {

    private static final String PREFIX = "polyplug.sources.";

    private final SourcesProperties properties;

    private final ObjectProvider<SslBundles> sslBundles;

    Servers(SourcesProperties properties, ObjectProvider<SslBundles> sslBundles) {
        this.properties = properties;
        this.sslBundles = sslBundles;
        repositories();
        properties.oci().registries().forEach((id, registry) -> {
            require("oci.registries." + id + ".host", registry.host());
            access("oci.registries." + id, registry.username(), registry.password(), registry.sslBundle());
        });
        properties.http().hosts().forEach((id, host) -> {
            require("http.hosts." + id + ".host", host.host());
            access("http.hosts." + id, host.username(), host.password(), host.sslBundle());
        });
    }

    Limits limits() {
        return new Limits(positive("connect-timeout", this.properties.connectTimeout()),
                positive("read-timeout", this.properties.readTimeout()), this.properties.maxSize().toBytes());
    }

    private static Duration positive(String property, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw refusal(property, "is '" + time + "'", "Give a time above zero");
        }
        return time;
    }

    List<Repository> repositories() {
        List<Repository> repositories = new ArrayList<>();
        this.properties.maven().repositories().forEach((id, repository) -> {
            String prefix = "maven.repositories." + id;
            repositories.add(new Repository(id, require(prefix + ".url", repository.url()),
                    access(prefix, repository.username(), repository.password(), repository.sslBundle())));
        });
        return repositories;
    }

    RegistryAccess registry(String host) {
        for (Map.Entry<String, SourcesProperties.Registry> entry : this.properties.oci().registries().entrySet()) {
            SourcesProperties.Registry registry = entry.getValue();
            if (host.equals(registry.host())) {
                return new RegistryAccess(access("oci.registries." + entry.getKey(), registry.username(),
                        registry.password(), registry.sslBundle()), registry.insecure());
            }
        }
        return new RegistryAccess(access("oci.registries.<id>", null, null, null), false);
    }

    Access web(URI uri) {
        for (Map.Entry<String, SourcesProperties.Host> entry : this.properties.http().hosts().entrySet()) {
            SourcesProperties.Host host = entry.getValue();
            if (uri.getRawAuthority().equals(host.host())) {
                return access("http.hosts." + entry.getKey(), host.username(), host.password(), host.sslBundle());
            }
        }
        return access("http.hosts.<id>", null, null, null);
    }

    private Access access(String property, @Nullable String username, @Nullable String password,
            @Nullable String sslBundle) {
        if ((username == null) != (password == null)) {
            throw refusal(
                    property + ((username == null) ? ".username" : ".password"), "is missing and '" + PREFIX + property
                            + ((username == null) ? ".password" : ".username") + "' is set",
                    "Set both, or none of them");
        }
        return new Access(PREFIX + property, username, password, ssl(property + ".ssl-bundle", sslBundle));
    }

    private @Nullable Supplier<SSLContext> ssl(String property, @Nullable String name) {
        if (name == null) {
            return null;
        }
        SslBundles bundles = this.sslBundles.getIfAvailable();
        try {
            if (bundles != null) {
                bundles.getBundle(name);
                return () -> bundles.getBundle(name).createSslContext();
            }
        }
        catch (NoSuchSslBundleException ex) {
            throw refusal(property, "is '" + name + "', and there is no SSL bundle of that name",
                    "Correct the name, or define the bundle below 'spring.ssl.bundle'");
        }
        throw refusal(property, "is '" + name + "', and the application has no SSL bundles",
                "Define the bundle below 'spring.ssl.bundle'");
    }

    private static String require(String property, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw refusal(property, "is missing", "Set it, or remove what is below it");
        }
        return value;
    }

    private static ConfigurationException refusal(String property, String reason, String cure) {
        String summary = "Property '" + PREFIX + property + "' " + reason;
        return new ConfigurationException(PREFIX + property, new Explanation(summary, summary, cure));
    }

}
