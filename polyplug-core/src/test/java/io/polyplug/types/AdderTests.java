package io.polyplug.types;

import io.polyplug.BundleInfo;
import io.polyplug.EpochGuard;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.GuestContractInterface;
import io.polyplug.contract.Version;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The smallest bundle there is, and one that somebody else wrote.
 */
class AdderTests {

    private static final GuestContractId TEST_ADD = new GuestContractId(0x40244DF59FCBECB6L);

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("adder", "adder-twin");

    private final Adder adder = polyplug.runtime().contract(Adder.class, "adder");

    private final Adder twin = polyplug.runtime().contract(Adder.class, "adder-twin");

    @Test
    @DisplayName("DS-01, DS-24: this host drives the bundle: 3 + 5 is 8")
    void sum() {
        assertThat(this.adder.add(3, 5)).isEqualTo(8);
    }

    @Test
    @DisplayName("DS-02: 0 + 0 overwrites the 99 that the call before left in its place")
    void zeroOverwritesWhatWasThere() {
        for (int i = 0; i < 100; i++) {
            assertThat(this.adder.add(99, 0)).isEqualTo(99);
            assertThat(this.adder.add(0, 0)).isZero();
        }
    }

    @Test
    @DisplayName("DS-03: the largest number and 1 wrap to 0")
    void sumWraps() {
        assertThat(this.adder.add(-1, 1)).isZero();
        assertThat(this.twin.add(Integer.MIN_VALUE, Integer.MIN_VALUE)).isZero();
    }

    @Test
    @DisplayName("DS-23, AB-55: a bundle that shares no source with ours gets no loader data, and answers 10 + 20 with 30")
    void bundleOfAStranger() {
        assertThat(this.twin.add(10, 20)).isEqualTo(30);
    }

    @Test
    @DisplayName("L-25, L-26, S-29, MF-22: ABI 1 is accepted; init registers test.add under the id known for it, with one"
            + " function, to be found and resolved")
    void registeredContract() {
        BundleInfo info = polyplug.runtime().bundle("adder").orElseThrow();
        assertThat(info.contracts()).singleElement().satisfies((contract) -> {
            assertThat(contract.id()).isEqualTo(TEST_ADD);
            assertThat(contract.name()).isEqualTo("test.add");
            assertThat(contract.functionCount()).isEqualTo(1);
        });
        assertThat(polyplug.runtime().findGuestContract(TEST_ADD, 1)).contains(info.contracts().get(0).handle());
        try (EpochGuard guard = polyplug.runtime().pin()) {
            GuestContractInterface resolved = polyplug.runtime().resolve(info.contracts().get(0).handle(), guard);
            assertThat(resolved.contractId()).isEqualTo(TEST_ADD);
            assertThat(resolved.version()).isEqualTo(new Version(1, 0, 0));
            assertThat(resolved.functionCount()).isEqualTo(1);
        }
    }

    /** The one function of both bundles. */
    @GuestContract(name = "test.add", version = "1.0")
    interface Adder {

        @ContractFunction(0)
        int add(int a, int b);

    }

}
