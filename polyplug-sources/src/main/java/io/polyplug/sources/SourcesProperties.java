package io.polyplug.sources;

import java.io.File;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the sources of bundles. Immutable.
 *
 * @param directory Folder in which fetched archives are kept. Several processes may share
 * it. By default one below the temporary folder that goes when the application ends.
 * @param offline Whether nothing is fetched: what was fetched before is used.
 * @param keptArchives How many archives of each bundle are kept, beside those that a
 * process uses: the ones that were used last.
 * @param connectTimeout How long connecting to a server may take.
 * @param readTimeout How long nothing may come from a server.
 * @param maxSize How large an archive may be.
 * @param maven Maven repositories.
 * @param oci OCI registries.
 * @param http Web servers.
 */
@ConfigurationProperties("polyplug.sources")
public record SourcesProperties(@Nullable File directory, @DefaultValue("false") boolean offline,
        @DefaultValue("5") int keptArchives, @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout, @DefaultValue("512MB") DataSize maxSize, @DefaultValue Maven maven,
        @DefaultValue Oci oci, @DefaultValue Http http) {

    /**
     * Maven repositories.
     *
     * @param repositories The repositories, by names of your choice, in the order in
     * which they are asked.
     */
    public record Maven(@DefaultValue Map<String, Repository> repositories) {
    }

    /**
     * A Maven repository.
     *
     * @param url Where it is.
     * @param username Who asks.
     * @param password The password.
     * @param sslBundle SSL bundle with what is trusted, and what to identify with.
     */
    public record Repository(@Nullable String url, @Nullable String username, @Nullable String password,
            @Nullable String sslBundle) {

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Repository[url=" + this.url + ", username=" + this.username + ", sslBundle=" + this.sslBundle + "]";
        }

    }

    /**
     * OCI registries.
     *
     * @param registries What is to be known of registries, by names of your choice.
     */
    public record Oci(@DefaultValue Map<String, Registry> registries) {
    }

    /**
     * An OCI registry.
     *
     * @param host Its host, with the port if references have one.
     * @param username Who asks.
     * @param password The password.
     * @param sslBundle SSL bundle with what is trusted, and what to identify with.
     * @param insecure Whether it is spoken to without TLS, as one on this machine may be.
     */
    public record Registry(@Nullable String host, @Nullable String username, @Nullable String password,
            @Nullable String sslBundle, @DefaultValue("false") boolean insecure) {

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Registry[host=" + this.host + ", username=" + this.username + ", sslBundle=" + this.sslBundle
                    + ", insecure=" + this.insecure + "]";
        }

    }

    /**
     * Web servers.
     *
     * @param hosts What is to be known of web servers, by names of your choice.
     */
    public record Http(@DefaultValue Map<String, Host> hosts) {
    }

    /**
     * A web server.
     *
     * @param host Its host, with the port if URLs have one.
     * @param username Who asks.
     * @param password The password.
     * @param sslBundle SSL bundle with what is trusted, and what to identify with.
     */
    public record Host(@Nullable String host, @Nullable String username, @Nullable String password,
            @Nullable String sslBundle) {

        /** Tells no secret. */
        @Override
        public String toString() {
            return "Host[host=" + this.host + ", username=" + this.username + ", sslBundle=" + this.sslBundle + "]";
        }

    }

}
