package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.polyplug.Crew;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.BundleLoadException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.polyplug.store.Registry.CONTRACT;
import static io.polyplug.store.Registry.V1;
import static io.polyplug.store.Registry.V2;
import static io.polyplug.store.Registry.generation;
import static io.polyplug.store.Registry.provider;
import static io.polyplug.store.Registry.refusal;
import static io.polyplug.store.Registry.swapProvider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is published can be found and resolved, and what is gone cannot.
 */
@Timeout(300)
class RuntimeStoreTests {

    private final Registry registry = new Registry();

    private final RuntimeStore<Boolean> store = this.registry.store;

    /** Lookup and publication. */
    @Nested
    class Lookup {

        @Test
        @DisplayName("S-01 S-06 S-08 S-33: a registered contract has the first slot, is found there, and resolves")
        void registeredContractIsFoundAndResolves() {
            GuestInterface provider = provider("bundle", "some.contract");
            GuestContractHandle handle = registry().activate(provider);

            assertThat(handle).isEqualTo(new GuestContractHandle(0, 0)).isNotEqualTo(GuestContractHandle.NULL);
            assertThat(store().find(provider.contractId(), 0)).contains(handle);
            assertThat(store().find(provider.contractId(), 0)).contains(handle);
            assertThat(store().handleOf(provider)).contains(handle);
            assertThat(store().resolve(handle)).isSameAs(provider);
            assertThat(store().resolve(handle).contractId()).isEqualTo(provider.contractId());
        }

        @Test
        @DisplayName("L-01 S-30: an unknown contract is not found, and no error")
        void unknownContractIsNotFound() {
            assertThat(store().find(CONTRACT, 0)).isEmpty();
            assertThat(store().findAll(CONTRACT, 0)).isEmpty();
            assertThat(store().providers(CONTRACT)).isEmpty();
        }

        @Test
        @DisplayName("S-02 S-15 S-28: a handle to a slot that does not exist is invalid")
        void handleToASlotThatDoesNotExistIsInvalid() {
            assertThat(refusal(() -> store().resolve(new GuestContractHandle(999, 0))))
                .contains("invalid plugin handle");
            GuestContractHandle handle = registry().activate(provider("bundle", "some.contract"));
            assertThat(refusal(() -> store().resolve(new GuestContractHandle(9999, 0))))
                .contains("invalid plugin handle");
            assertThat(refusal(() -> store().resolve(new GuestContractHandle(1, 0)))).contains("invalid plugin handle");
            assertThat(refusal(() -> store().resolve(GuestContractHandle.NULL))).contains("invalid plugin handle");
            assertThat(store().resolve(handle)).isNotNull();
        }

        @Test
        @DisplayName("docs/behaviour.md 10.4: generation is tested before presence, so a vacated slot is stale by its old handle and"
                + " invalid by its next")
        void vacatedSlotIsStaleByItsOldHandleAndInvalidByItsNext() {
            GuestInterface provider = provider("bundle", "some.contract");
            GuestContractHandle handle = registry().activate(provider);
            store().withdraw(provider.owner());
            assertThat(refusal(() -> store().resolve(handle))).contains("stale plugin handle");
            assertThat(refusal(() -> store().resolve(new GuestContractHandle(0, 1)))).contains("invalid plugin handle");
        }

        @Test
        @DisplayName("S-14: three contracts of three bundles resolve each to its own")
        void contractsOfSeveralBundlesResolveEachToItsOwn() {
            List<GuestInterface> providers = List.of(provider("a", "first"), provider("b", "second"),
                    provider("c", "third"));
            List<GuestContractHandle> handles = providers.stream().map(registry()::activate).toList();
            assertThat(handles).doesNotHaveDuplicates();
            assertThat(handles.stream().map(store()::resolve)).containsExactlyElementsOf(providers);
        }

        @Test
        @DisplayName("S-17 S-19 S-23: the first provider registered is found, the major is a floor")
        void firstProviderIsFoundAndTheMajorIsAFloor() {
            GuestContractHandle one = registry().activate(swapProvider("a", V1));
            GuestContractHandle two = registry().activate(swapProvider("b", V2));
            GuestInterface third = swapProvider("c", new Version(3, 0, 0));
            GuestContractHandle three = registry().activate(third);

            assertThat(store().find(CONTRACT, 0)).contains(one);
            assertThat(store().findAll(CONTRACT, 0)).containsExactly(one, two, three);
            assertThat(store().findAll(CONTRACT, 2)).containsExactly(two, three);
            assertThat(store().find(CONTRACT, 2)).contains(two);
            assertThat(store().findAll(CONTRACT, 4)).isEmpty();
            assertThat(store().find(CONTRACT, -1)).as("the floor is unsigned").isEmpty();

            store().withdraw(third.owner());
            assertThat(store().findAll(CONTRACT, 0)).containsExactly(one, two);
            assertThat(store().findAll(new GuestContractId(1), 0)).isEmpty();
        }

        @Test
        @DisplayName("S-18: one handle, a swap between two resolves: version 1, then version 2")
        void swapBetweenTwoResolves() {
            GuestInterface first = swapProvider("bundle", V1);
            GuestContractHandle handle = registry().activate(first);
            assertThat(store().resolve(handle).version()).isEqualTo(V1);
            registry().replace(first, V2);
            assertThat(store().resolve(handle).version()).isEqualTo(V2);
        }

        @Test
        @DisplayName("docs/behaviour.md 10.4: what follows a generation that was withdrawn is new: the handle of that one stays stale")
        void whatFollowsAWithdrawnGenerationIsNew() {
            GuestInterface first = swapProvider("bundle", V1);
            GuestContractHandle old = registry().activate(first);
            store().withdraw(first.owner());
            GuestInterface next = registry().replace(first, V2);
            GuestContractHandle handle = store().handleOf(next).orElseThrow();
            assertThat(handle.index()).isEqualTo(old.index());
            assertThat(refusal(() -> store().resolve(old))).contains("stale plugin handle");
            assertThat(store().resolve(handle)).isSameAs(next);
            assertThat(store().findAll(CONTRACT, 0)).containsExactly(handle);
        }

        @Test
        @DisplayName("S-16: 8 threads resolve 8 handles 100 times each and always get the right contract")
        void threadsResolveManyHandles() {
            List<GuestInterface> providers = IntStream.range(0, 8)
                .mapToObj((i) -> provider("bundle " + i, "contract " + i))
                .toList();
            List<GuestContractHandle> handles = providers.stream().map(registry()::activate).toList();
            Crew.run(8, (thread) -> {
                for (int i = 0; i < 100; i++) {
                    int which = (i + thread) % 8;
                    assertThat(store().resolve(handles.get(which))).isSameAs(providers.get(which));
                }
            });
        }

    }

    /** Who may publish what. */
    @Nested
    class Conflicts {

        @Test
        @DisplayName("S-03 S-21 S-22: a second provider of the same bundle is refused, one of another bundle is not")
        void secondProviderOfTheSameBundleIsRefused() {
            GuestContractHandle first = registry().activate(provider("bundle", "some.contract"));
            long revision = store().revision();

            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> registry().activate(provider("bundle", "some.contract")))
                .withMessageContaining("duplicate provider")
                .withMessageContaining("some.contract")
                .withMessageContaining("'bundle'");
            assertThat(store().revision()).isEqualTo(revision);

            GuestContractHandle other = registry().activate(provider("another bundle", "some.contract"));
            assertThat(store().findAll(GuestContractId.of("some.contract", 1), 0)).containsExactly(first, other);
        }

        @Test
        @DisplayName("S-04: one contract id under two names is a collision, and names both")
        void oneIdUnderTwoNamesIsACollision() {
            registry().activate(provider(generation("a", 1), CONTRACT, "first.name", V1));
            long revision = store().revision();
            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> registry().activate(provider(generation("b", 1), CONTRACT, "second.name", V1)))
                .withMessageContaining("collision")
                .withMessageContaining("first.name")
                .withMessageContaining("second.name")
                .withMessageContaining(CONTRACT.toString());
            assertThat(store().revision()).isEqualTo(revision);
            assertThat(store().findAll(CONTRACT, 0)).hasSize(1);
        }

        @Test
        @DisplayName("a name with and without its @major suffix is one name")
        void majorSuffixIsNotPartOfTheName() {
            registry().activate(provider(generation("generated", 1), CONTRACT, "demo.all@1", V1));
            registry().activate(provider(generation("hand-written", 1), CONTRACT, "demo.all", V1));
            assertThat(store().findAll(CONTRACT, 0)).hasSize(2);
        }

    }

    /** What unloading leaves. */
    @Nested
    class Withdrawal {

        @Test
        @DisplayName("S-11 S-12 S-13: after an unload the handle is stale and nothing is found")
        void handleIsStaleAfterAnUnload() {
            GuestInterface provider = provider("bundle", "some.contract");
            GuestContractHandle handle = registry().activate(provider);
            assertThat(store().resolve(handle)).isSameAs(provider);

            store().withdraw(provider.owner());

            assertThat(refusal(() -> store().resolve(handle))).contains("stale plugin handle");
            assertThat(store().find(provider.contractId(), 0)).isEmpty();
            assertThat(store().handleOf(provider)).isEmpty();
        }

        @Test
        @DisplayName("S-24: when another bundle takes the slot, the old handle stays stale and the new one resolves")
        void oldHandleStaysStaleWhenTheSlotIsTakenAgain() {
            GuestInterface gone = provider("first", "some.contract");
            GuestContractHandle old = registry().activate(gone);
            store().withdraw(gone.owner());
            GuestInterface next = provider("second", "some.contract");
            GuestContractHandle handle = registry().activate(next);

            assertThat(handle.index()).isEqualTo(old.index());
            assertThat(handle.generation()).isNotEqualTo(old.generation());
            assertThat(refusal(() -> store().resolve(old))).contains("stale plugin handle");
            assertThat(store().resolve(handle)).isSameAs(next);
        }

        @Test
        @DisplayName("the lowest vacant slot is taken first, and the order of providers is that of publication")
        void lowestVacantSlotIsTakenAndOrderIsThatOfPublication() {
            GuestInterface a = provider("a", "some.contract");
            GuestInterface b = provider("b", "some.contract");
            registry().activate(a);
            GuestContractHandle second = registry().activate(b);
            store().withdraw(a.owner());
            GuestContractHandle third = registry().activate(provider("c", "some.contract"));
            assertThat(third.index()).isZero();
            assertThat(store().findAll(a.contractId(), 0)).containsExactly(second, third);
        }

    }

    /** One transaction, one view, one revision. */
    @Nested
    class Revisions {

        @Test
        @DisplayName("W-24 docs/behaviour.md 10.5: each transaction adds one to the revision, whatever it holds; queries and failures add none")
        void eachTransactionAddsOne() {
            assertThat(store().revision()).isZero();
            GuestInterface single = swapProvider("single", V1);
            registry().activate(single);
            assertThat(store().revision()).isEqualTo(1);
            registry().replace(single, V2);
            assertThat(store().revision()).isEqualTo(2);
            Generation first = generation("triple", 1);
            List.of("one", "two", "three").forEach((name) -> provider(first, name));
            store().activate(first, null, false);
            assertThat(store().revision()).isEqualTo(3);
            Generation second = Registry.after(first);
            List.of("two", "three", "four").forEach((name) -> provider(second, name));
            store().activate(second, first, false);
            assertThat(store().revision()).isEqualTo(4);
            store().withdraw(second);
            assertThat(store().revision()).isEqualTo(5);

            store().find(CONTRACT, 0);
            store().cell(new Cell.Requirement("single", CONTRACT, V2, 1, null));
            assertThatExceptionOfType(BundleLoadException.class)
                .isThrownBy(() -> registry().activate(swapProvider("single", V1)));
            assertThat(store().revision()).isEqualTo(5);
            assertThat(revisions()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }

        @Test
        @DisplayName("docs/behaviour.md 10.5: who is told a revision sees its view and its cells")
        void whoIsToldARevisionSeesItsViewAndItsCells() {
            Cell.Requirement requirement = new Cell.Requirement("swap.test.contract", CONTRACT, V1, 1, null);
            GuestInterface provider = swapProvider("bundle", V1);
            List<Boolean> seen = new ArrayList<>();
            AtomicReference<RuntimeStore<Boolean>> told = new AtomicReference<>();
            told.set(new RuntimeStore<>(registry().pins, (revision) -> {
                seen.add(told.get().revision() == revision);
                seen.add(told.get().find(CONTRACT, 0).isPresent());
                seen.add(told.get().cell(requirement).currentVolatile() == provider);
            }));
            told.get().cell(requirement);
            told.get().activate(provider.owner(), null, false);
            assertThat(seen).containsExactly(true, true, true);
        }

        @Test
        @DisplayName("docs/behaviour.md 13.4: a generation with two contracts is published in one step")
        void generationIsPublishedInOneStep() {
            Generation first = generation("bundle", 1);
            GuestContractId one = provider(first, "one").contractId();
            GuestContractId two = provider(first, "two").contractId();
            store().activate(first, null, false);
            try (Crew readers = Crew.repeating(4, (reader) -> {
                long before = number(one);
                long between = number(two);
                long after = number(one);
                assertThat(between).isBetween(before, after);
            })) {
                readers.awaitRounds(1);
                Generation present = first;
                for (int i = 0; i < 2000; i++) {
                    Generation next = Registry.after(present);
                    provider(next, (i % 2 == 0) ? "two" : "one");
                    provider(next, (i % 2 == 0) ? "one" : "two");
                    store().activate(next, present, false);
                    present = next;
                }
                readers.awaitRounds(1);
            }
        }

        private long number(GuestContractId contract) {
            return store().resolve(store().find(contract, 0).orElseThrow()).generation();
        }

    }

    private Registry registry() {
        return this.registry;
    }

    private RuntimeStore<Boolean> store() {
        return this.store;
    }

    private List<Long> revisions() {
        return this.registry.revisions;
    }

}
