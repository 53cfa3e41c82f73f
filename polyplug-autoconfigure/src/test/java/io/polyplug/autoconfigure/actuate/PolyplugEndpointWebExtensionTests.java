package io.polyplug.autoconfigure.actuate;

import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.UnloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.InvalidState;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Refusal;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Serving;
import io.polyplug.autoconfigure.actuate.PolyplugEndpointWebExtension.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolyplugEndpointWebExtension}.
 */
class PolyplugEndpointWebExtensionTests {

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
            WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", "reloaded");
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
            WebEndpointResponse<?> response = extension(context).changeState(SecurityContext.NONE, "reload",
                    "reloaded");
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
            .run((context) -> assertThat(extension(context).changeState(ADA, "reload", "reloaded").getStatus())
                .isEqualTo(409));
    }

    @Test
    void rollbackWithoutAPreviousGenerationIsAConflict() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property())
            .run((context) -> assertThat(extension(context).changeState(ADA, "reload", "rolled-back").getStatus())
                .isEqualTo(409));
    }

    @Test
    void rollbackIsToldApartFromAReload() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            context.getBean(PolyplugRuntime.class).reloadBundle("reload");
            WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", "rolled-back");
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getBody()).isInstanceOfSatisfying(ReloadDescriptor.class,
                    (body) -> assertThat(body.outcome()).isEqualTo("rolled-back"));
            assertThat(extension(context).bundle("reload").getBody()).isInstanceOfSatisfying(BundleDescriptor.class,
                    (body) -> assertThat(body.lastReload()).extracting(LastReloadDescriptor::outcome)
                        .isEqualTo("rolled-back"));
        });
    }

    @Test
    void auditListenerThatFailsChangesNothing() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).withBean(FailingAudit.class).run((context) -> {
            bundles.with("reload-init-fails", "reload");
            WebEndpointResponse<?> refused = extension(context).changeState(ADA, "reload", "reloaded");
            assertThat(refused.getStatus()).isEqualTo(409);
            assertThat(refused.getBody()).isInstanceOfSatisfying(Refusal.class,
                    (body) -> assertThat(body.reason()).contains("the licence file is missing"));
            bundles.with("reload-v2", "reload");
            WebEndpointResponse<?> done = extension(context).changeState(ADA, "reload", "reloaded");
            assertThat(done.getStatus()).isEqualTo(200);
            assertThat(done.getBody()).isInstanceOf(ReloadDescriptor.class);
        });
    }

    @Test
    void closedRuntimeIsUnavailable() {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property()).run((context) -> {
            context.getBean(PolyplugRuntime.class).close();
            assertUnavailable(extension(context).runtime());
            assertUnavailable(extension(context).bundle("reload"));
            assertUnavailable(extension(context).changeState(ADA, "reload", "reloaded"));
            assertUnavailable(extension(context).unload(ADA, "reload", true));
        });
    }

    private static void assertUnavailable(WebEndpointResponse<?> response) {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getBody()).isInstanceOfSatisfying(Unavailable.class,
                (body) -> assertThat(body.reason()).contains("closed"));
    }

    @Test
    void unknownBundleIsNotFoundAndNotAudited() {
        this.runner.run((context) -> {
            assertThat(extension(context).bundle("none").getStatus()).isEqualTo(404);
            assertThat(extension(context).changeState(ADA, "none", "reloaded").getStatus()).isEqualTo(404);
            assertThat(extension(context).unload(ADA, "none", null).getStatus()).isEqualTo(404);
            assertThat(extension(context).unload(ADA, "none", true).getStatus()).isEqualTo(404);
            assertThat(context.getBean(Audit.class).events).isEmpty();
        });
    }

    @Test
    void unknownStateIsABadRequest() {
        this.runner.run((context) -> {
            for (String state : new String[] { "active", "", null }) {
                WebEndpointResponse<?> response = extension(context).changeState(ADA, "reload", state);
                assertThat(response.getStatus()).isEqualTo(400);
                assertThat(response.getBody()).isInstanceOfSatisfying(InvalidState.class,
                        (body) -> assertThat(body.allowed()).containsExactly("reloaded", "rolled-back"));
            }
        });
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

        @EventListener
        void on(AuditApplicationEvent event) {
            this.events.add(event.getAuditEvent());
        }

    }

}
