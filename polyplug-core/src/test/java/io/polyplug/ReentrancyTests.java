package io.polyplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.HostContract;
import io.polyplug.error.BundleNotFoundException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReentrantCallException;
import io.polyplug.error.ReloadException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Who may call what from where (docs/behaviour.md 18.2), with real guests and with
 * listeners. Where upstream waits for itself, there is an error.
 */
@Timeout(300)
class ReentrancyTests {

    private static final long OK = 0;

    private static final long REENTRANT = 9;

    private final AtomicReference<Consumer<ReloadPhase>> listener = new AtomicReference<>((phase) -> {
    });

    private final AtomicReference<Runnable> added = new AtomicReference<>(() -> {
    });

    @RegisterExtension
    final Stage stage = new Stage((builder) -> builder.onReload((phase) -> this.listener.get().accept(phase))
        .hostContract(Acting.Greeter.class, new Adding()));

    private Acting acting;

    @BeforeEach
    void loadPeers() {
        this.stage.load("reload-v1");
        this.stage.load("allocating");
        this.stage.bundle("reload-v2");
        this.acting = new Acting(this.stage.bundle("acting"));
    }

    /**
     * All acts of the table, but for the reload: the answer before and after it differs.
     */
    private void doEverything(String when) {
        this.acting.does(when + " find reload.test")
            .does(when + " find demo.Slow")
            .does(when + " ask reload.test")
            .does(when + " load " + this.stage.bundle("slow"))
            .does(when + " reload " + this.stage.bundle("reload-v2"))
            .does(when + " unload allocating")
            .does(when + " greet 0")
            .does(when + " many guest.Offered")
            .does(when + " log hello");
    }

    private void assertEverything(String when, long reload, long offer) {
        Map<String, List<Long>> outcomes = this.acting.outcomes();
        assertThat(outcomes).containsOnlyKeys(when + " find reload.test", when + " find demo.Slow",
                when + " ask reload.test", when + " load " + this.stage.bundle("slow"),
                when + " reload " + this.stage.bundle("reload-v2"), when + " unload allocating", when + " greet 0",
                when + " many guest.Offered", when + " log hello");
        assertThat(outcomes.get(when + " find reload.test")).as("find").containsExactly(OK);
        assertThat(outcomes.get(when + " ask reload.test")).as("resolve, create, call, destroy").containsExactly(100L);
        assertThat(outcomes.get(when + " load " + this.stage.bundle("slow"))).as("load").containsExactly(OK);
        assertThat(outcomes.get(when + " reload " + this.stage.bundle("reload-v2"))).as("reload")
            .containsExactly(reload);
        assertThat(outcomes.get(when + " unload allocating")).as("unload").containsExactly(OK);
        assertThat(outcomes.get(when + " greet 0")).as("host contract").containsExactly(42L);
        assertThat(outcomes.get(when + " many guest.Offered")).as("register a host contract").containsExactly(offer);
        assertThat(outcomes.get(when + " log hello")).as("log").containsExactly(OK);
        assertThat(this.stage.answering().answer()).isEqualTo((reload == OK) ? 200 : 100);
        assertThat(this.stage.runtime().bundle("slow")).isPresent();
        assertThat(this.stage.runtime().bundle("allocating")).isEmpty();
        this.listener.set((phase) -> {
        });
        this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1"));
        assertThat(this.stage.answering().answer()).as("the lock is free").isEqualTo(100);
    }

    @Test
    @DisplayName("L-12 L-18 docs/behaviour.md 18.2: from init while loading: only what is declared is found, and"
            + " everything may be called")
    void fromInitWhileLoading() {
        doEverything("init");
        this.stage.load("acting");
        assertEverything("init", OK, OK);
        assertThat(this.acting.outcomes().get("init find demo.Slow")).as("not declared").containsExactly(4L);
        assertThat(this.stage.runtime().bundle("acting")).isPresent();
    }

    @Test
    @DisplayName("W-26 docs/behaviour.md 18.2: from init while reloading: as while loading, but a reload is refused"
            + " with code 9")
    void fromInitWhileReloading() {
        this.stage.load("acting");
        doEverything("init");
        this.stage.runtime().reloadBundle("acting");
        assertEverything("init", REENTRANT, OK);
        assertThat(this.acting.outcomes().get("init find demo.Slow")).as("not declared").containsExactly(4L);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: from a guest's function everything may be called")
    void fromAFunction() {
        doEverything("call");
        this.stage.load("acting");
        assertThat(actor().act()).isEqualTo(9);
        assertEverything("call", OK, OK);
        assertThat(this.acting.outcomes().get("call find demo.Slow")).as("not loaded yet").containsExactly(4L);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: from create_instance at first use everything may be called")
    void fromCreateAtFirstUse() {
        doEverything("create");
        this.stage.load("acting");
        assertThat(actor().act()).isZero();
        assertEverything("create", OK, OK);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: from create_instance while a load is staged everything may be called")
    void fromCreateWhileLoading() {
        doEverything("create");
        actor();
        this.stage.load("acting");
        assertEverything("create", OK, OK);
        assertThat(actor().act()).isZero();
    }

    @Test
    @DisplayName("W-26 docs/behaviour.md 18.2: from create_instance while a reload is staged, a reload is refused"
            + " with code 9")
    void fromCreateWhileReloading() {
        this.stage.load("acting");
        assertThat(actor().act()).isZero();
        doEverything("create");
        this.stage.runtime().reloadBundle("acting");
        assertEverything("create", REENTRANT, OK);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: from destroy_instance, on the reclaimer's thread, everything may be called")
    void fromDestroy() {
        doEverything("destroy");
        this.stage.load("acting");
        assertThat(actor().act()).isZero();
        EpochGuard guard = this.stage.runtime().pin();
        this.stage.runtime().unloadBundle("acting");
        guard.close();
        this.stage.awaitReclamation();
        assertEverything("destroy", OK, OK);
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().bundles()).extracting(BundleInfo::name).containsExactly("reload", "slow");
    }

    @ParameterizedTest
    @ValueSource(strings = { "many", "single" })
    @DisplayName("W-16 docs/behaviour.md 18.2: from the factory of a host contract everything may be called, other"
            + " singletons included")
    void fromTheFactoryOfAHostContract(String kind) {
        doEverything("make");
        this.acting.does("call " + kind + " guest.Made").does("call single guest.Other").does("call get guest.Made");
        this.stage.load("acting");
        assertThat(actor().act()).isEqualTo(3);
        Map<String, List<Long>> outcomes = this.acting.outcomes();
        assertThat(outcomes.get("call get guest.Made")).containsExactly(OK);
        assertThat(outcomes.get("make ask reload.test")).containsExactly(100L);
        assertThat(outcomes.get("make load " + this.stage.bundle("slow"))).containsExactly(OK);
        assertThat(outcomes.get("make reload " + this.stage.bundle("reload-v2"))).containsExactly(OK);
        assertThat(outcomes.get("make unload allocating")).containsExactly(OK);
        assertThat(outcomes.get("make greet 0")).containsExactly(42L);
        assertThat(outcomes.get("make many guest.Offered")).containsExactly(OK);
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

    @Test
    @DisplayName("W-16 docs/behaviour.md 18.2: a singleton's factory may ask for another singleton that nobody has"
            + " asked for yet")
    void factoryOfASingletonAsksForAnother() {
        this.acting.does("init single guest.First").does("init single guest.Second");
        this.stage.load("acting");
        Acting second = new Acting(this.stage.renamed("acting", "second"));
        second.does("make get guest.First").does("init single guest.Third").does("call get guest.Third");
        this.stage.runtime().loadBundle(this.stage.bundle("acting", "second"));
        this.stage.runtime().contract(Acting.Actor.class, "second").act();
        assertThat(second.outcomes().get("make get guest.First")).containsExactly(OK);
        assertThat(second.outcomes().get("call get guest.Third")).containsExactly(OK);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: from a host contract's function in Java everything may be called")
    void fromJavaThatAGuestCalls() {
        List<String> outcomes = new ArrayList<>();
        this.added.set(() -> attemptEverything(outcomes, "reload"));
        this.acting.does("call greet 0");
        this.stage.load("acting");
        assertThat(actor().act()).isEqualTo(1);
        assertThat(outcomes).containsExactly("find ok", "call ok", "load ok", "reload ok", "unload ok", "register ok",
                "unregister ok");
        assertThat(this.stage.answering().answer()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({ "Preparing,reentrant", "Reloaded,reentrant", "Failed,reentrant", "Unloading,ok" })
    @DisplayName("R-54 docs/behaviour.md 18.2: from a listener everything may be called, but a reload only where"
            + " none is going on")
    void fromAListener(String phase, String reload) {
        List<String> outcomes = new ArrayList<>();
        this.stage.load("acting");
        this.listener.set((told) -> {
            if (told.getClass().getSimpleName().equals(phase) && told.bundleName().equals("acting")) {
                attemptEverything(outcomes, "reload");
            }
        });
        provoke(phase, "acting");
        assertThat(outcomes).containsExactly("find ok", "call ok", "load ok", "reload " + reload, "unload ok",
                "register ok", "unregister ok");
        this.stage.awaitReclamation();
        assertThat(this.stage.runtime().bundle("allocating")).isEmpty();
        assertThat(this.stage.runtime().reloadBundle(this.stage.bundle("reload-v1")).version().minor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "Preparing,reentrant,reentrant", "Reloaded,reentrant,ok", "Failed,reentrant,ok",
            "Unloading,reentrant,reentrant" })
    @DisplayName("W-14 docs/behaviour.md 18.2: the bundle that is being worked on is neither reloaded nor unloaded"
            + " from its own listener")
    void theBundleItselfFromAListener(String phase, String reload, String unload) {
        List<String> outcomes = new ArrayList<>();
        this.stage.load("acting");
        this.listener.set((told) -> {
            if (told.getClass().getSimpleName().equals(phase) && outcomes.isEmpty()) {
                outcomes.add(outcome(() -> this.stage.runtime().reloadBundle("acting")));
                outcomes.add(outcome(() -> this.stage.runtime().rollbackBundle("acting")));
                outcomes.add(outcome(() -> this.stage.runtime().unloadBundle("acting")));
                outcomes.add(outcome(() -> this.stage.runtime().close()));
            }
        });
        provoke(phase, "acting");
        assertThat(outcomes.get(0)).as("reload").isEqualTo(reload);
        assertThat(outcomes.get(1)).as("rollback").isIn(reload, "ReloadException");
        assertThat(outcomes.get(2)).as("unload").isEqualTo(unload);
        assertThat(outcomes.get(3)).as("close").isEqualTo("reentrant");
        boolean goes = phase.equals("Unloading") || unload.equals("ok");
        assertThat(this.stage.runtime().bundle("acting").isEmpty()).isEqualTo(goes);
        this.stage.awaitReclamation();
        assertThat(this.stage.mappedLibraries()).hasSize(goes ? 2 : 3);
        assertThat(this.stage.privateCopies()).hasSize(goes ? 2 : 4);
    }

    @Test
    @DisplayName("docs/behaviour.md 18.2: a bundle cannot reload, unload or load itself from its own init; a fresh"
            + " load knows no such bundle")
    void ownBundleFromInit() {
        this.acting.does("init reload " + this.stage.bundle("acting"))
            .does("init unload acting")
            .does("init load " + this.stage.bundle("acting"));
        this.stage.load("acting");
        assertThat(this.acting.outcomes().values()).containsExactly(List.of(1L), List.of(1L), List.of(REENTRANT));
        this.stage.runtime().reloadBundle("acting");
        assertThat(this.acting.outcomes().values()).containsExactly(List.of(1L, REENTRANT), List.of(1L, REENTRANT),
                List.of(REENTRANT, 1L));
        assertThat(this.stage.runtime().bundle("acting").orElseThrow().generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    @DisplayName("docs/behaviour.md 13.1: the life-cycle lock is held in every phase but Reclaimed")
    void lockInEachPhase(Phase phase) {
        List<Boolean> taken = new ArrayList<>();
        this.stage.load("acting");
        this.listener.set((told) -> {
            if (told.getClass().getSimpleName().equals(phase.name())) {
                Crew.startOne(() -> taken.add(isTakenByAnother())).join();
            }
        });
        if (phase == Phase.Reclaimed) {
            EpochGuard guard = this.stage.runtime().pin();
            this.stage.runtime().unloadBundle("acting");
            guard.close();
        }
        else {
            provoke(phase.name(), "acting");
        }
        this.stage.awaitReclamation();
        assertThat(taken).containsExactly(phase != Phase.Reclaimed);
    }

    /** Who is pinned is refused instead of waiting for the lock. */
    private boolean isTakenByAnother() {
        EpochGuard guard = this.stage.runtime().pin();
        Throwable refusal = catchThrowable(() -> this.stage.runtime().unloadBundle("no-such-bundle"));
        guard.close();
        assertThat(refusal).isInstanceOfAny(ReentrantCallException.class, BundleNotFoundException.class);
        return refusal instanceof ReentrantCallException;
    }

    private void attemptEverything(List<String> outcomes, String other) {
        PolyplugRuntime runtime = this.stage.runtime();
        outcomes.add("find " + outcome(this.stage::resolvable));
        outcomes.add("call " + outcome(() -> assertThat(this.stage.answering().answer()).isEqualTo(100)));
        outcomes.add("load " + outcome(() -> this.stage.load("slow")));
        outcomes.add("reload " + outcome(() -> runtime.reloadBundle(this.stage.bundle("reload-v2"))));
        outcomes.add("unload " + outcome(() -> runtime.unloadBundle("allocating")));
        outcomes.add("register " + outcome(() -> runtime.registerHostContract(Late.class, () -> 1)));
        outcomes.add("unregister " + outcome(() -> runtime.unregisterHostContract(Late.class)));
    }

    private static String outcome(Runnable work) {
        try {
            work.run();
            return "ok";
        }
        catch (PolyplugException ex) {
            boolean reentrant = ex instanceof ReentrantCallException
                    || (ex instanceof ReloadException reload && reload.isReentrant());
            return reentrant ? "reentrant" : ex.getClass().getSimpleName();
        }
    }

    private void provoke(String phase, String bundle) {
        switch (phase) {
            case "Failed" -> {
                this.acting.does("init refuse 300");
                assertThat(catchThrowable(() -> this.stage.runtime().reloadBundle(bundle)))
                    .isInstanceOf(ReloadException.class)
                    .hasMessageContaining("told to refuse");
            }
            case "Unloading" -> this.stage.runtime().unloadBundle(bundle);
            default -> this.stage.runtime().reloadBundle(bundle);
        }
    }

    private Acting.Actor actor() {
        return this.stage.runtime().contract(Acting.Actor.class);
    }

    /** The names of the phases. */
    enum Phase {

        Preparing, Reloaded, Failed, Unloading, Reclaimed

    }

    /** Registered while something else goes on. */
    @HostContract(name = "host.Late", version = "1.0.0")
    interface Late {

        @ContractFunction(0)
        int answer();

    }

    private final class Adding implements Acting.Greeter {

        @Override
        public String greet(String name) {
            return name;
        }

        @Override
        public int add(int a, int b) {
            ReentrancyTests.this.added.get().run();
            return a + b;
        }

    }

}
