package io.polyplug.sources;

import java.io.File;
import java.io.IOException;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.source.BundleSources;
import io.polyplug.autoconfigure.source.FetchedArchiveCheck;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import io.polyplug.sources.maven.MavenFetcher;
import io.polyplug.sources.oci.OciFetcher;
import io.polyplug.sources.web.WebFetcher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for the sources of bundles.
 */
@AutoConfiguration(after = PolyplugAutoConfiguration.class)
@ConditionalOnBean(value = FetchedArchiveCheck.class, search = SearchStrategy.CURRENT)
@EnableConfigurationProperties(SourcesProperties.class)
public final class PolyplugSourcesAutoConfiguration {

    PolyplugSourcesAutoConfiguration() {
    }

    /** What an application makes itself needs none of this. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(value = BundleSources.class, search = SearchStrategy.CURRENT)
    static class FetchedBundleSourcesConfiguration {

        private static final String DIRECTORY = "polyplug.sources.directory";

        private static final String KEPT_ARCHIVES = "polyplug.sources.kept-archives";

        @Bean
        BundleSources polyplugBundleSources(PolyplugProperties bundles, SourcesProperties properties,
                ArchiveStore store, ObjectProvider<SslBundles> sslBundles, FetchedArchiveCheck check,
                ObjectProvider<PolyplugRuntime> runtime) {
            Servers servers = new Servers(properties, sslBundles);
            Fetchers fetchers = new Fetchers(properties.offline(),
                    new MavenFetcher(servers.limits(), servers.repositories()),
                    new OciFetcher(servers.limits(), servers::registry),
                    new WebFetcher(servers.limits(), servers::web));
            return new FetchedBundleSources(bundles.bundles(), store, fetchers, check, runtime);
        }

        @Bean
        ArchiveStore polyplugArchiveStore(SourcesProperties properties) {
            if (properties.keptArchives() < 1) {
                String summary = "Property '" + KEPT_ARCHIVES + "' is '" + properties.keptArchives()
                        + "', and what serves is always kept";
                throw new ConfigurationException(KEPT_ARCHIVES,
                        new Explanation(summary, summary, "Set it to 1 or more"));
            }
            File directory = properties.directory();
            try {
                // Without a name it would be the working directory.
                return (directory != null && !directory.getPath().isEmpty())
                        ? ArchiveStore.in(directory.toPath(), properties.keptArchives())
                        : ArchiveStore.temporary(properties.keptArchives());
            }
            catch (IOException ex) {
                String summary = "Property '" + DIRECTORY + "' cannot be used"
                        + ((directory != null) ? " with the value '" + directory + "'"
                                : ", for it is not set, and a" + " folder below the temporary folder cannot be made")
                        + ": " + ex;
                throw new ConfigurationException(DIRECTORY,
                        new Explanation(summary, summary, "Name a folder that this process may make or write to"), ex);
            }
        }

    }

}
