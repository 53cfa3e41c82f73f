package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.polyplug.contract.Version;
import io.polyplug.error.ReloadException;
import io.polyplug.testing.CapturedLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bundles that ask for it are reloaded after those they depend on.
 */
@Timeout(300)
class CascadeTests {

    private final AtomicReference<Consumer<ReloadPhase>> listener = new AtomicReference<>((phase) -> {
    });

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onReload((phase) -> this.listener.get().accept(phase)));

    private Path folder(String name) {
        return this.stage.folder().resolve("bundles").resolve(name);
    }

    /** A bundle with contract {@code demo.Acting} that wants to be reloaded. */
    private static Declared acting(String name) {
        return Declared.bundle(name, "acting").provides("demo.Acting", "1.0", 1).reinitialized();
    }

    private Path load(Declared bundle, String folder) {
        Path written = bundle.writeTo(folder(folder));
        this.stage.runtime().loadBundle(written);
        return written;
    }

    private ReloadReport reloadTheProvider() {
        return this.stage.runtime().reloadBundle(this.stage.bundle("reload-v2"));
    }

    private long generation(String bundle) {
        return this.stage.runtime().bundle(bundle).orElseThrow().generation();
    }

    /** Brackets in short: {@code P(a) R(a) F(a) U(a)}. */
    private List<String> told() {
        return this.stage.phases.stream()
            .filter((each) -> !(each instanceof ReloadPhase.Reclaimed))
            .map((each) -> each.getClass().getSimpleName().charAt(0) + "(" + each.bundleName() + ")")
            .toList();
    }

    @Test
    @DisplayName("RL-04: a dependent that does not ask for it is left alone; it calls the new version all the same")
    void dependentThatDoesNotAskIsLeftAlone() {
        this.stage.load("reload-v1");
        this.stage.load("consumer");
        ReloadReport report = reloadTheProvider();
        assertThat(report.cascaded()).isEmpty();
        assertThat(report.cascadeFailures()).isEmpty();
        assertThat(told()).containsExactly("P(reload)", "R(reload)");
        assertThat(generation("consumer")).isEqualTo(1);
        assertThat(this.stage.runtime().contract(Plugins.Consumer.class).version()).isEqualTo(200);
    }

    @Test
    @DisplayName("RL-05 docs/behaviour.md 13.6: a dependent that asks for it is reloaded before the provider's"
            + " Reloaded; its init sees the new version")
    void dependentThatAsksIsReloaded() {
        this.stage.load("reload-v1");
        Path folder = acting("b").needs("reload.test", "1.0").writeTo(folder("b"));
        Acting b = new Acting(folder).does("init ask reload.test").does("init depends 0");
        this.stage.runtime().loadBundle(folder);
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "R(b)", "R(reload)");
        assertThat(b.outcomes().get("init ask reload.test")).containsExactly(100L, 200L);
        assertThat(b.outcomes().get("init depends 0")).as("W-09").containsExactly(1L, 1L);
        assertThat(report.cascadeFailures()).isEmpty();
        assertThat(report.cascaded()).singleElement().satisfies((each) -> {
            assertThat(each.bundleName()).isEqualTo("b");
            assertThat(each.previousVersion()).isEqualTo(new Version(1, 0, 0));
            assertThat(each.version()).isEqualTo(new Version(1, 0, 0));
            assertThat(each.generation()).isEqualTo(2);
            assertThat(each.duration()).isBetween(Duration.ofNanos(1), report.duration());
        });
        assertThat(generation("b")).isEqualTo(2);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
        assertThat(this.stage.reclaimed("b")).containsExactly(1L);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.3: inside the phases of a cascade the provider's new version is visible"
            + " first, then the dependent's")
    void lookupsInsideThePhases() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        List<String> seen = new ArrayList<>();
        this.listener.set((phase) -> {
            if (!(phase instanceof ReloadPhase.Reclaimed)) {
                this.stage.resolvable();
                seen.add(phase.getClass().getSimpleName() + " " + phase.bundleName() + " " + phase.generation() + ": "
                        + this.stage.answering().answer() + ", b " + generation("b"));
            }
        });
        reloadTheProvider();
        assertThat(seen).containsExactly("Preparing reload 2: 100, b 1", "Preparing b 2: 200, b 1",
                "Reloaded b 2: 200, b 2", "Reloaded reload 2: 200, b 2");
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: dependents of dependents nest")
    void chain() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        load(Declared.bundle("c", "slow").provides("demo.Slow", "1.0", 4).needs("demo.Acting", "1.0").reinitialized(),
                "c");
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "P(c)", "R(c)", "R(b)", "R(reload)");
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("b");
        assertThat(report.cascaded().get(0).cascaded()).extracting(ReloadReport::bundleName).containsExactly("c");
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(3);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: siblings are reloaded in the order of their names, whatever the order of"
            + " loading")
    void siblings() {
        this.stage.load("reload-v1");
        load(acting("c").needs("reload.test", "1.0"), "c");
        load(acting("b").needs("reload.test", "1.0"), "b");
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "R(b)", "P(c)", "R(c)", "R(reload)");
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("b", "c");
    }

    @Test
    @DisplayName("RL-06: bundles that depend on each other are reloaded once each")
    void cycle() {
        Declared v1 = Declared.bundle("reload", "reload-v1")
            .provides("reload.test", "1.0", 1)
            .needs("demo.Acting", "1.0")
            .reinitialized();
        Path folder = load(v1, "a");
        load(acting("b").needs("reload.test", "1.0"), "b");
        ReloadReport report = this.stage.runtime().reloadBundle(folder);
        assertThat(told()).containsExactly("P(reload)", "P(b)", "R(b)", "R(reload)");
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("b");
        this.stage.phases.clear();
        this.stage.runtime().reloadBundle("b");
        assertThat(told()).containsExactly("P(b)", "P(reload)", "R(reload)", "R(b)");
        assertThat(generation("reload")).isEqualTo(3);
        assertThat(generation("b")).isEqualTo(3);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: a bundle that can be reached on two ways is reloaded once")
    void diamond() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        load(acting("c").needs("reload.test", "1.0"), "c");
        load(Declared.bundle("d", "slow").provides("demo.Slow", "1.0", 4).needs("demo.Acting", "1.0").reinitialized(),
                "d");
        reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "P(d)", "R(d)", "R(b)", "P(c)", "R(c)", "R(reload)");
        assertThat(generation("d")).isEqualTo(2);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: a dependent that fails keeps its version, has its own Failed, and touches"
            + " neither the others nor the provider")
    void dependentThatFails() {
        this.stage.load("reload-v1");
        Path b = load(acting("b").needs("reload.test", "1.0"), "b");
        load(acting("c").needs("reload.test", "1.0"), "c");
        new Acting(b).does("init refuse 300");
        ReloadReport report;
        try (CapturedLog log = CapturedLog.warningsOf("polyplug.lifecycle")) {
            report = reloadTheProvider();
            assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN")
                .contains("'b'", "'reload'", "told to refuse");
        }
        assertThat(told()).containsExactly("P(reload)", "P(b)", "F(b)", "P(c)", "R(c)", "R(reload)");
        assertThat(report.cascadeFailures()).singleElement()
            .asString()
            .contains("'b'", "told to refuse", "generation 1");
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("c");
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).singleElement().satisfies((failed) -> {
            assertThat(failed.reason()).contains("told to refuse");
            assertThat(failed.generation()).isEqualTo(2);
            assertThat(failed.cause()).isInstanceOf(ReloadException.class);
        });
        assertThat(generation("b")).isEqualTo(1);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(3);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: the failure of a dependent's dependent is told in both reports")
    void dependentOfADependentThatFails() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        Path c = load(acting("c").needs("demo.Acting", "1.0", "b"), "c");
        new Acting(c).does("init refuse 300");
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "P(c)", "F(c)", "R(b)", "R(reload)");
        assertThat(report.cascadeFailures()).singleElement().asString().contains("'c'");
        assertThat(report.cascaded().get(0).cascadeFailures()).isEqualTo(report.cascadeFailures());
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: a dependent whose folder has gone is told as Failed; the provider is"
            + " reloaded")
    void dependentWhoseFolderHasGone() throws IOException {
        this.stage.load("reload-v1");
        Path b = load(acting("b").needs("reload.test", "1.0"), "b");
        Files.move(b, b.resolveSibling("away"));
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "F(b)", "R(reload)");
        assertThat(report.cascadeFailures()).singleElement().asString().contains("'b'", "manifest.toml");
        assertThat(generation("b")).isEqualTo(1);
    }

    @Test
    @DisplayName("W-06 RL-05: a dependent is reloaded from where it was last activated, not from where it came first")
    void dependentIsReloadedFromWhereItIsNow() {
        this.stage.load("reload-v1");
        Path first = load(acting("b").version("1.0.0").needs("reload.test", "1.0"), "b-1");
        Path second = acting("b").version("2.0.0").needs("reload.test", "1.0").writeTo(folder("b-2"));
        this.stage.runtime().reloadBundle(second);
        assertThat(reloadTheProvider().cascaded()).extracting(ReloadReport::version)
            .containsExactly(new Version(2, 0, 0));
        assertThat(this.stage.runtime().bundle("b").orElseThrow().directory()).isEqualTo(second);
        this.stage.runtime().reloadBundle(first);
        this.stage.runtime().reloadBundle(second);
        this.stage.runtime().rollbackBundle("b");
        assertThat(reloadTheProvider().cascaded()).extracting(ReloadReport::version)
            .containsExactly(new Version(1, 0, 0));
        assertThat(this.stage.runtime().bundle("b").orElseThrow().directory()).isEqualTo(first);
    }

    @Test
    @DisplayName("W-06: flag and dependencies are those of the version that serves, not of the first one")
    void flagAndDependenciesAreThoseThatServe() {
        this.stage.load("reload-v1");
        Path b = load(Declared.bundle("b", "acting").provides("demo.Acting", "1.0", 1), "b");
        assertThat(this.stage.runtime().bundle("b").orElseThrow().dependencies()).isEmpty();
        acting("b").needs("reload.test", "1.0").writeTo(b);
        Acting acting = new Acting(b).does("init find reload.test");
        reloadTheProvider();
        assertThat(generation("b")).as("it has not read its new manifest").isEqualTo(1);
        this.stage.runtime().reloadBundle("b");
        assertThat(acting.outcomes().get("init find reload.test")).as("a new dependency counts in init")
            .containsExactly(0L);
        assertThat(this.stage.runtime().bundle("b").orElseThrow().dependencies()).hasSize(1);
        reloadTheProvider();
        assertThat(generation("b")).isEqualTo(3);
        Declared.bundle("b", "acting").provides("demo.Acting", "1.0", 1).needs("reload.test", "1.0").writeTo(b);
        reloadTheProvider();
        assertThat(generation("b")).as("it asked for one more").isEqualTo(4);
        reloadTheProvider();
        assertThat(generation("b")).as("it asks no more").isEqualTo(4);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: a rollback cascades as well")
    void rollbackCascades() {
        this.stage.load("reload-v1");
        Path folder = acting("b").needs("reload.test", "1.0").writeTo(folder("b"));
        Acting b = new Acting(folder).does("init ask reload.test");
        this.stage.runtime().loadBundle(folder);
        reloadTheProvider();
        this.stage.phases.clear();
        ReloadReport report = this.stage.runtime().rollbackBundle("reload");
        assertThat(report.cascaded()).extracting(ReloadReport::generation).containsExactly(3L);
        assertThat(told()).containsExactly("P(reload)", "P(b)", "R(b)", "R(reload)");
        assertThat(b.outcomes().get("init ask reload.test")).containsExactly(100L, 200L, 100L);
    }

    @Test
    @DisplayName("W-28: the dependents of a contract that was dropped are reloaded as well")
    void dependentsOfADroppedContractAreReloaded() {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "other"));
        Path folder = acting("b").needs("reload.test", "1.0").writeTo(folder("b"));
        Acting b = new Acting(folder).does("init ask reload.test");
        this.stage.runtime().loadBundle(folder);
        ReloadReport report = this.stage.runtime().reloadBundle(this.stage.bundle("reload-dropped"));
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("b");
        assertThat(b.outcomes().get("init ask reload.test")).as("of the provider that is left")
            .containsExactly(100L, 200L);
    }

    @Test
    @DisplayName("docs/behaviour.md 13.6: dependents of a contract that is new are reloaded as well")
    void dependentsOfANewContractAreReloaded() {
        this.stage.load("reload-dropped");
        load(acting("b").needs("reload.test", "1.0"), "b");
        reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "R(b)", "R(reload)");
    }

    @Test
    @DisplayName("W-18: who depends on the contract of one bundle is not reloaded after another provider of it")
    void otherProviderIsNoReason() {
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v1", "other"));
        load(acting("b").needs("reload.test", "1.0", "other"), "b");
        assertThat(reloadTheProvider().cascaded()).isEmpty();
        assertThat(this.stage.runtime().reloadBundle("other").cascaded()).extracting(ReloadReport::bundleName)
            .containsExactly("b");
    }

    @Test
    @DisplayName("a dependent with eight retired generations fails at once; nobody waits under the lock")
    void crowdedDependentFailsAtOnce() {
        PolyplugRuntime patient = this.stage
            .another((builder) -> builder.onReload(this.stage.phases::add).reloadWait(Duration.ofDays(1)));
        patient.loadBundle(this.stage.bundle("reload-v1"));
        patient.loadBundle(acting("b").needs("reload.test", "1.0").writeTo(folder("b")));
        EpochGuard guard = patient.pin();
        for (int i = 0; i < 8; i++) {
            patient.reloadBundle("b");
        }
        this.stage.phases.clear();
        ReloadReport report = patient.reloadBundle(this.stage.bundle("reload-v2"));
        assertThat(told()).containsExactly("P(reload)", "F(b)", "R(reload)");
        assertThat(report.cascadeFailures()).singleElement().asString().contains("'b'", "8 retired generations");
        guard.close();
        assertThat(patient.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        assertThat(patient.reloadBundle("reload").cascaded()).hasSize(1);
    }

    @Test
    @DisplayName("each is retired after its own Reloaded: the dependent's old version goes before the provider's Reloaded")
    void eachIsRetiredAfterItsOwnReloaded() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        List<String> order = new ArrayList<>();
        this.listener.set((phase) -> {
            if (phase instanceof ReloadPhase.Reloaded && phase.bundleName().equals("reload")) {
                assertThat(this.stage.runtime().awaitReclamation("b", Duration.ofSeconds(60))).isTrue();
                assertThat(this.stage.runtime().statistics().retiredGenerations()).isZero();
            }
            synchronized (order) {
                order.add(phase.getClass().getSimpleName() + " " + phase.bundleName() + " " + phase.generation());
            }
        });
        reloadTheProvider();
        this.stage.awaitReclamation();
        assertThat(order).containsExactly("Preparing reload 2", "Preparing b 2", "Reloaded b 2", "Reclaimed b 1",
                "Reloaded reload 2", "Reclaimed reload 1");
    }

    @Test
    @DisplayName("a bundle that a listener unloads during a cascade is left out of it")
    void bundleUnloadedDuringTheCascade() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        load(acting("c").needs("reload.test", "1.0"), "c");
        this.listener.set((phase) -> {
            if (phase instanceof ReloadPhase.Preparing && phase.bundleName().equals("b")) {
                this.stage.runtime().unloadBundle("c");
            }
        });
        ReloadReport report = reloadTheProvider();
        assertThat(told()).containsExactly("P(reload)", "P(b)", "U(c)", "R(b)", "R(reload)");
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly("b");
        assertThat(report.cascadeFailures()).isEmpty();
    }

    @Test
    @DisplayName("a guest reloads what it depends on, and is reloaded along with it, from inside its own call")
    void guestReloadsWhatItDependsOn() {
        this.stage.load("reload-v1");
        Path folder = acting("b").needs("reload.test", "1.0").writeTo(folder("b"));
        Acting b = new Acting(folder).does("call reload " + this.stage.bundle("reload-v2"))
            .does("call ask reload.test");
        this.stage.runtime().loadBundle(folder);
        assertThat(this.stage.runtime().contract(Acting.Actor.class).act()).isEqualTo(2);
        assertThat(b.outcomes().values()).containsExactly(List.of(0L), List.of(200L));
        assertThat(generation("b")).isEqualTo(2);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
    }

    @Test
    @DisplayName("a reload that fails cascades to nobody")
    void failedReloadCascadesToNobody() {
        this.stage.load("reload-v1");
        load(acting("b").needs("reload.test", "1.0"), "b");
        assertThat(catchThrowableOfType(ReloadException.class,
                () -> this.stage.runtime().reloadBundle(this.stage.bundle("reload-init-fails"))))
            .isNotNull();
        assertThat(told()).containsExactly("P(reload)", "F(reload)");
        assertThat(generation("b")).isEqualTo(1);
    }

    @Test
    @DisplayName("100 cascades under callers: no call fails, neither to the provider nor through the dependent")
    void cascadesUnderCallers() {
        this.stage.load("reload-v1");
        Path folder = Declared.bundle("consumer", "consumer")
            .provides("demo.Consumer", "1.0", 4)
            .needs("reload.test", "1.0")
            .reinitialized()
            .writeTo(folder("consumer"));
        this.stage.runtime().loadBundle(folder);
        Plugins.Consumer consumer = this.stage.runtime().contract(Plugins.Consumer.class);
        Plugins.Answering answering = this.stage.answering();
        try (Crew callers = Crew.repeating(6, (caller) -> {
            assertThat(consumer.version()).isIn(100, 200);
            assertThat(consumer.remembered()).isIn(100, 200);
            assertThat(answering.answer()).isIn(100, 200);
        })) {
            callers.awaitRounds(1);
            for (int i = 0; i < 100; i++) {
                ReloadReport report = this.stage.runtime()
                    .reloadBundle(this.stage.bundle((i % 2 == 0) ? "reload-v2" : "reload-v1"));
                assertThat(report.cascadeFailures()).isEmpty();
                assertThat(report.cascaded()).hasSize(1);
                assertThat(consumer.remembered()).isEqualTo((i % 2 == 0) ? 200 : 100);
            }
            callers.awaitRounds(1);
        }
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(2);
        assertThat(generation("consumer")).isEqualTo(101);
    }

}
