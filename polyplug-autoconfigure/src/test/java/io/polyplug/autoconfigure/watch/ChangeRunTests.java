package io.polyplug.autoconfigure.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.ConfiguredFolders;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundlePreparingEvent;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes that meet another operation on bundles.
 */
class ChangeRunTests {

    @TempDir
    private Path temporary;

    private final CountDownLatch entered = new CountDownLatch(1);

    private final CountDownLatch released = new CountDownLatch(1);

    private final Postponements postponements = new Postponements();

    @Test
    void newBundleThatIsRefusedBecauseOfAnotherOperationIsPostponed() {
        WatchedFolder folder = new WatchedFolder(this.temporary);
        folder.overwrite("reload-v1", "reload");
        WatchedContext.runner()
            .withPropertyValues(folder.property(), "polyplug.lifecycle.operation-timeout=50ms")
            .withBean(Hanging.class, Hanging::new)
            .run((context) -> new WatchedContext(context).whileNobodyLooks(() -> {
                Thread other = new Thread(() -> new WatchedContext(context).runtime().reloadBundle("reload"));
                other.start();
                await(this.entered);
                folder.overwrite("caller", "caller");
                Path caller = folder.path().resolve("caller");
                ChangeRun run = run(context);
                run.run(List.of(new Change.Load(caller)));
                assertThat(this.postponements.isPostponed(caller)).isTrue();
                assertThat(context.getBean(Attempts.class).isKnown(caller)).isFalse();
                this.released.countDown();
                Patience.await().until(() -> !other.isAlive());
                run.run(List.of(new Change.Load(caller)));
                assertThat(this.postponements.isPostponed(caller)).isFalse();
                assertThat(new WatchedContext(context).bundle("caller")).isPresent();
            }));
    }

    @Test
    void whatIsRefusedBecauseAnotherLibraryIsBeingClosedIsPostponed() throws IOException {
        WatchedFolder folder = new WatchedFolder(Files.createDirectory(this.temporary.resolve("bundles")));
        folder.overwrite("reload-v1", "reload");
        Path hanging = this.temporary.resolve("hanging");
        NativeFixtures.copyTo("hanging", hanging);
        Path release = this.temporary.resolve("release");
        Files.writeString(hanging.resolve("hangs"), "destructor\n" + release + "\n");
        WatchedContext.runner()
            .withPropertyValues(folder.property(), "polyplug.lifecycle.operation-timeout=50ms")
            .run((context) -> new WatchedContext(context).whileNobodyLooks(() -> {
                PolyplugRuntime runtime = new WatchedContext(context).runtime();
                runtime.loadBundle(hanging);
                runtime.unloadBundle("hanging");
                try {
                    Patience.await().until(() -> Files.exists(Path.of(release + ".reached")));
                    refuse(context, folder);
                }
                finally {
                    ChangedBundleTests.unchecked(() -> Files.writeString(release, ""));
                }
                assertThat(runtime.awaitReclamation(Patience.LONGEST)).isTrue();
                Path reload = folder.path().resolve("reload");
                run(context).run(List.of(new Change.Reload("reload", reload)));
                assertThat(this.postponements.isPostponed(reload)).isFalse();
                assertThat(new WatchedContext(context).generation()).isEqualTo(2);
            }));
    }

    private void refuse(AssertableApplicationContext context, WatchedFolder folder) {
        Path reload = folder.path().resolve("reload");
        folder.overwrite("caller", "caller");
        Path caller = folder.path().resolve("caller");
        run(context).run(List.of(new Change.Reload("reload", reload), new Change.Load(caller)));
        assertThat(new WatchedContext(context).events()).contains("failed reload");
        for (Path refused : List.of(reload, caller)) {
            assertThat(this.postponements.isPostponed(refused)).isTrue();
            assertThat(context.getBean(Attempts.class).isKnown(refused)).isFalse();
        }
    }

    @Test
    void postponementEndsWhenSomebodyReloadsTheBundle() {
        WatchedFolder folder = new WatchedFolder(this.temporary);
        folder.overwrite("reload-v1", "reload");
        WatchedContext.runner()
            .withPropertyValues(folder.property())
            .run((context) -> new WatchedContext(context).whileNobodyLooks(() -> {
                Path reload = folder.path().resolve("reload");
                Postponements present = context.getBean(Postponements.class);
                present.postpone(reload);
                assertThat(present.isPostponed(reload)).isTrue();
                new WatchedContext(context).runtime().reloadBundle("reload");
                assertThat(present.isPostponed(reload)).isFalse();
            }));
    }

    private ChangeRun run(AssertableApplicationContext context) {
        return new ChangeRun(context.getBean(Replacements.class), context.getBean(ConfiguredFolders.class),
                context.getBean(Attempts.class), this.postponements, () -> false);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Holds up a reload, and so all other operations. */
    private final class Hanging implements ApplicationListener<BundlePreparingEvent> {

        @Override
        public void onApplicationEvent(BundlePreparingEvent event) {
            ChangeRunTests.this.entered.countDown();
            await(ChangeRunTests.this.released);
        }

    }

}
