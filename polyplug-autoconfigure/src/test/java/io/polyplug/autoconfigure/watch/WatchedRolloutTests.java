package io.polyplug.autoconfigure.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.event.BundleRolloutEvent;
import io.polyplug.rollout.RolloutSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the watch finds is tried where there is a plan, and nothing that it finds is lost.
 */
class WatchedRolloutTests {

    @TempDir
    private Path temporary;

    @Test
    void whatIsWrittenBeforeThePromotionIsTriedAfterIt() {
        run((watched, rollouts) -> {
            watched.folder.overwrite("reload-v2", "reload");
            rollouts.await("Started 2");
            watched.context.whileNobodyLooks(() -> {
                watched.folder.overwrite("reload-minor", "reload");
                watched.context.runtime().promoteBundle("reload");
            });
            rollouts.await("Started 2", "Promoted 2", "Started 3");
            watched.context.awaitLooks();
            rollouts.await("Started 2", "Promoted 2", "Started 3");
            assertThat(watched.context.answer()).isEqualTo(200);
        });
    }

    @Test
    void whatSomebodyElseTriesIsNotTriedAgain() {
        run((watched, rollouts) -> {
            watched.context.whileNobodyLooks(() -> {
                watched.folder.overwrite("reload-v2", "reload");
                watched.context.look(System.nanoTime());
                watched.context.runtime().canaryBundle("reload", RolloutSettings.canary(10));
            });
            watched.context.awaitLooks();
            rollouts.await("Started 2");
        });
    }

    @Test
    void whatWasAbandonedStaysAwayUntilTheFolderChanges() {
        run((watched, rollouts) -> {
            watched.folder.overwrite("reload-v2", "reload");
            rollouts.await("Started 2");
            watched.context.runtime().abandonBundle("reload");
            watched.context.awaitLooks();
            rollouts.await("Started 2", "Abandoned 2");
            watched.folder.overwrite("reload-minor", "reload");
            rollouts.await("Started 2", "Abandoned 2", "Started 3");
        });
    }

    private void run(BiConsumer<Watched, Rollouts> test) {
        WatchedFolder folder = new WatchedFolder(this.temporary);
        folder.overwrite("reload-v1", "reload");
        WatchedContext.runner()
            .withUserConfiguration(Rollouts.class)
            .withPropertyValues(folder.property(), "polyplug.rollout.steps[0].weight=10",
                    "polyplug.rollout.steps[0].duration=1h")
            .run((context) -> test.accept(new Watched(folder, new WatchedContext(context)),
                    context.getBean(Rollouts.class)));
    }

    /**
     * An application and the folder that it watches.
     *
     * @param folder the folder
     * @param context the application
     */
    private record Watched(WatchedFolder folder, WatchedContext context) {
    }

    static class Rollouts {

        private final List<String> received = new CopyOnWriteArrayList<>();

        @EventListener
        void on(BundleRolloutEvent event) {
            this.received
                .add(event.phase().getClass().getSimpleName() + " " + event.phase().rollout().candidateGeneration());
        }

        void await(String... all) {
            Patience.await().untilAsserted(() -> assertThat(this.received).containsExactly(all));
        }

    }

}
