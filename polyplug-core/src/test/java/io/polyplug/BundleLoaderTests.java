package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.contract.BundleId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Loaders of the application: a bundle is a folder with a text file that holds the
 * answer.
 */
@Timeout(300)
class BundleLoaderTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final TextLoader loader = new TextLoader();

    private Path bundle(String name, String version, String answer) {
        Path folder = this.stage.folder().resolve("bundles").resolve(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("answer.txt"), answer);
            Files.writeString(folder.resolve("manifest.toml"), """
                    loader = "text"
                    name = "%s"
                    id = %s
                    version = "%s"
                    file = "answer.txt"
                    provides = ["reload.test@1.0"]

                    [function_count]
                    "reload.test@1" = 1
                    """.formatted(name, Long.toUnsignedString(BundleId.of(name).value()), version));
            return folder;
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    private void register() {
        this.stage.runtime().registerLoader(this.loader);
    }

    @Test
    @DisplayName("a loader gets a private copy and who the bundle is; what it provides serves; what it returned is closed once")
    void loadsServesAndCloses() {
        register();
        Path folder = bundle("texts", "1.2.3", "5");
        this.stage.runtime().loadBundle(folder);
        assertThat(this.stage.answering().answer()).isEqualTo(5);
        assertThat(this.loader.loads).singleElement().isEqualTo("texts 1.2.3 generation 1");
        assertThat(this.loader.directory).isNotEqualTo(folder).startsWith(this.stage.work());
        bundle("texts", "1.3.0", "6");
        this.stage.runtime().reloadBundle("texts");
        assertThat(this.stage.answering().answer()).isEqualTo(6);
        this.stage.awaitReclamation();
        assertThat(this.loader.closed).containsExactly("texts 1.2.3 generation 1");
        this.stage.runtime().rollbackBundle("texts");
        assertThat(this.stage.answering().answer()).as("from the kept files").isEqualTo(5);
        this.stage.runtime().unloadBundle("texts");
        this.stage.awaitReclamation();
        assertThat(this.loader.closed).containsExactly("texts 1.2.3 generation 1", "texts 1.3.0 generation 2",
                "texts 1.2.3 generation 3");
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(() -> this.stage.answering().answer());
    }

    @Test
    @DisplayName("MF-21 DI-05 ER-09: a loader that nobody registered is named with those there are")
    void unknownLoader() {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5")))
            .withMessageContainingAll("'texts'", "'text'", "no loader is registered", "[native]");
    }

    @Test
    @DisplayName("DI-05: a set with such a bundle is not loaded, and build() says why")
    void unknownLoaderFailsTheBuild() {
        bundle("texts", "1.0.0", "5");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(
                () -> this.stage.another((builder) -> builder.bundleDirectory(this.stage.folder().resolve("bundles"))))
            .withMessageContaining("no loader is registered");
        try (PolyplugRuntime runtime = this.stage.another(
                (builder) -> builder.loader(this.loader).bundleDirectory(this.stage.folder().resolve("bundles")))) {
            assertThat(runtime.contract(Plugins.Answering.class).answer()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "native", "in-process", "text", " " })
    @DisplayName("ER-08: a name that is taken or empty is refused")
    void namesAreGivenOnce(String name) {
        register();
        TextLoader second = new TextLoader();
        second.name = name;
        assertThatExceptionOfType(ConfigurationException.class)
            .isThrownBy(() -> this.stage.runtime().registerLoader(second))
            .withMessageContaining(name.isBlank() ? "no name" : "duplicate loader '" + name + "'");
    }

    @Test
    @DisplayName("G-03: of 8 threads that register a loader of one name, one succeeds")
    void oneRegistrationWins() {
        AtomicInteger won = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        PolyplugRuntime runtime = this.stage.runtime();
        Crew.run(8, (member) -> {
            try {
                runtime.registerLoader(new TextLoader());
                won.incrementAndGet();
            }
            catch (ConfigurationException ex) {
                lost.incrementAndGet();
            }
        });
        assertThat(won).hasValue(1);
        assertThat(lost).hasValue(7);
    }

    @Test
    @DisplayName("L-09: an exception of ours that a loader throws reaches the caller unchanged, any other as the cause")
    void failuresAreTold() {
        register();
        PolyplugException own = new BundleLoadException("texts", "undeclared dependency of 0x0", null);
        this.loader.failure = own;
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5")))
            .isSameAs(own);
        this.loader.failure = new IOException("the disk is full");
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5")))
            .withMessageContainingAll("init failed for bundle 'texts'", "'text'", "the disk is full")
            .withCauseInstanceOf(IOException.class);
        assertThat(this.stage.runtime().bundles()).isEmpty();
        assertThat(this.stage.privateCopies()).isEmpty();
    }

    @Test
    @DisplayName("L-10 L-11 W-23: a loader that throws, even an Error, leaves no window open: the next load works")
    void throwingLoaderLeavesNoWindowOpen() {
        register();
        this.loader.failure = new StackOverflowError("deep");
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5")));
        this.loader.failure = null;
        this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5"));
        this.stage.load("consumer");
        assertThat(this.stage.runtime().contract(Plugins.Consumer.class).foundInInit())
            .as("found from the window of another bundle")
            .isTrue();
        assertThat(this.stage.answering().answer()).isEqualTo(5);
    }

    @Test
    @DisplayName("RL-01 RL-02 RL-03: a reload that provides and then fails leaves the version that serves and one slot")
    void failedReloadKeepsWhatServes() {
        register();
        Path folder = bundle("texts", "1.0.0", "5");
        this.stage.runtime().loadBundle(folder);
        bundle("texts", "1.1.0", "6");
        this.loader.failAfterProviding = true;
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(ReloadException.class)
                .isThrownBy(() -> this.stage.runtime().reloadBundle("texts"))
                .withMessageContaining("init failed");
            assertThat(this.stage.runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0)).hasSize(1);
            assertThat(this.stage.answering().answer()).isEqualTo(5);
        }
        this.loader.failAfterProviding = false;
        this.stage.runtime().reloadBundle("texts");
        assertThat(this.stage.runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0)).hasSize(1);
        assertThat(this.stage.answering().answer()).isEqualTo(6);
    }

    @Test
    @DisplayName("L-12 L-13: a loader loads another bundle, of another loader, while it loads")
    void nestedLoad() {
        register();
        Path inner = this.stage.bundle("reload-v1");
        this.loader.before = (context) -> this.stage.runtime().loadBundle(inner);
        this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5"));
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("reload", "texts");
        assertThat(this.stage.runtime().contracts(Plugins.Answering.class)).containsOnlyKeys("reload", "texts");
    }

    @Test
    @DisplayName("a loader without reload support: the reload is refused, its load is not called, what serves goes on")
    void loaderWithoutReloadSupport() {
        register();
        this.loader.supportsReload = false;
        this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5"));
        bundle("texts", "1.1.0", "6");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> this.stage.runtime().reloadBundle("texts"))
            .withMessageContainingAll("'text'", "does not support hot-reload");
        assertThat(this.loader.loads).hasSize(1);
        assertThat(this.stage.answering().answer()).isEqualTo(5);
    }

    @Test
    @DisplayName("providing after load has returned, or on another thread, is refused")
    void providingLateIsRefused() throws InterruptedException {
        register();
        AtomicReference<BundleContext> kept = new AtomicReference<>();
        AtomicReference<Throwable> elsewhere = new AtomicReference<>();
        this.loader.before = (context) -> {
            kept.set(context);
            Thread thread = new Thread(() -> {
                try {
                    context.provide(Plugins.Other.class, () -> 1);
                }
                catch (Throwable ex) {
                    elsewhere.set(ex);
                }
            });
            thread.start();
            thread.join();
        };
        this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5"));
        assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class);
        assertThatIllegalStateException().isThrownBy(() -> kept.get().provide(Plugins.Other.class, () -> 1))
            .withMessageContaining("while it is being loaded");
        assertThat(this.stage.runtime().bundles().get(0).contracts()).hasSize(1);
    }

    @Test
    @DisplayName("what the returned object throws when it is closed is logged, and reclamation goes on")
    void failingCloseIsNotFatal() {
        register();
        this.loader.failingClose = true;
        this.stage.runtime().loadBundle(bundle("texts", "1.0.0", "5"));
        this.stage.runtime().unloadBundle("texts");
        this.stage.awaitReclamation();
        assertThat(this.stage.reclaimed("texts")).containsExactly(1L);
        assertThat(this.loader.closed).hasSize(1);
    }

    /** Provides {@code reload.test} out of a text file. */
    private static final class TextLoader implements BundleLoader {

        private final List<String> loads = new CopyOnWriteArrayList<>();

        private final List<String> closed = new CopyOnWriteArrayList<>();

        private String name = "text";

        private boolean supportsReload = true;

        private boolean failAfterProviding;

        private boolean failingClose;

        private Throwable failure;

        private Path directory;

        private Work before = (context) -> {
        };

        @Override
        public String name() {
            return this.name;
        }

        @Override
        public boolean supportsReload() {
            return this.supportsReload;
        }

        @Override
        public AutoCloseable load(BundleContext bundle) throws Exception {
            String what = bundle.name() + " " + bundle.version() + " generation " + bundle.generation();
            this.loads.add(what);
            this.directory = bundle.directory();
            assertThat(bundle.id()).isEqualTo(BundleId.of(bundle.name()));
            assertThat(bundle.hostTable()).isNotZero();
            this.before.run(bundle);
            if (this.failure instanceof Error error) {
                throw error;
            }
            if (this.failure != null) {
                throw (Exception) this.failure;
            }
            int answer = Integer.parseInt(Files.readString(bundle.file()).strip());
            bundle.provide(Plugins.Answering.class, () -> answer);
            if (this.failAfterProviding) {
                throw new IOException("changed its mind");
            }
            return () -> {
                this.closed.add(what);
                if (this.failingClose) {
                    throw new IOException("cannot be closed");
                }
            };
        }

        /** What a test does while a bundle is being loaded. */
        private interface Work {

            void run(BundleContext context) throws Exception;

        }

    }

}
