package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.event.BundleReloadedEvent;
import io.polyplug.error.RuntimeClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A thread that the runtime works on closes the context: the runtime closes when it has
 * left.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextClosedByAListenerTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class));

    @TempDir
    private Path folder;

    private void assertCloses(PolyplugRuntime runtime, CapturedOutput output) {
        Patience.await()
            .untilAsserted(() -> assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(runtime::bundles));
        Patience.await()
            .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("polyplug-close"));
        assertThat(output).doesNotContain("Invocation of close method failed", "Destruction of bean");
        assertThat(this.folder.resolve("work")).isEmptyDirectory();
    }

    private ApplicationContextRunner with(String fixture, String bundle) {
        return this.runner.withPropertyValues(
                new BundleFolder(this.folder.resolve("bundles")).with(fixture, bundle).property(),
                "polyplug.work-directory=" + this.folder.resolve("work"));
    }

    @Test
    void listenerOfAnEventExitsTheApplication(CapturedOutput output) {
        with("reload-v1", "reload").withBean(Exit.class).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            Exit exit = context.getBean(Exit.class);
            assertThat(runtime.reloadBundle("reload").generation()).isEqualTo(2);
            assertThat(exit.codes).containsExactly(0);
            assertCloses(runtime, output);
        });
    }

    @Test
    void objectThatABundleCallsClosesTheContext(CapturedOutput output) {
        with("caller", "caller").withBean(ClosingGreeter.class).run((context) -> {
            PolyplugRuntime runtime = context.getBean(PolyplugRuntime.class);
            assertThat(runtime.contract(Caller.class).call("Ada")).isEqualTo("Hello Ada");
            assertCloses(runtime, output);
        });
    }

    /** A phase reaches beans that listen to phases as well as application events. */
    @Test
    void beansThatListenToPhasesAreTold() {
        Phases phases = new Phases();
        with("reload-v1", "reload").withBean(Phases.class, () -> phases).run((context) -> {
            context.getBean(PolyplugRuntime.class).reloadBundle("reload");
            assertThat(phases.names).startsWith("Preparing", "Reloaded");
        });
    }

    static class Phases implements Consumer<ReloadPhase> {

        private final List<String> names = new ArrayList<>();

        @Override
        public synchronized void accept(ReloadPhase phase) {
            this.names.add(phase.getClass().getSimpleName());
        }

    }

    static class Exit {

        private final ConfigurableApplicationContext context;

        private final List<Integer> codes = new ArrayList<>();

        Exit(ConfigurableApplicationContext context) {
            this.context = context;
        }

        @EventListener
        void on(BundleReloadedEvent event) {
            this.codes.add(SpringApplication.exit(this.context));
        }

    }

    static class ClosingGreeter extends FriendlyGreeter {

        private final ConfigurableApplicationContext context;

        ClosingGreeter(ConfigurableApplicationContext context) {
            this.context = context;
        }

        @Override
        public String greet(String name) {
            this.context.close();
            return super.greet(name);
        }

    }

}
