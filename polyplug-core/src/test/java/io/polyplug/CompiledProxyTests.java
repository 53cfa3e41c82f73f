package io.polyplug;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proxies whose code is compiled for their contract: that there are such, for interfaces
 * of every kind, and what happens where a thread's home slot is not free. What their
 * calls do is tested by all other tests of calls, on either backend.
 */
@Timeout(300)
class CompiledProxyTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Plugins.Slow slow;

    @BeforeEach
    void load() {
        this.stage.runtime().loadBundle(this.stage.bundle("slow"));
        this.slow = this.stage.runtime().contract(Plugins.Slow.class);
    }

    @Test
    @DisplayName("a proxy is a hidden class beside its interface, which need not be public, and an object like others")
    void proxyIsAHiddenClass() {
        assertThat(this.slow.getClass().isHidden()).isTrue();
        assertThat(this.slow.getClass().getPackageName()).isEqualTo("io.polyplug");
        assertThat(this.slow).hasToString("contract 'demo.Slow' 1.0.0 as io.polyplug.Plugins$Slow")
            .isEqualTo(this.slow)
            .isNotEqualTo(this.stage.runtime().contract(Plugins.Slow.class, "slow"))
            .hasSameHashCodeAs(this.slow);
    }

    @Test
    @DisplayName("each function reaches the interpreter by a handle that is no constant, so the JIT compiler leaves it out")
    void interpreterStaysApart() {
        long functions = Arrays.stream(Plugins.Slow.class.getMethods())
            .filter((method) -> method.isAnnotationPresent(ContractFunction.class))
            .count();
        assertThat(this.slow.getClass().getDeclaredFields())
            .filteredOn((field) -> !Modifier.isFinal(field.getModifiers()))
            .hasSize((int) functions)
            .allMatch((field) -> field.getType() == MethodHandle.class);
        assertThat(this.slow.getClass().getDeclaredFields())
            .filteredOn((field) -> Modifier.isFinal(field.getModifiers()))
            .as("what each call calls")
            .isNotEmpty();
    }

    @Test
    @DisplayName("an interface of another class loader gets compiled proxies as well, one for each runtime")
    void interfaceOfAnotherClassLoader() throws Throwable {
        Class<?> type = new Copying(CompiledProxyTests.class.getClassLoader()).loadClass(Elsewhere.class.getName());
        assertThat(type).isNotSameAs(Elsewhere.class);
        for (int i = 0; i < 2; i++) {
            PolyplugRuntime runtime = this.stage.another((builder) -> {
            });
            runtime.loadBundle(this.stage.bundle("slow"));
            Object proxy = runtime.contract(type);
            assertThat(proxy.getClass().isHidden()).isTrue();
            assertThat(proxy.getClass().getClassLoader()).isSameAs(type.getClassLoader());
            assertThat((int) MethodHandles.lookup()
                .findVirtual(type, "version", MethodType.methodType(int.class))
                .invoke(proxy)).isEqualTo(this.slow.version());
        }
    }

    @Test
    @DisplayName("what was compiled for an interface goes with its class loader, once the runtime was closed")
    void classLoaderIsCollected() throws Throwable {
        Reference<ClassLoader> loader = useAndClose();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (loader.get() != null) {
            assertThat(System.nanoTime()).as("time until the class loader is collected").isLessThan(deadline);
            System.gc();
        }
    }

    /** Calls a compiled proxy, from frames that are gone when this returns. */
    private Reference<ClassLoader> useAndClose() throws Throwable {
        ClassLoader loader = new Copying(CompiledProxyTests.class.getClassLoader());
        Class<?> type = loader.loadClass(Elsewhere.class.getName());
        try (PolyplugRuntime runtime = PolyplugRuntime.builder().workDirectory(this.stage.work()).build()) {
            runtime.loadBundle(this.stage.bundle("slow"));
            Object proxy = runtime.contract(type);
            assertThat(proxy.getClass().isHidden()).isTrue();
            assertThat((int) MethodHandles.lookup()
                .findVirtual(type, "version", MethodType.methodType(int.class))
                .invoke(proxy)).isEqualTo(this.slow.version());
        }
        return new WeakReference<>(loader);
    }

    @Test
    @DisplayName("a thread whose home is taken by a call of another thread is served all the same")
    void twoThreadsOfOneHome() throws Exception {
        int wanted = Math.min(4096, Math.max(256, 64 * Runtime.getRuntime().availableProcessors()));
        int homes = Integer.highestOneBit(wanted * 2 - 1);
        try (HeldCall<Integer> held = HeldCall.enter(this.slow)) {
            long taken = Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter((thread) -> thread.getName().equals("held-call"))
                .findAny()
                .orElseThrow()
                .getId();
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            Thread neighbour = new Thread(() -> answer.complete(this.slow.version()));
            while (neighbour.getId() % homes != taken % homes) {
                neighbour = new Thread(() -> answer.complete(this.slow.version()));
            }
            neighbour.start();
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(this.slow.version());
            assertThat(this.stage.runtime().statistics().activePins()).isEqualTo(1);
            held.release();
        }
        assertThat(this.stage.runtime().statistics().activePins()).isZero();
    }

    /** What another class loader defines once more. */
    @GuestContract(name = "demo.Slow", version = "1.0.0")
    public interface Elsewhere {

        /**
         * Returns the version.
         * @return the version
         */
        @ContractFunction(2)
        int version();

    }

    /** Defines the classes of these tests itself. */
    private static final class Copying extends ClassLoader {

        Copying(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Elsewhere.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return (loaded != null) ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
            catch (IOException ex) {
                throw new ClassNotFoundException(name, ex);
            }
        }

    }

}
