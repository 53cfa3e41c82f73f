package io.polyplug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.hostapi.HostApiGuest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several bundles that provide one contract.
 */
@Timeout(300)
class SeveralProvidersTests {

    private static final GuestContractId TEST_ADD = GuestContractId.of("test.add", 1);

    @RegisterExtension
    final Stage stage = new Stage();

    private List<GuestContractHandle> listedByAGuest(GuestContractId contract) {
        byte[] bytes = this.stage.runtime().contract(HostApiGuest.class).findAll(contract.value(), 0);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<GuestContractHandle> handles = new ArrayList<>();
        while (words.hasRemaining()) {
            handles.add(GuestContractHandle.ofPacked(words.getLong()));
        }
        return handles;
    }

    private long heldByTheGuest() {
        return this.stage.runtime().statistics().guestBytes().get("hostapi");
    }

    @Test
    @DisplayName("S-25, S-26, S-31, FF-33, FF-34: one bundle, then another one of a stranger: each lists in order, for"
            + " Java and for guests")
    void secondProviderIsListedBehindTheFirst() {
        this.stage.load("hostapi");
        this.stage.load("adder");
        GuestContractHandle first = this.stage.runtime().findGuestContract(TEST_ADD, 0).orElseThrow();
        assertThat(first.isNull()).isFalse();
        assertThat(listedByAGuest(TEST_ADD)).containsExactly(first);
        this.stage.load("adder-twin");
        List<GuestContractHandle> both = this.stage.runtime().findAllGuestContracts(TEST_ADD, 0);
        assertThat(both).hasSize(2).startsWith(first).doesNotHaveDuplicates();
        assertThat(listedByAGuest(TEST_ADD)).isEqualTo(both);
        assertThat(this.stage.runtime().findGuestContract(TEST_ADD, 0)).contains(first);
        assertThat(this.stage.runtime().contracts(Adder.class)).containsOnlyKeys("adder", "adder-twin");
    }

    @Test
    @DisplayName("providers are named in the order of registration, and only those that fit the interface")
    void providersAreNamed() {
        PolyplugRuntime runtime = this.stage.runtime();
        assertThat(runtime.providers(Adder.class)).isEmpty();
        assertThat(runtime.providers(TEST_ADD)).isEmpty();
        this.stage.load("adder-twin");
        this.stage.load("reload-v1");
        this.stage.load("adder");
        assertThat(runtime.providers(Adder.class)).containsExactly("adder-twin", "adder");
        assertThat(runtime.providers(LaterAdder.class)).containsExactly("adder-twin");
        assertThat(runtime.providers(TEST_ADD)).containsExactly("adder-twin", "adder");
        runtime.unloadBundle("adder-twin");
        assertThat(runtime.providers(Adder.class)).containsExactly("adder");
        assertThatExceptionOfType(ContractDefinitionException.class)
            .isThrownBy(() -> runtime.providers(Runnable.class));
    }

    @Test
    @DisplayName("S-27: who asks for a bundle's contract gets that bundle's, found by its minor version")
    void contractOfOneBundle() {
        this.stage.load("adder");
        this.stage.load("adder-twin");
        try (EpochGuard guard = this.stage.runtime().pin()) {
            for (BundleInfo bundle : this.stage.runtime().bundles()) {
                GuestContractHandle handle = bundle.contracts().get(0).handle();
                assertThat(this.stage.runtime().resolve(handle, guard).version().minor())
                    .isEqualTo(bundle.name().equals("adder") ? 0 : 9);
            }
        }
        Adder first = this.stage.runtime().contract(Adder.class);
        Adder twin = this.stage.runtime().contract(Adder.class, "adder-twin");
        assertThat(first.add(1, 2)).isEqualTo(twin.add(1, 2)).isEqualTo(3);
        this.stage.runtime().unloadBundle("adder");
        assertThat(first.add(4, 5)).as("now the twin's").isEqualTo(9);
        assertThat(twin.add(4, 5)).isEqualTo(9);
    }

    @Test
    @DisplayName("S-20: of three providers one goes: a guest's list has two handles, and giving it back leaves nothing")
    void listAfterOneOfThreeHasGone() {
        this.stage.load("hostapi");
        this.stage.load("reload-v1");
        this.stage.runtime().loadBundle(this.stage.renamed("reload-v2", "second"));
        this.stage.runtime().loadBundle(this.stage.renamed("reload-stateless", "third"));
        assertThat(listedByAGuest(Plugins.RELOAD_TEST)).hasSize(3);
        this.stage.runtime().unloadBundle("second");
        for (int i = 0; i < 64; i++) {
            listedByAGuest(Plugins.RELOAD_TEST);
        }
        long held = heldByTheGuest();
        for (int i = 0; i < 64; i++) {
            assertThat(listedByAGuest(Plugins.RELOAD_TEST)).hasSize(2)
                .isEqualTo(this.stage.runtime().findAllGuestContracts(Plugins.RELOAD_TEST, 0));
        }
        assertThat(heldByTheGuest()).isEqualTo(held);
    }

    /** What both adders provide. */
    @GuestContract(name = "test.add", version = "1.0")
    interface Adder {

        @ContractFunction(0)
        int add(int a, int b);

    }

    /** What only the twin provides in that version. */
    @GuestContract(name = "test.add", version = "1.9")
    interface LaterAdder {

        @ContractFunction(0)
        int add(int a, int b);

    }

}
