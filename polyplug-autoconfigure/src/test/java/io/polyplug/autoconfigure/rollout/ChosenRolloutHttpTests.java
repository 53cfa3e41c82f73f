package io.polyplug.autoconfigure.rollout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.rollout.RolloutApplication.Nothing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of the application decide which calls a candidate gets; the operator decides how
 * many, and how it ends.
 */
@Timeout(600)
class ChosenRolloutHttpTests {

    @TempDir
    private Path folder;

    @Test
    void headerAndRoleDecide() {
        try (RolloutApplication application = start(WhoTriesIt.class)) {
            application.post("{\"state\":\"canary\",\"weight\":1000}", 200);
            for (int i = 0; i < 10; i++) {
                assertThat(application.get("/answer")).isEqualTo("100");
                assertThat(application.get("/answer", "X-Version", "next")).isEqualTo("200");
                assertThat(application.get("/answer", "X-User", "tester")).isEqualTo("200");
                assertThat(application.get("/answer", "X-User", "ada")).isEqualTo("100");
            }
            application.post("{\"state\":\"abandoned\"}", 200);
            assertThat(application.get("/answer", "X-Version", "next")).isEqualTo("100");
        }
    }

    @Test
    void eachUserHasOneVersion() {
        try (RolloutApplication application = start(WhoTriesIt.class)) {
            application.post("{\"state\":\"canary\",\"weight\":500}", 200);
            Set<String> seen = new TreeSet<>();
            for (int user = 0; user < 20; user++) {
                String[] headers = { "X-Version", "next", "X-User", "user-" + user };
                String first = application.get("/answer", headers);
                for (int i = 0; i < 5; i++) {
                    assertThat(application.get("/answer", headers)).isEqualTo(first);
                }
                seen.add(first);
            }
            assertThat(seen).containsExactly("100", "200");
        }
    }

    @Test
    void operatorChangesTheWeightAndEndsIt() {
        try (RolloutApplication application = start(Nothing.class)) {
            assertThat(application.post("{\"state\":\"canary\",\"weight\":0}", 200)).startsWith(
                    "{\"outcome\":\"canary\",\"version\":\"1.0.0\",\"generation\":1,\"rollout\":{\"mode\":\"canary\",\"weight\":0,"
                            + "\"candidate\":{\"version\":\"1.1.0\",\"generation\":2,\"calls\":0,");
            assertThat(application.get("/answer")).isEqualTo("100");
            assertThat(application.get("/actuator/health"))
                .contains("\"rollouts\":[\"reload: 1.1.0 (generation 2) is canary for 0 of 1000 calls beside 1.0.0\"]");
            assertThat(application.get("/actuator/polyplug"))
                .contains("\"rollout\":{\"mode\":\"canary\",\"weight\":0,\"version\":\"1.1.0\",\"generation\":2}");
            application.post("{\"state\":\"canary\",\"weight\":1000}", 200);
            assertThat(application.get("/answer")).isEqualTo("200");
            assertThat(application.get("/actuator/polyplug/reload"))
                .contains("{\"generation\":1,\"state\":\"active\",\"holders\":[]},"
                        + "{\"generation\":2,\"state\":\"candidate\",\"holders\":[]}");
            assertThat(application.post("{\"state\":\"promoted\"}", 200)).startsWith(
                    "{\"outcome\":\"promoted\",\"previousVersion\":\"1.0.0\",\"version\":\"1.1.0\",\"generation\":2,");
            assertThat(application.phases()).containsExactly("Started", "WeightChanged", "Promoted");
            assertThat(application.audited("POLYPLUG_CANARY")).hasSize(2)
                .allSatisfy((data) -> assertThat(data).containsEntry("outcome", "success")
                    .containsKeys("weight", "calls", "servingCalls"));
            assertThat(application.audited("POLYPLUG_PROMOTE")).hasSize(1);
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithItsCure() {
        try (RolloutApplication application = start(Nothing.class)) {
            assertThat(application.post("{\"state\":\"canary\"}", 409))
                .contains("there is no plan for it, and the request"
                        + " has no 'weight'. Send the 'weight' in per mille, or give it a plan by 'polyplug.rollout' or"
                        + " 'polyplug.bundles.reload.rollout'");
            assertThat(application.post("{\"state\":\"canary\",\"weight\":1001}", 400))
                .contains("A weight of 1001 is not from 0 to 1000 per mille. Send 10 for one call of a hundred");
            assertThat(application.post("{\"state\":\"reloaded\",\"weight\":10}", 400))
                .contains("The state 'reloaded' has no 'weight'. Send it without one");
            assertThat(application.post("{\"state\":\"canary\",\"weight\":\"many\"}", 400)).isNotNull();
            assertThat(application.post("{\"state\":\"promoted\"}", 409)).contains("\"outcome\":\"failed\"",
                    "it has none");
            assertThat(application.post("{\"state\":\"abandoned\"}", 409)).contains("it has none");
            application.post("{\"state\":\"shadow\",\"weight\":10}", 200);
            assertThat(application.post("{\"state\":\"canary\",\"weight\":10}", 409))
                .contains("it has a rollout already, of version 1.1.0 as shadow. Send the state 'shadow' with another"
                        + " 'weight', or end it by 'promoted' or 'abandoned'");
            assertThat(application.post("{\"state\":\"shadow\"}", 409)).contains("it has a rollout already");
            assertThat(application.audited("POLYPLUG_CANARY"))
                .allSatisfy((data) -> assertThat(data).containsEntry("outcome", "failure").containsKey("reason"));
        }
    }

    @Test
    void applicationThatEndsInTheMiddleLeavesNothing() throws Exception {
        Path work = Files.createDirectory(this.folder.resolve("work"));
        String[] properties = { "polyplug.work-directory=" + work, "polyplug.rollout.steps[0].weight=500",
                "polyplug.rollout.steps[0].duration=10m" };
        BundleFolder bundles = new BundleFolder(this.folder.resolve("bundles")).with("reload-v1", "reload");
        for (int i = 0; i < 2; i++) {
            try (RolloutApplication application = RolloutApplication.start(bundles, Nothing.class, properties)) {
                assertThat(application.runtime().rollouts()).isEmpty();
                bundles.with("reload-v2", "reload");
                application.post("{\"state\":\"canary\"}", 200);
                application.get("/answer");
            }
            try (var left = Files.list(work)) {
                assertThat(left).isEmpty();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn((thread) -> thread.getName().equals("polyplug-rollout") && thread.isAlive())
                .allSatisfy((thread) -> thread.join(60_000))
                .noneMatch(Thread::isAlive);
        }
    }

    private RolloutApplication start(Class<?> configuration) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        RolloutApplication application = RolloutApplication.start(bundles, configuration);
        bundles.with("reload-v2", "reload");
        return application;
    }

}
