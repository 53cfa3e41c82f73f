package io.polyplug.hostcontract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.polyplug.Crew;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Host contracts that bundles offer to each other.
 */
@Timeout(300)
class OfferedHostContractTests {

    private static final long SHARED = HostContractId.of("guest.Shared", 1).value();

    private static final long SINGLE = HostContractId.of("guest.Single", 1).value();

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("hostclient")
        .configured((builder) -> builder.hotReload(true));

    private Path marks;

    @BeforeEach
    void loadOffering() throws IOException {
        this.marks = this.polyplug.workDirectory().resolveSibling("marks");
        for (String build : List.of("offering", "offering-v2")) {
            Files.writeString(this.polyplug.folderOf(build).resolve("mark-file"), this.marks.toString());
        }
        this.polyplug.load("offering");
    }

    private PolyplugRuntime runtime() {
        return this.polyplug.runtime();
    }

    private HostClientGuest client() {
        return this.polyplug.contract(HostClientGuest.class);
    }

    private Offering offering() {
        return this.polyplug.contract(Offering.class);
    }

    /** Returns the marks, each as {@code event version}. */
    private List<String> marks() {
        try {
            return Files.readAllLines(this.marks).stream().map((line) -> line.replaceAll(" /.*", "")).toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void awaitReclamation() {
        assertThat(runtime().awaitReclamation(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    @DisplayName("HC-10, HC-12, HC-14: one instance for all, and one for each request")
    void instances() {
        long shared = client().open(SHARED, 1 << 16);
        assertThat(shared).isNotZero();
        assertThat(client().open(SHARED, 0)).isEqualTo(shared);
        assertThat(client().openElsewhere(SHARED, 0)).isEqualTo(shared);
        assertThat(offering().made()).isEqualTo(1);
        assertThat(client().call(client().table(SHARED, 0), shared, 0)).isEqualTo(100);

        long single = client().open(SINGLE, 0);
        long another = client().open(SINGLE, 0);
        assertThat(List.of(shared, single, another)).doesNotHaveDuplicates();
        assertThat(offering().made()).isEqualTo(3);
        client().giveBack(client().table(SINGLE, 0), single);
        assertThat(offering().alive()).isEqualTo(2);
        client().giveBack(client().table(SINGLE, 0), another);
    }

    @Test
    @DisplayName("HC-34: a factory that makes nothing is asked again at the next request")
    void nothingIsNotKept() {
        offering().failNext(2);
        assertThat(client().open(SHARED, 0)).isZero();
        assertThat(client().open(SHARED, 0)).isZero();
        assertThat(client().open(SHARED, 0)).isNotZero();
        assertThat(client().open(SHARED, 0)).isNotZero();
        assertThat(offering().made()).isEqualTo(3);
    }

    @Test
    @DisplayName("W-16: a factory that asks for its own contract gets nothing, and no deadlock")
    void factoryThatAsksForItself() {
        offering().askInFactory(true);
        assertThat(client().open(SHARED, 0)).isNotZero();
        assertThat(marks()).containsExactly("opened 1.0.0", "asked 1.0.0", "made 1.0.0");
        assertThat(client().open(SINGLE, 0)).as("there it is ready").isNotZero();
        assertThat(marks()).containsExactly("opened 1.0.0", "asked 1.0.0", "made 1.0.0", "made 1.0.0");
    }

    @Test
    @DisplayName("W-15: the singleton of a bundle that goes is destroyed once, before its library is closed")
    void unloadingDestroysTheSingleton() {
        client().open(SHARED, 0);
        runtime().unloadBundle("offering");
        awaitReclamation();
        assertThat(marks()).containsExactly("opened 1.0.0", "made 1.0.0", "unmade 1.0.0", "closed 1.0.0");
        assertThat(client().open(SHARED, 0)).isZero();
        assertThat(client().lastError()).startsWith("host contract not found");
    }

    @Test
    void whatWasNeverAskedForIsNotDestroyed() {
        runtime().unloadBundle("offering");
        awaitReclamation();
        assertThat(marks()).containsExactly("opened 1.0.0", "closed 1.0.0");
    }

    @Test
    @DisplayName("W-15: after a reload guests get the singleton of the new version; that of the old one is destroyed")
    void reloadReplacesTheSingleton() {
        client().open(SHARED, 0);
        runtime().reloadBundle(this.polyplug.folderOf("offering-v2"));
        long next = client().open(SHARED, 0);
        assertThat(client().call(client().table(SHARED, 0), next, 0)).isEqualTo(200);
        awaitReclamation();
        assertThat(marks()).contains("unmade 1.0.0", "closed 1.0.0").doesNotContain("unmade 1.1.0");
        assertThat(marks().indexOf("unmade 1.0.0")).isLessThan(marks().indexOf("closed 1.0.0"));
        assertThat(client().call(client().table(SHARED, 0), next, 0)).isEqualTo(200);
    }

    @Test
    @DisplayName("W-15: closing the runtime destroys singletons while their libraries are open")
    void closingDestroysSingletons() {
        client().open(SHARED, 0);
        runtime().close();
        assertThat(marks()).containsExactly("opened 1.0.0", "made 1.0.0", "unmade 1.0.0", "closed 1.0.0");
    }

    @Test
    @DisplayName("W-15: a singleton is not destroyed while a call that began before may still use it")
    void singletonOutlivesCallsThatBeganBefore() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        runtime().registerHostContract(Blocker.class, () -> {
            inside.countDown();
            await(leave);
            return 1;
        });
        long blocker = client().open(Blocker.class);
        long blockerTable = client().table(Blocker.class);
        client().open(SHARED, 0);
        Crew calling = Crew.startOne(() -> client().call(blockerTable, blocker, 0));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        runtime().unloadBundle("offering");
        assertThat(runtime().awaitReclamation(Duration.ofMillis(200))).isFalse();
        assertThat(marks()).doesNotContain("unmade 1.0.0");
        leave.countDown();
        calling.join();
        awaitReclamation();
        assertThat(marks()).endsWith("unmade 1.0.0", "closed 1.0.0");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    /** The bundle that offers. */
    @GuestContract(name = "demo.Offering", version = "1.0")
    interface Offering {

        @ContractFunction(0)
        void failNext(int count);

        @ContractFunction(1)
        int made();

        @ContractFunction(2)
        int alive();

        @ContractFunction(3)
        void askInFactory(boolean ask);

    }

    /** Lets a call of a guest last. */
    @HostContract(name = "host.Blocker", version = "1.0")
    interface Blocker {

        @ContractFunction(0)
        long block();

    }

}
