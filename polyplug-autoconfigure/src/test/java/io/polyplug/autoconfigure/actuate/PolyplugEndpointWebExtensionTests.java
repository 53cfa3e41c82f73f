package io.polyplug.autoconfigure.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.ReloadReport;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.NotFoundDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.UnloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.InvalidState;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Refusal;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Serving;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Unavailable;
import io.polyplug.autoconfigure.event.BundleLoadedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link PolyplugEndpointWebExtension}.
 */
class PolyplugEndpointWebExtensionTests {

    private static final SecurityContext OPERATOR = new SecurityContext() {

        @Override
        public Principal getPrincipal() {
            return () -> "grace";
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals("operator");
        }

    };

    private static final SecurityContext ADA = new SecurityContext() {

        @Override
        public Principal getPrincipal() {
            return () -> "ada";
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

    };

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(
                AutoConfigurations.of(PolyplugAutoConfiguration.class, PolyplugEndpointAutoConfiguration.class))
        .withPropertyValues("management.endpoints.web.exposure.include=polyplug")
        .withBean(Audit.class);

    @TempDir
    private Path folder;

    @Test
    void reloadIsOkAndAudited() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            bundles.with("reload-v2", "reload");
            WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", "reloaded", null);
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getBody()).isInstanceOfSatisfying(ReloadDescriptor.class,
                    (body) -> assertThat(body.version()).isEqualTo("1.1.0"));
            assertThat(context.getBean(Audit.class).events).singleElement().satisfies((event) -> {
                assertThat(event.getPrincipal()).isEqualTo("ada");
                assertThat(event.getType()).isEqualTo("POLYPLUG_RELOAD");
                assertThat(event.getData()).containsEntry("bundle", "reload")
                    .containsEntry("outcome", "success")
                    .containsEntry("previousVersion", "1.0.0")
                    .containsEntry("version", "1.1.0")
                    .containsEntry("generation", 2L);
            });
        });
    }

    @Test
    void refusedReloadIsAConflictAndAudited() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            bundles.with("reload-wrong-abi", "reload");
            WebEndpointResponse<?> response = extension(context).changeState(SecurityContext.NONE, "reload", "reloaded",
                    null);
            assertThat(response.getStatus()).isEqualTo(409);
            assertThat(response.getBody()).isInstanceOfSatisfying(Refusal.class, (body) -> {
                assertThat(body.outcome()).isEqualTo("failed");
                assertThat(body.reason()).contains("ABI");
                assertThat(body.serving()).isEqualTo(new Serving("1.0.0", 1));
            });
            assertThat(context.getBean(Audit.class).events).singleElement().satisfies((event) -> {
                assertThat(event.getPrincipal()).isEmpty();
                assertThat(event.getData()).containsEntry("outcome", "failure").containsKey("reason");
            });
        });
    }

    @Test
    void reloadIsAConflictWhileHotReloadIsDisabled() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property(), "polyplug.hot-reload.enabled=false")
            .run((context) -> assertThat(extension(context).changeState(ADA, "reload", "reloaded", null).getStatus())
                .isEqualTo(409));
    }

    @Test
    void rollbackWithoutAPreviousGenerationIsAConflict() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> assertThat(extension(context).changeState(ADA, "reload", "rolled-back", null).getStatus())
                .isEqualTo(409));
    }

    @Test
    void rollbackIsToldApartFromAReload() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            context.getBean(PolyplugRuntime.class).reloadBundle("reload");
            WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", "rolled-back", null);
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getBody()).isInstanceOfSatisfying(ReloadDescriptor.class,
                    (body) -> assertThat(body.outcome()).isEqualTo("rolled-back"));
            assertThat(extension(context).bundle(ADA, "reload").getBody()).isInstanceOfSatisfying(
                    BundleDescriptor.class,
                    (body) -> assertThat(body.lastReload()).extracting(LastReloadDescriptor::outcome)
                        .isEqualTo("rolled-back"));
        });
    }

    @Test
    void auditListenerThatFailsChangesNothing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withBean(FailingAudit.class).run((context) -> {
            bundles.with("reload-init-fails", "reload");
            WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "reloaded", null);
            assertThat(refused.getStatus()).isEqualTo(409);
            assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class,
                    (body) -> assertThat(body.reason()).contains("the licence file is missing"));
            bundles.with("reload-v2", "reload");
            WebEndpointResponse<?> done = extension(context).changeState(ADA, "reload", "reloaded", null);
            assertThat(done.getStatus()).isEqualTo(200);
            assertThat(done.getBody()).isInstanceOf(ReloadDescriptor.class);
        });
    }

    @Test
    void closedRuntimeIsUnavailable() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            context.getBean(PolyplugRuntime.class).close();
            assertUnavailable(extension(context).runtime(ADA));
            assertUnavailable(extension(context).bundle(ADA, "reload"));
            assertUnavailable(extension(context).changeState(ADA, "reload", "reloaded", null));
            for (String state : List.of("rolled-back", "loaded", "verified")) {
                assertUnavailable(extension(context).changeState(ADA, "reload", state, null));
            }
            assertUnavailable(extension(context).unload(ADA, "reload", true));
            assertThat(context.getBean(Audit.class).events).extracting(AuditEvent::getType)
                .containsExactly("POLYPLUG_RELOAD", "POLYPLUG_ROLLBACK", "POLYPLUG_LOAD", "POLYPLUG_VERIFY",
                        "POLYPLUG_UNLOAD");
            assertThat(context.getBean(Audit.class).events).allSatisfy((event) -> {
                assertThat(event.getPrincipal()).isEqualTo("ada");
                assertThat(event.getData()).containsEntry("outcome", "failure");
                assertThat(event.getData().get("reason")).asString().contains("closed");
            });
        });
    }

    private static void assertUnavailable(WebEndpointResponse<?> response) {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getBody()).isInstanceOfSatisfying(Unavailable.class,
                (body) -> assertThat(body.reason()).contains("closed"));
    }

    @Test
    void unknownBundleIsNotFoundAndAudited() {
        this.runner.run((context) -> {
            assertNotFound(extension(context).bundle(ADA, "none"));
            assertNotFound(extension(context).changeState(ADA, "none", "reloaded", null));
            assertNotFound(extension(context).changeState(ADA, "none", "rolled-back", null));
            assertNotFound(extension(context).changeState(ADA, "none", "loaded", null));
            assertNotFound(extension(context).changeState(ADA, "none", "verified", null));
            assertNotFound(extension(context).unload(ADA, "none", true));
            assertThat(context.getBean(Audit.class).events).extracting(AuditEvent::getType)
                .containsExactly("POLYPLUG_RELOAD", "POLYPLUG_ROLLBACK", "POLYPLUG_LOAD", "POLYPLUG_VERIFY",
                        "POLYPLUG_UNLOAD");
            assertThat(context.getBean(Audit.class).events).allSatisfy((event) -> {
                assertThat(event.getPrincipal()).isEqualTo("ada");
                assertThat(event.getData()).containsEntry("bundle", "none").containsEntry("outcome", "failure");
                assertThat(event.getData().get("reason")).asString().contains("No bundle 'none' is loaded");
            });
        });
    }

    private static void assertNotFound(WebEndpointResponse<?> response) {
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getBody()).isInstanceOfSatisfying(NotFoundDescriptor.class,
                (body) -> assertThat(body.reason()).contains("No bundle 'none' is loaded"));
    }

    @Test
    void unknownStateIsABadRequestAndAudited() {
        this.runner.run((context) -> {
            for (String state : new String[] { "active", "", null }) {
                WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", state, null);
                assertThat(response.getStatus()).isEqualTo(400);
                assertThat(response.getBody()).isInstanceOfSatisfying(InvalidState.class,
                        (body) -> assertThat(body.allowed()).containsExactly("reloaded", "rolled-back", "loaded",
                                "verified", "canary", "shadow", "promoted", "abandoned"));
            }
            assertThat(context.getBean(Audit.class).events).hasSize(3)
                .allSatisfy((event) -> assertThat(event.getType()).isEqualTo("POLYPLUG_INVALID_STATE"));
        });
    }

    @Test
    void unloadedBundleIsAvailableUntilItIsLoadedAgain() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            Instant before = Instant.now();
            extension(context).unload(ADA, "reload", false);
            assertThat(runtime(context).available()).singleElement().satisfies((available) -> {
                assertThat(available.name()).isEqualTo("reload");
                assertThat(available.version()).isEqualTo("1.0.0");
                assertThat(available.state()).isEqualTo("unloaded");
                assertThat(available.reason()).isNull();
                assertThat(available.since()).isBetween(before, Instant.now());
            });
            assertThat(extension(context).changeState(ADA, "reload", "reloaded", null).getBody())
                .isInstanceOfSatisfying(NotFoundDescriptor.class,
                        (body) -> assertThat(body.reason()).contains("'loaded'"));
            WebEndpointResponse<?> loaded = extension(context).changeState(ADA, "reload", "loaded", null);
            assertThat(loaded.getStatus()).isEqualTo(200);
            assertThat(loaded.getBody()).isEqualTo(new PolyplugEndpoint.LoadDescriptor("loaded", "1.0.0", 2,
                    context.getBean(PolyplugRuntime.class).bundle("reload").orElseThrow().digest()));
            assertThat(runtime(context).available()).isEmpty();
            assertThat(context.getBean(Audit.class).loaded).containsExactly("reload", "reload");
            WebEndpointResponse<?> again = extension(context).changeState(ADA, "reload", "loaded", null);
            assertThat(again.getStatus()).isEqualTo(409);
            assertThat(again.getBody()).isInstanceOfSatisfying(Refusal.class, (body) -> {
                assertThat(body.reason()).contains("loaded already", "'reloaded'");
                assertThat(body.serving()).isEqualTo(new Serving("1.0.0", 2));
            });
        });
    }

    @Test
    void bundleThatWasLeftOutAtStartIsAvailableWithTheReason() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-init-fails", "reload").with("slow", "slow");
        this.runner.withPropertyValues(bundles.property(), "polyplug.on-load-failure=skip").run((context) -> {
            assertThat(runtime(context).available()).singleElement().satisfies((available) -> {
                assertThat(available.name()).isEqualTo("reload");
                assertThat(available.state()).isEqualTo("refused");
                assertThat(available.reason()).contains("the licence file is missing");
                assertThat(available.since()).isNotNull();
            });
            WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "loaded", null);
            assertThat(refused.getStatus()).isEqualTo(409);
            assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class, (body) -> {
                assertThat(body.reason()).contains("the licence file is missing");
                assertThat(body.serving()).isNull();
            });
            bundles.with("reload-v1", "reload");
            assertThat(extension(context).changeState(ADA, "reload", "loaded", null).getStatus()).isEqualTo(200);
        });
    }

    @Test
    void bundlesThatCameLaterAndThatWereNotAskedForAreAvailable() throws IOException {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            bundles.with("slow", "slow");
            Files.createDirectories(this.folder.resolve("wrong"));
            Files.writeString(this.folder.resolve("wrong/manifest.toml"), "name = ");
            assertThat(runtime(context).available())
                .extracting(PolyplugEndpoint.AvailableDescriptor::name, PolyplugEndpoint.AvailableDescriptor::state)
                .containsExactly(tuple("slow", "new"), tuple("wrong", "refused"));
            assertThat(extension(context).changeState(ADA, "wrong", "loaded", null).getStatus()).isEqualTo(409);
        });
        this.runner
            .withPropertyValues("polyplug.bundles.reload.path=" + this.folder.resolve("reload"),
                    "polyplug.load-on-startup=false")
            .run((context) -> {
                assertThat(runtime(context).available()).extracting(PolyplugEndpoint.AvailableDescriptor::state)
                    .containsExactly("not-loaded-at-start");
                assertThat(extension(context).changeState(ADA, "reload", "loaded", null).getStatus()).isEqualTo(200);
            });
    }

    @Test
    void bundleInSeveralFoldersIsRefusedAndTheReasonTellsThemApart() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "one").with("reload-v1", "two");
        this.runner.withPropertyValues(bundles.property(), "polyplug.load-on-startup=false").run((context) -> {
            for (String state : List.of("loaded", "verified")) {
                WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", state, null);
                assertThat(refused.getStatus()).isEqualTo(409);
                assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class, (body) -> assertThat(body.reason())
                    .contains("polyplug.locations[0]/one", "polyplug.locations[0]/two"));
            }
        });
    }

    @Test
    void bundleUnderAnotherNamesPropertyIsRefused() {
        new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner
            .withPropertyValues("polyplug.bundles.other.path=" + this.folder.resolve("reload"),
                    "polyplug.on-load-failure=skip")
            .run((context) -> {
                WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "loaded", null);
                assertThat(refused.getStatus()).isEqualTo(409);
                assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class,
                        (body) -> assertThat(body.reason()).contains("polyplug.bundles.other.path"));
            });
        this.runner
            .withPropertyValues("polyplug.bundles.other.path=" + this.folder.resolve("reload"),
                    "polyplug.on-load-failure=skip")
            .run((context) -> assertThat(runtime(context).available()).singleElement().satisfies((available) -> {
                assertThat(available.state()).isEqualTo("refused");
                assertThat(available.reason()).contains("Property 'polyplug.bundles.other.path'",
                        "names the bundle 'reload'");
            }));
    }

    @Test
    void verificationJudgesWhatLiesInTheFolderAndChangesNothing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            long revision = runtime.revision();
            assertThat(extension(context).changeState(ADA, "reload", "verified", null).getBody())
                .isInstanceOfSatisfying(PolyplugEndpoint.VerificationDescriptor.class,
                        (body) -> assertThat(body.serves()).isTrue());
            bundles.with("reload-v2", "reload").with("slow", "slow");
            assertThat(extension(context).changeState(ADA, "reload", "verified", null).getBody())
                .isInstanceOfSatisfying(PolyplugEndpoint.VerificationDescriptor.class, (body) -> {
                    assertThat(body.outcome()).isEqualTo("verified");
                    assertThat(body.version()).isEqualTo("1.1.0");
                    assertThat(body.digest()).isNotEqualTo(runtime.bundle("reload").orElseThrow().digest());
                    assertThat(body.serves()).isFalse();
                    assertThat(body.contracts()).containsExactly("reload.test@1");
                });
            assertThat(extension(context).changeState(ADA, "slow", "verified", null).getStatus()).isEqualTo(200);
            bundles.with("reload-init-fails", "reload");
            WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "verified", null);
            assertThat(refused.getStatus()).isEqualTo(409);
            assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class, (body) -> {
                assertThat(body.reason()).contains("the licence file is missing");
                assertThat(body.serving()).isEqualTo(new Serving("1.0.0", 1));
            });
            assertThat(runtime.revision()).isEqualTo(revision);
            assertThat(runtime.bundle("slow")).isEmpty();
            assertThat(extension(context).bundle(ADA, "reload").getBody())
                .isInstanceOfSatisfying(BundleDescriptor.class, (body) -> assertThat(body.lastReload()).isNull());
        });
    }

    @ParameterizedTest
    @CsvSource({ "never,,false", "always,,true", "when-authorized,operator,true", "when-authorized,auditor,false" })
    void pathsAreShownToWhomTheyMayBe(String show, String role, boolean shown) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner
            .withPropertyValues(bundles.property(), "management.endpoint.polyplug.show-values=" + show,
                    "management.endpoint.polyplug.roles=" + ((role != null) ? role : ""))
            .run((context) -> {
                Files.delete(this.folder.resolve("reload/libreload.so"));
                WebEndpointResponse<?> refused = extension(context).changeState(OPERATOR, "reload", "reloaded", null);
                String library = (shown ? this.folder.toString() : "polyplug.locations[0]") + "/reload/libreload.so";
                String reason = "its manifest names the library 'libreload.so', which does not exist: " + library
                        + ". Build the library, or correct 'file' in the manifest";
                assertThat(refused.getBody()).isEqualTo(new Refusal("failed", reason, new Serving("1.0.0", 1)));
                assertThat(extension(context).bundle(OPERATOR, "reload").getBody()).isInstanceOfSatisfying(
                        BundleDescriptor.class, (body) -> assertThat(body.lastReload().reason()).isEqualTo(reason));
            });
    }

    @ParameterizedTest
    @CsvSource({ "never,", "always,reloading" })
    void busyRuntimeIsUnavailableAndTellsWhatItDoes(String show, @Nullable String thread) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload").with("slow", "slow");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        this.runner
            .withPropertyValues(bundles.property(), "polyplug.lifecycle.operation-timeout=50ms",
                    "management.endpoint.polyplug.show-values=" + show)
            .withBean(RuntimeBuilderCustomizer.class, () -> (builder) -> builder.onReload((phase) -> {
                if (phase instanceof ReloadPhase.Preparing && phase.bundleName().equals("slow")) {
                    entered.countDown();
                    Patience.await().until(() -> leave.getCount() == 0);
                }
            }))
            .run((context) -> {
                FutureTask<ReloadReport> reload = new FutureTask<>(
                        () -> context.getBean(PolyplugRuntime.class).reloadBundle("slow"));
                new Thread(reload, "reloading").start();
                assertThat(entered.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(runtime(context).operation()).satisfies((operation) -> assertReload(operation, thread));
                WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "reloaded", null);
                assertThat(refused.getStatus()).isEqualTo(503);
                assertThat(refused.getBody()).isInstanceOfSatisfying(Unavailable.class, (body) -> {
                    assertThat(body.reason()).contains("'slow'",
                            (thread != null) ? ", on thread '" + thread + "'. Look in" : ", on a thread. Look in");
                    assertThat(body.operation()).satisfies((operation) -> assertReload(operation, thread));
                });
                assertThat(context.getBean(Audit.class).events).singleElement()
                    .satisfies((event) -> assertThat(event.getData()).containsEntry("outcome", "failure"));
                leave.countDown();
                assertThat(reload).succeedsWithin(Patience.LONGEST);
                Patience.await()
                    .untilAsserted(
                            () -> assertThat(runtime(context).operation()).as("the old one is reclaimed").isNull());
            });
    }

    private static void assertReload(PolyplugEndpoint.OperationDescriptor operation, @Nullable String thread) {
        assertThat(operation.kind()).isEqualTo("reload");
        assertThat(operation.bundle()).isEqualTo("slow");
        assertThat(operation.step()).isNotEmpty();
        assertThat(operation.thread()).isEqualTo(thread);
    }

    private static RuntimeDescriptor runtime(ApplicationContext context) {
        return (RuntimeDescriptor) extension(context).runtime(ADA).getBody();
    }

    @Test
    void unloadIsOkAndAudited() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            WebEndpointResponse<?> response = extension(context).unload(ADA, "reload", false);
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getBody()).isEqualTo(new UnloadDescriptor(List.of("reload")));
            assertThat(context.getBean(Audit.class).events).singleElement()
                .satisfies((event) -> assertThat(event.getData()).containsEntry("unloaded", List.of("reload")));
        });
    }

    private static PolyplugEndpointWebExtension extension(ApplicationContext context) {
        return context.getBean(PolyplugEndpointWebExtension.class);
    }

    static class FailingAudit {

        @EventListener
        void on(AuditApplicationEvent event) {
            throw new IllegalStateException("failed as expected");
        }

    }

    static class Audit {

        final List<AuditEvent> events = new ArrayList<>();

        final List<String> loaded = new ArrayList<>();

        @EventListener
        void on(BundleLoadedEvent event) {
            this.loaded.add(event.bundle().name());
        }

        @EventListener
        void on(AuditApplicationEvent event) {
            this.events.add(event.getAuditEvent());
        }

    }

}
