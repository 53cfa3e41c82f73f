package io.polyplug.backend;

import io.polyplug.epoch.HomeSlots;
import io.polyplug.proxy.ProxyCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which compiler goes with which backend, where there is one for another backend.
 */
class CompilerChoiceTests {

    @Test
    void compilerOfForeignMemoryGoesWithItsBackend() {
        ProxyCompiler compiler = BackendChoice.of("ffm").compiler();
        assertThat(compiler.isFor("ffm")).isTrue();
        assertThat(compiler.isFor("jna")).isFalse();
        assertThat(compiler.homes().count()).isBetween(256, 4096);
    }

    @ParameterizedTest
    @ValueSource(strings = { "jna", "none" })
    void otherBackendsHaveNoCompilerAndNoHomeSlots(String backend) {
        ProxyCompiler compiler = BackendChoice.of(backend).compiler();
        assertThat(compiler).isSameAs(ProxyCompiler.NONE);
        assertThat(compiler.homes()).isEqualTo(HomeSlots.Plan.NONE);
    }

}
