package io.polyplug.compiler;

import io.polyplug.backend.BackendChoice;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.ffi.NativeBackend.Shape;
import io.polyplug.platform.Platform;
import io.polyplug.proxy.ProxyCompiler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where calls are compiled, and where not.
 */
class HomeProxyCompilerTests {

    @Test
    @DisplayName("whatever reaches native code has compiled calls, with home slots for them and the process-wide barrier")
    void backendsThatReachNativeCode() {
        try (NativeBackend backend = BackendChoice.of("auto").create()) {
            ProxyCompiler compiler = HomeProxyCompiler.of(backend);
            assertThat(compiler).isNotSameAs(ProxyCompiler.NONE);
            assertThat(compiler.homes().count()).isBetween(256, 4096);
            Runnable barrier = compiler.homes().barrier();
            assertThat(barrier != null).as("there is a barrier").isEqualTo(hasBarrier(backend));
            if (barrier != null) {
                barrier.run();
            }
        }
    }

    /** Asks the system which barriers it has (MEMBARRIER_CMD_QUERY). */
    private static boolean hasBarrier(NativeBackend backend) {
        long number = Platform.current().isAarch64() ? 283 : 324;
        long known = backend.invoke(Shape.WORD, backend.processSymbol("syscall"), 0, number, 0, 0, 0);
        return known > 0 && (known & 1 << 3) != 0;
    }

    @Test
    @DisplayName("a backend without native code has neither compiled calls nor home slots")
    void backendWithoutNativeCode() {
        try (NativeBackend backend = BackendChoice.of("none").create()) {
            ProxyCompiler compiler = HomeProxyCompiler.of(backend);
            assertThat(compiler).isSameAs(ProxyCompiler.NONE);
            assertThat(compiler.homes()).isEqualTo(HomeSlots.Plan.NONE);
        }
    }

    @Test
    @DisplayName("a native image, which cannot define classes, has its calls interpreted")
    void nativeImage() {
        try (NativeBackend backend = BackendChoice.of("auto").create()) {
            assertThat(HomeProxyCompiler.of(backend, "runtime")).isSameAs(ProxyCompiler.NONE);
        }
    }

}
