package io.polyplug.autoconfigure.watch;

import java.time.Duration;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.DurationProperty;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.PolyplugProperties;
import io.polyplug.autoconfigure.PolyplugProperties.HotReload;
import io.polyplug.autoconfigure.PolyplugProperties.WatchMethod;
import io.polyplug.autoconfigure.rollout.ConfiguredRollouts;
import io.polyplug.autoconfigure.rollout.PolyplugRolloutAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for watching the folders of bundles.
 */
@AutoConfiguration(after = { PolyplugAutoConfiguration.class, PolyplugRolloutAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "polyplug.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "polyplug.hot-reload.watch")
@ConditionalOnSingleCandidate(value = PolyplugRuntime.class, search = SearchStrategy.CURRENT)
public final class PolyplugWatchAutoConfiguration {

    PolyplugWatchAutoConfiguration() {
    }

    @Bean
    Postponements polyplugWatchPostponements() {
        return new Postponements();
    }

    /** It is told phases, so it is there before the runtime. */
    @Bean
    Attempts polyplugWatchAttempts(ObjectProvider<PolyplugRuntime> runtime, Postponements postponements) {
        return new Attempts(runtime::getObject, postponements);
    }

    @Bean
    FolderLook polyplugWatchLook(PolyplugRuntime runtime, ConfiguredFolders folders, Attempts attempts,
            PolyplugProperties properties) {
        folders.beforeLoading(attempts::beforeLoading);
        return new FolderLook(runtime, folders, attempts, properties.hotReload().quietPeriod());
    }

    @Bean
    WatchBaseline polyplugWatchBaseline(PolyplugRuntime runtime, FolderLook look) {
        return new WatchBaseline(runtime, look);
    }

    @Bean
    Replacements polyplugWatchReplacements(PolyplugRuntime runtime, ConfiguredRollouts rollouts) {
        return new Replacements(runtime, rollouts);
    }

    @Bean
    BundleWatcher polyplugBundleWatcher(Replacements replacements, ConfiguredFolders folders, Attempts attempts,
            Postponements postponements, FolderLook look, PolyplugProperties properties) {
        HotReload hotReload = properties.hotReload();
        Duration quietPeriod = new DurationProperty("polyplug.hot-reload.quiet-period", hotReload.quietPeriod())
            .positive();
        Duration pollingInterval = new DurationProperty("polyplug.hot-reload.polling-interval",
                hotReload.pollingInterval())
            .positive();
        return new BundleWatcher(replacements, folders, attempts, postponements, look,
                new WatchSettings(hotReload.watchMethod() == WatchMethod.AUTO, quietPeriod, pollingInterval,
                        hotReload.watchRemovals(), properties.loadOnStartup()));
    }

}
