package io.polyplug.sample;

import java.nio.file.Path;

import io.polyplug.PolyplugRuntime;
import io.polyplug.sample.contract.Filter;
import io.polyplug.test.autoconfigure.AutoConfigurePolyplugTest;
import io.polyplug.test.autoconfigure.GuestBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static io.polyplug.test.assertj.PolyplugAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole sample beside native bundles, one of which a Java object stands in for.
 */
@SpringBootTest
@AutoConfigurePolyplugTest(nativeBundles = true)
class StandInTests {

    @TempDir
    private static Path bundles;

    @GuestBundle(value = "filters", version = "0.1")
    static final Filter filter = new Plain();

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Filter injected;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sample.bundles", bundles::toString);
    }

    @Test
    void objectStandsInForTheBundleInTheFolder() {
        assertThat(bundles.resolve("filters/manifest.toml")).exists();
        assertThat(this.runtime).contract(this.injected).isProvidedBy("filters").hasVersion("0.1").hasGeneration(1);
        assertThat(this.injected.name()).isEqualTo("Plain");
    }

    @Test
    void nativeCodeIsAtHand() {
        assertThat(this.runtime.backend()).isNotEqualTo("none");
    }

    /** Shows every picture as it is. */
    private static final class Plain implements Filter {

        @Override
        public byte[] apply(byte[] rgba, long width, long height) {
            return rgba;
        }

        @Override
        public String name() {
            return "Plain";
        }

        @Override
        public String version() {
            return "0.1";
        }

        @Override
        public String linger(long milliseconds) {
            return "0.1";
        }

    }

}
