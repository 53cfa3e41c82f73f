package io.polyplug.fleet.bus;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.actuate.BundleWrites;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointAutoConfiguration;
import io.polyplug.autoconfigure.rollout.PolyplugRolloutAutoConfiguration;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.fleet.bus.OrderWork.Result;
import io.polyplug.fleet.message.Answer;
import io.polyplug.fleet.message.Change;
import io.polyplug.fleet.message.Desired;
import io.polyplug.fleet.message.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OrderWork} with a bundle that is loaded, through the door of the
 * endpoint.
 */
class OrderWorkTests {

    private final List<String> audit = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private void deploy(String build) {
        NativeFixtures.copyTo(build, this.folder.resolve("plugins").resolve("reload"));
    }

    private void run(Consumer<OrderWork> test) {
        deploy("reload-v1");
        ApplicationListener<AuditApplicationEvent> listener = (event) -> this.audit
            .add(event.getAuditEvent().getPrincipal() + " " + event.getAuditEvent().getType());
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class,
                    PolyplugRolloutAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class))
            .withInitializer((context) -> context.addApplicationListener(listener))
            .withPropertyValues("polyplug.locations=" + this.folder.resolve("plugins"),
                    "polyplug.work-directory=" + this.folder.resolve("work"), "polyplug.hot-reload.enabled=true")
            .run((context) -> test
                .accept(new OrderWork(context.getBean(PolyplugRuntime.class), context.getBean(BundleWrites.class))));
    }

    private static Result carryOut(OrderWork work, String state, @Nullable Integer weight, @Nullable String version) {
        return work.carryOut(new Change("reload", state, weight, version, null), "alice");
    }

    @Test
    void reloadIsMadeOnceAndAudited() {
        run((work) -> {
            deploy("reload-v2");
            assertThat(carryOut(work, "reloaded", null, null).outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "reloaded", null, null).outcome()).isEqualTo(Answer.ALREADY);
            assertThat(this.audit).containsExactly("alice POLYPLUG_VERIFY", "alice POLYPLUG_RELOAD",
                    "alice POLYPLUG_VERIFY");
        });
    }

    @Test
    void reloadOfAnotherVersionThanExpectedIsRefusedBeforeAnythingIsDone() {
        run((work) -> {
            deploy("reload-v2");
            Result result = carryOut(work, "reloaded", null, "7.0.0");
            assertThat(result.outcome()).isEqualTo(Answer.REFUSED);
            assertThat(result.reason()).contains("1.1.0", "7.0.0");
            assertThat(this.audit).doesNotContain("alice POLYPLUG_RELOAD");
        });
    }

    @Test
    void failureIsToldWithoutPaths() {
        run((work) -> {
            deploy("reload-init-fails");
            Result result = carryOut(work, "reloaded", null, null);
            assertThat(result.outcome()).isEqualTo(Answer.FAILED);
            assertThat(result.reason()).contains("init failed").doesNotContain(this.folder.toString());
            Result absent = work.carryOut(new Change("absent", "reloaded", null, null, null), null);
            assertThat(absent.outcome()).isEqualTo(Answer.FAILED);
            assertThat(absent.reason()).contains("absent");
        });
    }

    @Test
    void rolloutIsBegunWeighedAndPromotedOnce() {
        run((work) -> {
            deploy("reload-v2");
            assertThat(carryOut(work, "canary", 100, "7.0.0").outcome()).isEqualTo(Answer.REFUSED);
            assertThat(carryOut(work, "canary", 100, "1.1.0").outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "canary", 100, null).outcome()).isEqualTo(Answer.ALREADY);
            assertThat(carryOut(work, "canary", 500, null).outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "canary", 900, "1.0.0").outcome()).isEqualTo(Answer.REFUSED);
            assertThat(carryOut(work, "promoted", null, "1.0.0").outcome()).isEqualTo(Answer.REFUSED);
            assertThat(carryOut(work, "promoted", null, "1.1.0").outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "promoted", null, "1.1.0").outcome()).isEqualTo(Answer.ALREADY);
            assertThat(carryOut(work, "promoted", null, null).outcome()).isEqualTo(Answer.FAILED);
        });
    }

    @Test
    void rolloutIsAbandonedOnce() {
        run((work) -> {
            deploy("reload-v2");
            carryOut(work, "canary", 100, null);
            assertThat(carryOut(work, "abandoned", null, null).outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "abandoned", null, null).outcome()).isEqualTo(Answer.ALREADY);
        });
    }

    @Test
    void bundleIsRolledBackToWhatIsExpectedOnce() {
        run((work) -> {
            deploy("reload-v2");
            carryOut(work, "reloaded", null, null);
            assertThat(carryOut(work, "rolled-back", null, "1.0.0").outcome()).isEqualTo(Answer.DONE);
            assertThat(carryOut(work, "rolled-back", null, "1.0.0").outcome()).isEqualTo(Answer.ALREADY);
        });
    }

    @Test
    void stateOfALaterVersionIsRefused() {
        run((work) -> assertThat(carryOut(work, "mirrored", null, null).outcome()).isEqualTo(Answer.REFUSED));
    }

    @Test
    void instanceWaitsWithWhatItMissedWhileAVersionIsTried() {
        run((work) -> {
            deploy("reload-v2");
            carryOut(work, "canary", 100, null);
            Desired desired = new Desired("reload", "**", "1.1.0", "none", new Revision(1, "b1"));
            assertThat(work.catchUp(desired)).contains("1.1.0", "tried");
            carryOut(work, "abandoned", null, null);
            assertThat(work.catchUp(desired)).contains("none", "is expected");
        });
    }

}
