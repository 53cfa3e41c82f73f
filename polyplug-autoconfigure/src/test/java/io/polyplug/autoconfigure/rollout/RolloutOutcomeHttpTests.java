package io.polyplug.autoconfigure.rollout;

import java.nio.file.Path;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.rollout.RolloutApplication.Nothing;
import io.polyplug.autoconfigure.web.Requests;
import io.polyplug.rollout.RolloutPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came of a new version that was tried is told where a reload is: by the endpoint
 * and by the health.
 */
@Timeout(600)
class RolloutOutcomeHttpTests {

    private static final String[] WATCHED = { "polyplug.hot-reload.watch=true",
            "polyplug.hot-reload.polling-interval=250ms", "polyplug.rollout.steps[0].weight=500",
            "polyplug.rollout.steps[0].duration=10m", "polyplug.rollout.minimum-calls=20",
            "polyplug.rollout.latency-ratio=Infinity", "polyplug.health.failed-reload-status=out-of-service",
            "management.endpoint.health.status.http-mapping.out-of-service=200" };

    @TempDir
    private Path folder;

    @Test
    void whatTheWatchFindsAndCannotTryIsAFailedReload() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class, WATCHED)) {
            bundles.with("reload-init-fails", "reload");
            Patience.await()
                .untilAsserted(() -> assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"failed\","
                        + "\"reason\":\"init failed: the licence file is missing"));
            assertThat(application.get("/actuator/health")).contains("\"status\":\"OUT_OF_SERVICE\"",
                    "\"failedReloads\":[\"reload: init failed:");
            assertThat(application.received()).isEmpty();
            bundles.with("reload-v2", "reload");
            application.await(RolloutPhase.Started.class);
            application.post("{\"state\":\"promoted\"}", 200);
            requirePromoted(application);
        }
    }

    @Test
    void whatTheWatchFindsAndThePlanAbandonsIsToldAsAFailedReloadUntilSomethingServes() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class, WATCHED)) {
            bundles.with("reload-failing", "reload");
            application.await(RolloutPhase.Started.class);
            assertThat(bundle(application)).doesNotContain("lastReload");
            RolloutPhase.Abandoned abandoned;
            try (Requests requests = new Requests(application.port(), 2)) {
                abandoned = application.await(RolloutPhase.Abandoned.class);
                requests.awaitMore();
            }
            String reason = "1.1.0 (generation 2) was abandoned, because " + abandoned.reason();
            assertThat(bundle(application))
                .contains("\"lastReload\":{\"outcome\":\"abandoned\",\"reason\":\"" + reason + "\",\"at\":\"");
            assertThat(application.get("/actuator/health")).contains("\"status\":\"OUT_OF_SERVICE\"",
                    "\"failedReloads\":[\"reload: " + reason + "\"]");
            application.post("{\"state\":\"reloaded\"}", 200);
            assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"reloaded\",\"at\":\"");
            assertThat(application.get("/actuator/health")).doesNotContain("failedReloads");
        }
    }

    @Test
    void whatSomebodyAsksForIsToldAndIsNoFailure() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class)) {
            bundles.with("reload-init-fails", "reload");
            assertThat(application.post("{\"state\":\"canary\",\"weight\":10}", 409))
                .contains("\"outcome\":\"failed\"");
            assertThat(bundle(application)).contains(
                    "\"lastReload\":{\"outcome\":\"failed\",\"reason\":\"init failed: the licence file is missing");
            assertThat(application.get("/actuator/health")).contains("failedReloads");
            bundles.with("reload-v2", "reload");
            application.post("{\"state\":\"canary\",\"weight\":10}", 200);
            assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"failed\"");
            application.post("{\"state\":\"abandoned\"}", 200);
            assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"abandoned\",\"reason\":"
                    + "\"1.1.0 (generation 2) was abandoned, because it was asked for\",\"at\":\"");
            assertThat(application.get("/actuator/health")).doesNotContain("failedReloads");
            application.post("{\"state\":\"canary\",\"weight\":10}", 200);
            application.post("{\"state\":\"promoted\"}", 200);
            requirePromoted(application);
        }
    }

    @Test
    void whatTakesThePlaceOfACandidateIsToldItself() {
        BundleFolder bundles = bundles();
        try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class)) {
            bundles.with("reload-v2", "reload");
            application.post("{\"state\":\"canary\",\"weight\":10}", 200);
            application.post("{\"state\":\"reloaded\"}", 200);
            assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"reloaded\",\"at\":");
            application.post("{\"state\":\"shadow\",\"weight\":10}", 200);
            application.post("{\"state\":\"rolled-back\"}", 200);
            assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"rolled-back\",\"at\":");
            application.post("{\"state\":\"canary\",\"weight\":10}", 200);
            application.runtime().unloadBundle("reload");
            application.post("{\"state\":\"loaded\"}", 200);
            assertThat(bundle(application)).doesNotContain("lastReload");
        }
    }

    private BundleFolder bundles() {
        return new BundleFolder(this.folder).with("reload-v1", "reload");
    }

    private static String bundle(RolloutApplication application) {
        return application.get("/actuator/polyplug/reload");
    }

    private static void requirePromoted(RolloutApplication application) {
        assertThat(bundle(application)).contains("\"lastReload\":{\"outcome\":\"promoted\",\"at\":\"");
        assertThat(application.get("/actuator/health")).contains("\"status\":\"UP\"").doesNotContain("failedReloads");
        assertThat(application.get("/answer")).isEqualTo("200");
    }

}
