package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.signing.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugInfoContributor}.
 */
class PolyplugInfoContributorTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugInfoContributorAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void bundlesAreToldWithVersionAndDigest() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Info.Builder builder = new Info.Builder();
            context.getBean(PolyplugInfoContributor.class).contribute(builder);
            assertThat(builder.build().getDetails()).containsEntry("polyplug", Map.of("bundles",
                    Map.of("reload", Map.of("version", "1.0.0", "digest", digest(context, "reload")))));
            runtime.close();
            Info.Builder closed = new Info.Builder();
            context.getBean(PolyplugInfoContributor.class).contribute(closed);
            assertThat(closed.build().getDetails()).isEmpty();
        });
    }

    @Test
    void signerIsToldWhereItsSignatureWasVerified() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("slow", "slow");
        SigningKey key = SigningKey.generate();
        key.sign(this.folder.resolve("reload"));
        this.runner.withPropertyValues(bundles.property(), "polyplug.signature.policy=warn-only").run((context) -> {
            Info.Builder builder = new Info.Builder();
            context.getBean(PolyplugInfoContributor.class).contribute(builder);
            assertThat(builder.build().get("polyplug")).isEqualTo(Map.of("bundles",
                    Map.of("reload",
                            Map.of("version", "1.0.0", "digest", digest(context, "reload"), "signer",
                                    key.verifyingKey().toString()),
                            "slow", Map.of("version", "1.0.0", "digest", digest(context, "slow")))));
        });
    }

    private static String digest(ApplicationContext context, String bundle) {
        return context.getBean(PolyplugRuntime.class).bundle(bundle).orElseThrow().digest().substring(0, 12);
    }

    @Test
    void isNotThereWhenDisabled() {
        this.runner.withPropertyValues("management.info.polyplug.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PolyplugInfoContributor.class));
    }

    @Test
    void isNotThereWithoutActuator() {
        this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PolyplugInfoContributor.class));
    }

}
