package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.ReentrantCallException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What may go when, with whom, and how to wait for the end of it.
 */
@Timeout(300)
class DrainTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration SHORT = Duration.ofMillis(50);

    private final AtomicReference<Runnable> added = new AtomicReference<>(() -> {
    });

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.hostContract(Acting.Greeter.class, new Acting.Greeter() {

        @Override
        public String greet(String name) {
            return name;
        }

        @Override
        public int add(int a, int b) {
            DrainTests.this.added.get().run();
            return a + b;
        }

    }));

    private Path write(Declared bundle, String folder) {
        return bundle.writeTo(this.stage.folder().resolve("bundles").resolve(folder));
    }

    private void load(Declared bundle, String folder) {
        this.stage.runtime().loadBundle(write(bundle, folder));
    }

    private static Declared acting(String name) {
        return Declared.bundle(name, "acting").provides("demo.Acting", "1.0", 1);
    }

    @Test
    @DisplayName("W-17: after an unload one bundle is awaited, for a limited time; calls in other bundles do not count")
    void oneBundleIsAwaited() {
        this.stage.load("slow");
        this.stage.load("reload-v1");
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        HeldCall<Integer> held = this.stage.hold();
        this.stage.runtime().unloadBundle("slow");
        this.stage.runtime().unloadBundle("reload");
        assertThat(this.stage.runtime().awaitReclamation("reload", LONG)).isTrue();
        assertThat(this.stage.reclaimed("reload")).containsExactly(1L);
        assertThat(this.stage.runtime().awaitReclamation("slow", SHORT)).isFalse();
        assertThat(this.stage.runtime().awaitReclamation("slow", Duration.ZERO)).isFalse();
        assertThat(this.stage.runtime().awaitReclamation(SHORT)).isFalse();
        assertThat(held.release()).isEqualTo(100);
        assertThat(this.stage.runtime().awaitReclamation("slow", LONG)).isTrue();
        assertThat(this.stage.mappedLibraries()).isEmpty();
    }

    @Test
    @DisplayName("a loaded bundle is awaited as far as its old versions go; nothing is left of one that never was")
    void loadedAndUnknownBundlesAreAwaited() {
        this.stage.load("slow");
        assertThat(this.stage.runtime().awaitReclamation("slow", Duration.ZERO)).isTrue();
        HeldCall<Integer> held = this.stage.hold();
        this.stage.runtime().reloadBundle(this.stage.bundle("slow-v2"));
        assertThat(this.stage.runtime().awaitReclamation("slow", SHORT)).isFalse();
        held.release();
        assertThat(this.stage.runtime().awaitReclamation("slow", LONG)).isTrue();
        assertThat(this.stage.runtime().contract(Plugins.Slow.class).version()).isEqualTo(200);
        assertThat(this.stage.runtime().awaitReclamation("no-such-bundle", Duration.ZERO)).isTrue();
    }

    @Test
    @DisplayName("who would wait for itself is refused: under a guard, and in Java that a guest calls")
    void waitingForOneselfIsRefused() {
        this.stage.load("reload-v1");
        Path bundle = write(acting("acting"), "acting");
        new Acting(bundle).does("call greet 0");
        this.stage.runtime().loadBundle(bundle);
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        this.added.set(() -> {
            this.stage.runtime().unloadBundle("acting");
            refusal.set(catchThrowable(() -> this.stage.runtime().awaitReclamation("acting", LONG)));
        });
        this.stage.runtime().contract(Acting.Actor.class).act();
        assertThat(refusal.get()).isInstanceOf(ReentrantCallException.class);
        assertThat(this.stage.runtime().awaitReclamation("acting", LONG)).isTrue();
        EpochGuard guard = this.stage.runtime().pin();
        assertThatExceptionOfType(ReentrantCallException.class)
            .isThrownBy(() -> this.stage.runtime().awaitReclamation("reload", LONG));
        guard.close();
    }

    @Test
    @DisplayName("W-18: a provider that a dependency names may not go, whoever else provides the contract")
    void namedProviderMayNotGo() {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        load(acting("acting").needs("reload.test", "1.0", "other"), "acting");
        this.stage.runtime().unloadBundle("reload");
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("other"))
            .withMessageContaining("cannot unload bundle 'other'")
            .satisfies((ex) -> assertThat(ex.dependents()).containsExactly("acting"));
    }

    @Test
    @DisplayName("W-18: nor may one that alone provides the minor version asked for")
    void onlyProviderOfTheVersionMayNotGo() {
        this.stage.load("reload-minor");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        load(acting("acting").needs("reload.test", "1.2"), "acting");
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("reload"));
        this.stage.runtime().unloadBundle("other");
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).containsExactly("acting", "reload");
    }

    @Test
    @DisplayName("docs/behaviour.md 14.2: bundles that depend on each other go together")
    void cycleGoesTogether() {
        load(Declared.bundle("reload", "reload-v1").provides("reload.test", "1.0", 1).needs("demo.Acting", "1.0"),
                "reload");
        load(acting("acting").needs("reload.test", "1.0"), "acting");
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> this.stage.runtime().unloadBundle("reload"));
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).containsExactly("acting", "reload");
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.runtime().awaitReclamation(LONG)).isTrue();
    }

    @Test
    @DisplayName("docs/behaviour.md 14.2: a dependent on two ways goes once, before both")
    void diamondGoesOnce() {
        this.stage.load("reload-v1");
        load(acting("left").needs("reload.test", "1.0"), "left");
        load(Declared.bundle("right", "slow").provides("demo.Slow", "1.0", 4).needs("reload.test", "1.0"), "right");
        load(acting("top").needs("demo.Acting", "1.0", "left").needs("demo.Slow", "1.0"), "top");
        assertThat(this.stage.runtime().unloadBundleCascade("reload")).containsExactly("top", "left", "right",
                "reload");
    }

}
