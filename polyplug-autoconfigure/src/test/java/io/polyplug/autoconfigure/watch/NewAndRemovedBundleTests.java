package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.error.ConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folders that come and go.
 */
@ExtendWith(OutputCaptureExtension.class)
class NewAndRemovedBundleTests {

    private static final String REMOVALS = "polyplug.hot-reload.watch-removals=true";

    @TempDir
    private Path temporary;

    private WatchedFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        this.folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
    }

    private void run(Consumer<WatchedContext> test, String... properties) {
        WatchedContext.run(this.folder, test, properties);
    }

    @Test
    void newFolderIsLoadedAndTheApplicationIsTold() {
        run((context) -> {
            this.folder.overwrite("reload-v1", "reload");
            context.awaitEvent("loaded reload");
            assertThat(context.answer()).isEqualTo(100);
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
        });
    }

    @Test
    void locationThatIsMadeLaterIsLookedInto() throws IOException {
        Files.delete(this.folder.path());
        WatchedContext.runner()
            .withPropertyValues("polyplug.locations=optional:" + this.folder.path())
            .run((context) -> {
                WatchedContext watched = new WatchedContext(context);
                watched.awaitLooks();
                this.folder.overwrite("reload-v1", "reload");
                watched.awaitEvent("loaded reload");
            });
    }

    @Test
    void bundleThatCannotBeLoadedIsTriedAgainWhenItHasChanged(CapturedOutput output) {
        run((context) -> {
            this.folder.overwrite("reload-init-fails", "reload");
            Patience.await().until(() -> output.getAll().contains("Refused to load bundle 'reload'"));
            context.awaitLooks();
            assertThat(output.getAll()).containsOnlyOnce("Refused to load bundle 'reload'");
            this.folder.overwrite("reload-v1", "reload");
            context.awaitEvent("loaded reload");
        });
    }

    @Test
    void bundleThatLacksAProviderIsLoadedWhenItComes(CapturedOutput output) {
        run((context) -> {
            this.folder.overwrite("consumer", "consumer");
            Patience.await().until(() -> output.getAll().contains("Refused to load"));
            context.awaitLooks();
            this.folder.overwrite("reload-v1", "reload");
            context.awaitEvent("loaded consumer");
            context.awaitEvents("loaded reload", "loaded consumer");
        });
    }

    @Test
    void bundleThatTheStartLeftOutIsLoadedWhenItsProviderComes() {
        this.folder.overwrite("consumer", "consumer");
        run((context) -> {
            this.folder.overwrite("reload-v1", "reload");
            context.awaitEvent("loaded consumer");
        }, "polyplug.on-load-failure=skip");
    }

    @Test
    void bundleWhoseFolderIsRemovedGoesOnServing(CapturedOutput output) {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            this.folder.remove("reload");
            Patience.await().until(() -> output.getAll().contains("the bundle goes on serving"));
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            this.folder.overwrite("reload-v1", "reload");
            context.awaitLooks();
            assertThat(context.generation()).isEqualTo(1);
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
        });
        assertThat(output.getAll()).containsOnlyOnce("the bundle goes on serving");
    }

    @Test
    void bundleWhoseFolderIsRemovedIsUnloadedWhenAskedFor() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            this.folder.remove("reload");
            context.awaitEvent("unloading reload");
            Patience.await().until(() -> context.bundle("reload").isEmpty());
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswerOnceLoaded(200);
        }, REMOVALS);
    }

    @Test
    void providerAndDependentThatAreRemovedTogetherAreBothUnloaded() {
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("consumer", "consumer");
        run((context) -> {
            context.awaitLooks();
            this.folder.remove("reload");
            this.folder.remove("consumer");
            Patience.await().until(() -> context.runtime().bundles().isEmpty());
            context.awaitLastEvents("unloading consumer", "unloading reload");
        }, REMOVALS);
    }

    @Test
    void locationThatIsGoneUnloadsNothing() throws IOException {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            Path away = this.temporary.resolve("away");
            ChangedBundleTests.unchecked(() -> Files.move(this.folder.path(), away));
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            assertThat(context.status().failure()).isPresent();
            ChangedBundleTests.unchecked(() -> Files.move(away, this.folder.path()));
            Patience.await().until(() -> context.status().failure().isEmpty());
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswer(200);
        }, REMOVALS);
    }

    @Test
    void folderThatCannotBeLookedIntoUnloadsNothing() {
        this.folder.overwrite("reload-v1", "reload");
        Path bundle = this.folder.path().resolve("reload");
        run((context) -> {
            context.awaitLooks();
            context.whileNobodyLooks(() -> ChangedBundleTests.unchecked(() -> {
                this.folder.remove("reload");
                Files.createSymbolicLink(bundle, bundle.getFileName());
            }));
            Patience.await().until(() -> context.status().failure().isPresent());
            assertThat(context.status().failure()).contains("bundle folder " + bundle + " cannot be read");
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            ChangedBundleTests.unchecked(() -> Files.delete(bundle));
            Patience.await().until(() -> context.bundle("reload").isEmpty());
            assertThat(context.status().failure()).isEmpty();
        }, REMOVALS);
    }

    @Test
    void locationThatIsDeletedAndMadeAgainIsWatchedOn() throws IOException {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            for (int round = 1; round <= 3; round++) {
                this.folder.remove("");
                this.folder.overwrite((round % 2 == 0) ? "reload-v1" : "reload-v2", "reload");
                context.awaitAnswer((round % 2 == 0) ? 100 : 200);
            }
        }, "polyplug.hot-reload.polling-interval=5s");
    }

    @Test
    void folderOfAnotherVersionTakesThePlaceOfOneThatIsRemoved(CapturedOutput output) {
        this.folder.overwrite("reload-v1", "reload-1.0");
        run((context) -> {
            context.awaitLooks();
            this.folder.overwrite("reload-v2", "reload-1.1");
            Patience.await().until(() -> output.getAll().contains("It takes its place when that one is removed"));
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            this.folder.remove("reload-1.0");
            context.awaitAnswer(200);
            assertThat(context.bundle("reload").orElseThrow().directory())
                .isEqualTo(this.folder.path().resolve("reload-1.1"));
            context.awaitEvents("loaded reload", "reloaded reload");
        }, REMOVALS);
        assertThat(output.getAll()).containsOnlyOnce("It takes its place when that one is removed");
    }

    @Test
    void bundleGoesOnServingWhenTheFolderThatShouldTakeItsPlaceFails(CapturedOutput output) {
        this.folder.overwrite("reload-v1", "reload-1.0");
        run((context) -> {
            context.whileNobodyLooks(() -> {
                this.folder.remove("reload-1.0");
                this.folder.overwrite("reload-init-fails", "reload-1.1");
            });
            context.awaitEvent("failed reload");
            Patience.await().until(() -> output.getAll().contains("another folder has it too"));
            context.awaitLooks();
            assertThat(context.answer()).isEqualTo(100);
            this.folder.overwrite("reload-v2", "reload-1.1");
            context.awaitAnswer(200);
            context.awaitEvents("loaded reload", "failed reload", "reloaded reload");
        }, REMOVALS);
        assertThat(output.getAll()).containsOnlyOnce("another folder has it too");
    }

    @Test
    void bundleGoesOnServingWhileTheFolderThatTakesItsPlaceIsWritten() throws IOException {
        this.folder.overwrite("reload-v1", "reload-1.0");
        run((context) -> {
            context.whileNobodyLooks(() -> {
                this.folder.remove("reload-1.0");
                this.folder.overwrite("reload-v2", "reload-1.1");
                write("reload-1.1", "");
            });
            context.awaitLooks();
            assertThat(context.status().unfinished()).isNotEmpty();
            assertThat(context.answer()).isEqualTo(100);
            this.folder.overwrite("reload-v2", "reload-1.1");
            context.awaitAnswer(200);
            context.awaitEvents("loaded reload", "reloaded reload");
        }, REMOVALS);
    }

    private void write(String bundle, String library) {
        Path file = this.folder.path().resolve(bundle).resolve("libreload.so");
        ChangedBundleTests.unchecked(() -> Files.writeString(file, library));
    }

    @Test
    void providerThatIsRemovedGoesWhenNobodyDependsOnItAnyMore(CapturedOutput output) {
        this.folder.overwrite("reload-v1", "reload");
        this.folder.overwrite("consumer", "consumer");
        run((context) -> {
            context.whileNobodyLooks(() -> this.folder.remove("reload"));
            Patience.await().until(() -> output.getAll().contains("for [consumer] depend on it"));
            context.awaitLooks();
            assertThat(output.getAll()).doesNotContain("Refused to unload").containsOnlyOnce("depend on it");
            this.folder.remove("consumer");
            Patience.await().until(() -> context.runtime().bundles().isEmpty());
            context.awaitLastEvents("unloading consumer", "unloading reload");
        }, REMOVALS);
    }

    @Test
    void bundleThatSomebodyUnloadedStaysAway() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            context.runtime().unloadBundle("reload");
            this.folder.overwrite("reload-v2", "reload");
            context.awaitLooks();
            assertThat(context.bundle("reload")).isEmpty();
            this.folder.remove("reload");
            context.awaitLooks();
            this.folder.overwrite("reload-v2", "reload");
            context.awaitAnswerOnceLoaded(200);
        });
    }

    @Test
    void bundleThatIsLetAloneIsNotLookedAtMoreOften() {
        this.folder.overwrite("reload-v1", "reload");
        run((context) -> context.whileNobodyLooks(() -> {
            context.runtime().unloadBundle("reload");
            this.folder.overwrite("reload-v2", "reload");
            Findings first = context.look(0);
            assertThat(first.open()).isTrue();
            Findings second = context.look(Patience.LONGEST.toNanos());
            assertThat(second.settled()).hasSize(1);
            assertThat(second.open()).isFalse();
        }), "polyplug.hot-reload.quiet-period=30s");
    }

    @Test
    void whatIsNotLoadedAtTheStartIsNotLoadedByTheWatchEither() {
        new BundleFolder(this.folder.path()).with("reload-v1", "reload");
        run((context) -> {
            context.awaitLooks();
            assertThat(context.runtime().bundles()).isEmpty();
        }, "polyplug.load-on-startup=false");
    }

    @Test
    void watchingWithoutReloadingIsRefused() {
        WatchedContext.runner()
            .withPropertyValues(this.folder.property(), "polyplug.hot-reload.enabled=false")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("polyplug.hot-reload.enabled=true"));
    }

    @Test
    void timesAreAboveZero() {
        WatchedContext.runner()
            .withPropertyValues(this.folder.property(), "polyplug.hot-reload.quiet-period=0s")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("polyplug.hot-reload.quiet-period"));
    }

}
