package io.polyplug.restart;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.restart.application.Greetings;
import io.polyplug.restart.application.WebApplication;
import io.polyplug.restart.harness.Leftovers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several applications in one JVM, one after the other and beside each other, called by
 * one thread that stays.
 */
class SeveralContextsTests {

    @TempDir
    private Path temporary;

    private Stage stage() {
        return new Stage(this.temporary);
    }

    private ConfigurableApplicationContext start() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(WebApplication.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false);
        stage().properties().forEach((name, value) -> application.properties(name + "=" + value));
        return application.run();
    }

    private static void assertAnswers(ConfigurableApplicationContext context) {
        assertThat(context.getBean(Greetings.class).say("you")).isEqualTo(Stage.backend() + " says hello you 42");
    }

    private void assertNothingIsLeft(List<WeakReference<Object>> references) {
        assertThat(Leftovers.threads()).isEmpty();
        assertThat(Leftovers.libraries(stage().work())).isEmpty();
        assertThat(references).allMatch(Leftovers::isCollected);
    }

    @Test
    void contextsBesideEachOtherHaveRuntimesOfTheirOwnAndLeaveNothing() {
        List<WeakReference<Object>> gone = new ArrayList<>();
        List<ConfigurableApplicationContext> contexts = new ArrayList<>(List.of(start(), start(), start()));
        contexts.forEach(SeveralContextsTests::assertAnswers);
        assertThat(contexts).extracting((each) -> each.getBean(PolyplugRuntime.class)).doesNotHaveDuplicates();
        while (!contexts.isEmpty()) {
            ConfigurableApplicationContext next = contexts.remove(0);
            gone.add(new WeakReference<>(next));
            gone.add(new WeakReference<>(next.getBean(PolyplugRuntime.class)));
            next.close();
            contexts.forEach(SeveralContextsTests::assertAnswers);
        }
        assertNothingIsLeft(gone);
    }

    /** As the cache of test contexts does between test classes. */
    @Test
    void pausedContextKeepsItsBundlesAndLeavesNothingWhenItIsClosed() {
        ConfigurableApplicationContext context = start();
        List<WeakReference<Object>> gone = List.of(new WeakReference<>(context),
                new WeakReference<>(context.getBean(PolyplugRuntime.class)));
        for (int i = 0; i < 3; i++) {
            assertAnswers(context);
            context.pause();
            assertThat(Leftovers.mapped(stage().work())).hasSize(2);
            context.restart();
        }
        assertAnswers(context);
        context.close();
        context = null;
        assertNothingIsLeft(gone);
    }

}
