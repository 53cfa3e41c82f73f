package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.RuntimeClosedException;
import io.polyplug.rollout.RolloutSettings;
import io.polyplug.trial.Trial;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.polyplug.store.Registry.V1;
import static io.polyplug.store.Registry.V2;
import static io.polyplug.store.Registry.generation;
import static io.polyplug.store.Registry.provider;
import static io.polyplug.store.Registry.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One generation in the place of another: what is kept, dropped and added, for handles,
 * lookups and cells.
 */
class GenerationSwapTests {

    private static final GuestContractId KEPT = GuestContractId.of("kept", 1);

    private static final GuestContractId DROPPED = GuestContractId.of("dropped", 1);

    private static final GuestContractId ADDED = GuestContractId.of("added", 1);

    private final Registry registry = new Registry();

    private final RuntimeStore<Boolean> store = this.registry.store;

    @Test
    @DisplayName("RL-08: one provider before, one while the next is staged, one after")
    void thereIsOneProviderAtEachMoment() {
        Generation first = generation("bundle", 1);
        provider(first, "kept");
        this.store.activate(first, null, false);
        assertThat(this.store.findAll(KEPT, 0)).hasSize(1);

        Generation next = Registry.after(first);
        GuestInterface staged = provider(next, "kept");
        assertThat(this.store.findAll(KEPT, 0)).hasSize(1);
        assertThat(this.store.providers(KEPT)).doesNotContain(staged);

        this.store.activate(next, first, false);
        assertThat(this.store.providers(KEPT)).containsExactly(staged);
    }

    @Test
    @DisplayName("RL-09: a generation that drops the only contract leaves none, and the handle stale")
    void droppedContractIsGoneAndItsHandleStale() {
        Generation first = generation("bundle", 1);
        provider(first, "dropped");
        this.store.activate(first, null, false);
        GuestContractHandle handle = this.store.find(DROPPED, 0).orElseThrow();

        this.store.activate(Registry.after(first), first, false);

        assertThat(this.store.findAll(DROPPED, 0)).isEmpty();
        assertThat(refusal(() -> this.store.resolve(handle))).contains("stale plugin handle");
    }

    @Test
    @DisplayName("RL-10 W-12: while staged, and after it was given up, the published one is found and its handle resolves")
    void stagedGenerationThatIsGivenUpChangesNothing() {
        Generation first = generation("bundle", 1);
        GuestInterface published = provider(first, "kept");
        this.store.activate(first, null, false);
        GuestContractHandle handle = this.store.find(KEPT, 0).orElseThrow();
        long revision = this.store.revision();

        GuestInterface staged = provider(Registry.after(first), "kept");

        assertThat(this.store.conflict(staged, first)).isEmpty();
        assertThat(this.store.find(KEPT, 0)).contains(handle);
        assertThat(this.store.resolve(handle)).isSameAs(published);
        assertThat(this.store.handleOf(staged)).as("no handle is minted before publication").isEmpty();
        assertThat(this.store.revision()).isEqualTo(revision);
    }

    @Test
    @DisplayName("RL-11: kept contracts keep slot and handle; a dropped one's slot is taken by the next registration"
            + " with another generation")
    void keptContractsKeepTheirHandlesAndDroppedSlotsAreTakenAgain() {
        Generation first = generation("bundle", 1);
        provider(first, "dropped");
        provider(first, "kept");
        this.store.activate(first, null, false);
        GuestContractHandle kept = this.store.find(KEPT, 0).orElseThrow();
        GuestContractHandle dropped = this.store.find(DROPPED, 0).orElseThrow();

        Generation next = Registry.after(first);
        GuestInterface successor = provider(next, "kept");
        provider(next, "added");
        this.store.activate(next, first, false);

        assertThat(this.store.find(KEPT, 0)).contains(kept);
        assertThat(this.store.resolve(kept)).isSameAs(successor);
        GuestContractHandle added = this.store.find(ADDED, 0).orElseThrow();
        assertThat(added.index()).isEqualTo(dropped.index());
        assertThat(added.generation()).isNotEqualTo(dropped.generation());
        assertThat(refusal(() -> this.store.resolve(dropped))).contains("stale plugin handle");
    }

    @Test
    @DisplayName("docs/behaviour.md 10.3: the order of providers is kept by a swap, and what is added goes last")
    void orderOfProvidersIsKept() {
        Generation first = generation("first", 1);
        provider(first, "kept");
        this.store.activate(first, null, false);
        Generation second = generation("second", 1);
        provider(second, "kept");
        provider(second, "added");
        this.store.activate(second, null, false);

        Generation next = Registry.after(first);
        provider(next, "kept");
        provider(next, "added");
        this.store.activate(next, first, false);

        assertThat(this.store.providers(KEPT)).extracting(GuestInterface::bundleName)
            .containsExactly("first", "second");
        assertThat(this.store.providers(ADDED)).extracting(GuestInterface::bundleName)
            .containsExactly("second", "first");
    }

    @Test
    @DisplayName("W-07: a generation that collides publishes nothing of itself")
    void generationThatCollidesPublishesNothing() {
        GuestContractId id = GuestContractId.of("taken", 1);
        this.store.activate(provider(generation("other", 1), id, "taken", V1).owner(), null, false);
        Generation next = generation("bundle", 1);
        provider(next, "kept");
        provider(next, id, "another name", V1);
        long revision = this.store.revision();
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> this.store.activate(next, null, false))
            .withMessageContaining("collision");
        assertThat(this.store.find(KEPT, 0)).isEmpty();
        assertThat(this.store.revision()).isEqualTo(revision);
    }

    @Test
    @DisplayName("W-03: a second activation of a bundle that is not told of the first is refused")
    void secondActivationBesideTheFirstIsRefused() {
        Generation first = generation("bundle", 1);
        GuestInterface published = provider(first, "kept");
        this.store.activate(first, null, false);
        Generation stranger = generation("bundle", 2);
        provider(stranger, "kept");
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.store.activate(stranger, null, false))
            .withMessageContaining("duplicate provider");
        assertThat(this.store.providers(KEPT)).containsExactly(published);
    }

    @Test
    @DisplayName("a cell calls the first provider that fits, and follows swaps and withdrawals")
    void cellFollowsTheFirstProviderThatFits() {
        Cell<Boolean> any = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 1, null));
        Cell<Boolean> bound = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 1, "second"));
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(any::currentVolatile)
            .withMessageContaining("kept");
        Generation first = generation("first", 1);
        GuestInterface one = provider(first, "kept");
        this.store.activate(first, null, false);
        Generation second = generation("second", 1);
        GuestInterface two = provider(second, "kept");
        this.store.activate(second, null, false);
        assertThat(any.currentVolatile()).isSameAs(one);
        assertThat(bound.currentVolatile()).isSameAs(two);

        Generation next = Registry.after(first);
        GuestInterface three = provider(next, "kept");
        this.store.activate(next, first, false);
        assertThat(any.currentVolatile()).isSameAs(three);

        this.store.withdraw(next);
        assertThat(any.currentVolatile()).isSameAs(two);
        this.store.withdraw(second);
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(bound::currentVolatile)
            .withMessageContaining("'second'");
    }

    @Test
    @DisplayName("a cell never calls a provider of another major, of a lower minor, or with too few functions")
    void cellSkipsProvidersThatDoNotFit() {
        Cell<Boolean> major = this.store.cell(new Cell.Requirement("kept", KEPT, V2, 1, null));
        Cell<Boolean> functions = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 2, null));
        Generation first = generation("first", 1);
        provider(first, "kept");
        this.store.activate(first, null, false);
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(major::currentVolatile);
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(functions::currentVolatile);
    }

    @Test
    @DisplayName("a cell has one counter, which is a word in each home slot, until it has a candidate")
    void cellsThatShareTheirCallsHaveASecondCounter() {
        List<Cell<Boolean>> cells = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            cells.add(this.store.cell(new Cell.Requirement("kept", KEPT, new Version(1, i, 0), 1, null)));
        }
        Generation serving = generation("bundle", 1);
        provider(serving, "kept");
        this.store.activate(serving, null, false);
        assertThat(this.registry.pins.counter().index()).isEqualTo(cells.size());

        for (int trial = 0; trial < 3; trial++) {
            Generation candidate = Registry.after(serving);
            provider(candidate, "kept");
            Trial shared = new Trial("kept", RolloutSettings.canary(500));
            this.store.split(serving, candidate, shared);
            assertThat(cells.get(0).splitVolatile()).isNotNull();
            this.store.unsplit(shared);
        }
        assertThat(this.registry.pins.counter().index()).isEqualTo(cells.size() + 2);
    }

    @Test
    @DisplayName("after closing, cells refuse as closed, also those made later, and whatever is published")
    void cellsOfAClosedStoreRefuse() {
        Cell<Boolean> early = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 1, null));
        Generation first = generation("first", 1);
        provider(first, "kept");
        this.store.activate(first, null, false);
        this.store.close();
        Cell<Boolean> late = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 1, "first"));
        Generation next = Registry.after(first);
        provider(next, "kept");
        this.store.activate(next, first, false);
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(early::currentVolatile);
        assertThatExceptionOfType(RuntimeClosedException.class).isThrownBy(late::currentVolatile);
    }

    @Test
    @DisplayName("who may have seen a bundle: its cells, and cells of bundles that reach for peers")
    void readersOfABundle() {
        Generation first = generation("first", 1);
        provider(first, "kept");
        this.store.activate(first, null, false);
        Generation second = generation("second", 1);
        provider(second, "added");
        this.store.activate(second, null, false);
        Cell<Boolean> ofFirst = this.store.cell(new Cell.Requirement("kept", KEPT, V1, 1, null));
        Cell<Boolean> ofSecond = this.store.cell(new Cell.Requirement("added", ADDED, V1, 1, null));
        Cell<Boolean> ofNone = this.store.cell(new Cell.Requirement("dropped", DROPPED, V1, 1, null));

        assertThat(this.store.mayHaveSeen(ofFirst.reader(), first.ledger())).isTrue();
        assertThat(this.store.mayHaveSeen(ofSecond.reader(), first.ledger())).isFalse();
        assertThat(this.store.mayHaveSeen(ofNone.reader(), first.ledger())).isFalse();

        this.store.withdraw(first);
        assertThat(this.store.mayHaveSeen(ofFirst.reader(), first.ledger()))
            .as("calls in flight outlive the withdrawal")
            .isTrue();

        second.ledger().markReachesPeersVolatile();
        assertThat(this.store.mayHaveSeen(ofSecond.reader(), first.ledger())).isTrue();
        assertThat(this.store.mayHaveSeen(ofNone.reader(), first.ledger())).isFalse();
    }

}
