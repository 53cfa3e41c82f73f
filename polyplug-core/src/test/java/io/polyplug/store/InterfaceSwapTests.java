package io.polyplug.store;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.polyplug.Crew;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.epoch.PinSlot;
import io.polyplug.epoch.Reader;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.epoch.Retired;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.polyplug.store.Registry.CONTRACT;
import static io.polyplug.store.Registry.V1;
import static io.polyplug.store.Registry.V2;
import static io.polyplug.store.Registry.swapProvider;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One generation in the place of another, without any native code: seen by readers at
 * once, and harmless to those who read before.
 */
@Timeout(300)
class InterfaceSwapTests {

    private final Registry registry = new Registry();

    private final RuntimeStore<Boolean> store = this.registry.store;

    @Test
    @DisplayName("R-01 R-02 R-03: a handle shows the new interface after a swap under a pinned reader")
    void handleShowsTheNewInterfaceAfterASwapUnderAPinnedReader() {
        GuestInterface first = swapProvider("bundle 2", V1);
        GuestContractHandle handle = this.registry.activate(first);
        PinSlot<Boolean> pin = this.store.pinGuard();
        assertThat(this.store.resolve(handle).version().major()).isEqualTo(1);

        this.registry.replace(first, V2);

        assertThat(this.store.resolve(handle).version().major()).isEqualTo(2);
        assertThat(this.store.find(CONTRACT, 0)).contains(handle);
        pin.unpinRelease();
    }

    @Test
    @DisplayName("R-04: what was resolved under a pin stays usable until that pin ends, and is released then")
    void whatWasResolvedUnderAPinStaysUsableUntilItEnds() throws InterruptedException {
        GuestInterface first = swapProvider("bundle 2", V1);
        GuestContractHandle handle = this.registry.activate(first);
        try (Reclaimer reclaimer = new Reclaimer(this.registry.pins, Duration.ofMinutes(1), () -> {
        })) {
            PinSlot<Boolean> pin = this.store.pinGuard();
            GuestInterface before = this.store.resolve(handle);
            this.registry.replace(first, V2);
            ReplacedInterface replaced = new ReplacedInterface(this.store, first);
            reclaimer.retire(replaced);

            replaced.awaitScans(3);
            assertThat(replaced.reclaimed.getCount()).isEqualTo(1);
            assertThat(before).isSameAs(first);
            assertThat(before.functionAddress(0)).isEqualTo(0x1001);

            pin.unpinRelease();
            assertThat(replaced.reclaimed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("R-05: another bundle and contract: major 1 before the swap, major 2 after it, by one handle")
    void anotherBundleAndContract() {
        GuestContractId id = GuestContractId.of("swap.direct.contract", 1);
        GuestInterface first = Registry.provider(Registry.generation("bundle 3", 1), id, "swap.direct.contract", V1);
        GuestContractHandle handle = this.registry.activate(first);
        assertThat(this.store.resolve(handle).version().major()).isEqualTo(1);

        this.registry.replace(first, V2);

        assertThat(this.store.resolve(handle).version().major()).isEqualTo(2);
        assertThat(this.store.find(id, 0)).contains(handle);
    }

    @Test
    @DisplayName("R-06: 50 alternating swaps of one slot all succeed and leave the one handle valid")
    void fiftyAlternatingSwapsSucceed() {
        GuestInterface present = swapProvider("bundle 2", V1);
        GuestContractHandle handle = this.registry.activate(present);
        for (int cycle = 0; cycle < 50; cycle++) {
            present = this.registry.replace(present, (cycle % 2 == 0) ? V2 : V1);
            assertThat(this.store.resolve(handle).version()).isEqualTo((cycle % 2 == 0) ? V2 : V1);
        }
        assertThat(this.store.findAll(CONTRACT, 0)).containsExactly(handle);
    }

    @Test
    @DisplayName("R-06: 100 000 swaps keep nothing of what they replaced")
    void swapsKeepNothingOfWhatTheyReplaced() {
        GuestInterface present = swapProvider("bundle 2", V1);
        GuestContractHandle handle = this.registry.activate(present);
        List<WeakReference<GuestInterface>> replaced = new ArrayList<>();
        for (int cycle = 0; cycle < 100_000; cycle++) {
            if (cycle % 1000 == 0) {
                replaced.add(new WeakReference<>(this.store.resolve(handle)));
            }
            present = this.registry.replace(present, (cycle % 2 == 0) ? V2 : V1);
        }
        assertThat(replaced).hasSize(100);
        // One collection need not clear all; what is kept no number of them clears.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!replaced.stream().allMatch((each) -> each.get() == null)) {
            assertThat(System.nanoTime()).as("what was replaced is still kept").isLessThan(deadline);
            System.gc();
        }
    }

    @Test
    @DisplayName("D-01 D-02: 8 readers find, resolve and create 10 000 times each across a swap")
    void readersFindResolveAndCreateAcrossASwap() throws InterruptedException {
        GuestInterface first = swapProvider("bundle 2", V1);
        GuestContractHandle registered = this.registry.activate(first);
        CountDownLatch dispatched = new CountDownLatch(1000);
        AtomicInteger completed = new AtomicInteger();
        Crew readers = Crew.start(8, (reader) -> {
            for (int i = 0; i < 10_000; i++) {
                PinSlot<Boolean> pin = this.store.pinGuard();
                try {
                    GuestContractHandle handle = this.store.find(CONTRACT, 0).orElseThrow();
                    GuestInterface found = this.store.resolve(handle);
                    assertThat(found.lifecycle().create(found, 0)).isEqualTo(GuestInstance.NOTHING);
                }
                finally {
                    pin.unpinRelease();
                }
                dispatched.countDown();
                completed.incrementAndGet();
            }
        });
        assertThat(dispatched.await(60, TimeUnit.SECONDS)).isTrue();
        this.registry.replace(first, V2);
        readers.join();

        assertThat(completed).hasValue(80_000);
        GuestInterface last = this.store.resolve(registered);
        assertThat(last.version()).isEqualTo(V2);
        assertThat(last.createFunction()).isEqualTo(2);
    }

    @Test
    @DisplayName("D-03 G-02: readers see exactly version 1 or 2, and never nothing, during 200 swaps")
    void readersSeeOneVersionOrTheOtherDuringSwaps() {
        GuestInterface present = swapProvider("bundle 2", V1);
        this.registry.activate(present);
        try (Crew readers = Crew.repeating(8, (reader) -> {
            PinSlot<Boolean> pin = this.store.pinGuard();
            try {
                GuestInterface found = this.store.resolve(this.store.find(CONTRACT, 0).orElseThrow());
                assertThat(found.version()).isIn(V1, V2);
                assertThat(found.functionAddress(0)).isEqualTo(0x1000 + found.version().major());
            }
            finally {
                pin.unpinRelease();
            }
        })) {
            readers.awaitRounds(1);
            for (int cycle = 0; cycle < 200; cycle++) {
                present = this.registry.replace(present, (cycle % 2 == 0) ? V2 : V1);
            }
            readers.awaitRounds(1);
        }
    }

    /** An interface on its way out, whose reclamation the test can watch. */
    private static final class ReplacedInterface implements Retired {

        private final RuntimeStore<?> store;

        private final GuestInterface replaced;

        private final AtomicInteger scans = new AtomicInteger();

        private final CountDownLatch reclaimed = new CountDownLatch(1);

        ReplacedInterface(RuntimeStore<?> store, GuestInterface replaced) {
            this.store = store;
            this.replaced = replaced;
        }

        @Override
        public Predicate<Reader> readers() {
            this.scans.incrementAndGet();
            return (reader) -> this.store.mayHaveSeen(reader, this.replaced.owner().ledger());
        }

        @Override
        public void reclaim() {
            this.reclaimed.countDown();
        }

        void awaitScans(int atLeast) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (this.scans.get() < atLeast) {
                assertThat(System.nanoTime()).as("the reclaimer looks").isLessThan(deadline);
                LockSupport.parkNanos(100_000);
            }
        }

    }

}
