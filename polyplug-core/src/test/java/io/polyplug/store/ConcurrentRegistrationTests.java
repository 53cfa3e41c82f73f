package io.polyplug.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.polyplug.Crew;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.epoch.PinSlot;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.StaleHandleException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.polyplug.store.Registry.V1;
import static io.polyplug.store.Registry.generation;
import static io.polyplug.store.Registry.provider;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads publish generations, withdraw them and look up at once.
 */
@Timeout(300)
class ConcurrentRegistrationTests {

    private static final GuestContractId SHARED = GuestContractId.of("shared", 1);

    private final Registry registry = new Registry();

    private final RuntimeStore<Boolean> store = this.registry.store;

    @Test
    @DisplayName("G-01: 8 threads register 8 contracts, find and resolve their own 32 times; all 8 are there at the end")
    void threadsRegisterFindAndResolve() {
        Crew.run(8, (thread) -> {
            GuestInterface provider = provider("bundle " + thread, "contract " + thread);
            GuestContractHandle own = this.registry.activate(provider);
            for (int i = 0; i < 32; i++) {
                GuestInterface found = this.store.resolve(this.store.find(provider.contractId(), 0).orElseThrow());
                assertThat(found.contractId()).isEqualTo(provider.contractId());
                assertThat(found.version()).isEqualTo(V1);
            }
            assertThat(this.store.resolve(own)).isSameAs(provider);
        });
        for (int i = 0; i < 8; i++) {
            assertThat(this.store.find(GuestContractId.of("contract " + i, 1), 0)).isPresent();
        }
        assertThat(this.store.revision()).isEqualTo(8);
    }

    @Test
    @DisplayName("G-06: of 8 threads that register one contract of one bundle exactly one wins")
    void oneOfManyEqualRegistrationsWins() {
        AtomicInteger won = new AtomicInteger();
        AtomicInteger duplicates = new AtomicInteger();
        Crew.run(8, (thread) -> {
            try {
                this.registry.activate(provider("bundle", "shared"));
                won.incrementAndGet();
            }
            catch (BundleLoadException ex) {
                assertThat(ex).hasMessageContaining("duplicate provider");
                duplicates.incrementAndGet();
            }
        });
        assertThat(won).hasValue(1);
        assertThat(duplicates).hasValue(7);
        assertThat(this.store.findAll(SHARED, 0)).hasSize(1);
    }

    @Test
    @DisplayName("G-07: while 8 bundles register one contract no reader sees more than 8, nor fewer than before")
    void readersNeverSeeMoreProvidersThanThereAre() {
        List<Integer> last = new ArrayList<>(List.of(0, 0, 0, 0));
        try (Crew readers = Crew.repeating(4, (reader) -> {
            int found = this.store.findAll(SHARED, 0).size();
            assertThat(found).isBetween(last.get(reader), 8);
            last.set(reader, found);
        })) {
            readers.awaitRounds(1);
            Crew.run(8, (writer) -> this.registry.activate(provider("bundle " + writer, "shared")));
            readers.awaitRounds(1);
        }
        assertThat(this.store.findAll(SHARED, 0)).hasSize(8);
    }

    @Test
    @DisplayName("U-01: during 24 unloads and loads a reader gets the right contract or a clean failure")
    void readersGetTheRightContractOrACleanFailure() {
        GuestInterface provider = provider("bundle", "shared");
        this.registry.activate(provider);
        AtomicIntegerArray resolved = new AtomicIntegerArray(6);
        try (Crew readers = Crew.repeating(6, (reader) -> resolved.addAndGet(reader, read() ? 1 : 0))) {
            readers.awaitRounds(1);
            Generation present = provider.owner();
            for (int round = 0; round < 24; round++) {
                this.store.withdraw(present);
                GuestInterface next = provider("bundle", "shared");
                this.registry.activate(next);
                present = next.owner();
            }
            readers.awaitRounds(1);
        }
        for (int reader = 0; reader < 6; reader++) {
            assertThat(resolved.get(reader)).as("resolved by reader %s", reader).isPositive();
        }
        assertThat(read()).isTrue();
    }

    @Test
    @DisplayName("U-02 U-03: 4 writers unload and load one bundle 200 times; readers never see another contract")
    void writersUnloadAndLoadOneBundle() {
        Generation generation = generation("bundle", 1);
        provider(generation, "shared");
        try (Crew readers = Crew.repeating(4, (reader) -> read())) {
            Crew.run(4, (writer) -> {
                for (int round = 0; round < 200; round++) {
                    this.store.withdraw(generation);
                    try {
                        this.store.activate(generation, null, false);
                    }
                    catch (BundleLoadException ex) {
                        assertThat(ex).hasMessageContaining("duplicate provider");
                    }
                }
            });
            readers.awaitRounds(1);
        }
        this.store.withdraw(generation);
        assertThat(read()).isFalse();
        this.store.activate(generation, null, false);
        assertThat(read()).isTrue();
    }

    private boolean read() {
        PinSlot<Boolean> pin = this.store.pinGuard();
        try {
            Optional<GuestContractHandle> handle = this.store.find(SHARED, 0);
            if (handle.isEmpty()) {
                return false;
            }
            assertThat(this.store.resolve(handle.get()).contractId()).isEqualTo(SHARED);
            return true;
        }
        catch (StaleHandleException ex) {
            return false;
        }
        finally {
            pin.unpinRelease();
        }
    }

}
