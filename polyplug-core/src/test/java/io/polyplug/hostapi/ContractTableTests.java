package io.polyplug.hostapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ReloadException;
import io.polyplug.testing.MessageRules;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables whose first call would end the process are refused when they are registered.
 */
@Timeout(60)
class ContractTableTests {

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with().configured((builder) -> builder.hotReload(true));

    /** Returns a folder with a bundle that registers the given table. */
    private Path bundle(String table) {
        Path folder = this.polyplug.folderOf("tables");
        try {
            Files.writeString(folder.resolve("table"), table);
            return folder;
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** One bundle, one cause, one cure. */
    private void checkText(Throwable failure) {
        MessageRules.check(failure.getMessage(), this.polyplug.workDirectory(), "tables");
    }

    @ParameterizedTest
    @ValueSource(strings = { "plain", "suffixed", "heap-array", "function-in-libc", "function-made-at-run-time" })
    @DisplayName("functions may lie in any library, and in memory that was made executable")
    void right(String table) {
        this.polyplug.runtime().loadBundle(bundle(table));
        Tables contract = this.polyplug.contract(Tables.class);
        for (int i = 0; i < 100; i++) {
            assertThat(contract.answer()).isEqualTo(42);
            contract.nothing();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "machine-as-native-union | functions",
            "call-is-data | no code for dispatch.vm.call: 0x", "function-is-data | no code for function 1: 0x",
            "function-is-small | no code for function 1: 0x2 ", "function-was-unmapped | no code for function 1: 0x",
            "create-is-data | no code for create_instance: 0x", "destroy-is-stack | no code for destroy_instance: 0x",
            "array-unmapped | where this process has no memory for 2 entries",
            "array-too-short | where this process has no memory for 2 entries" })
    @DisplayName("a table with something else than code is refused: bundle, contract, entry and address are named")
    void wrong(String table, String reason) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.polyplug.runtime().loadBundle(bundle(table)))
            .withMessageContaining("bundle 'tables'")
            .withMessageContaining("contract 'demo.Tables' ")
            .withMessageContaining(reason.strip())
            .satisfies(this::checkText);
        assertThat(this.polyplug.runtime().bundles()).isEmpty();
    }

    @Test
    @DisplayName("native functions under the mark of a virtual machine are told as that, with what to generate")
    void nativeUnionAsMachine() {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.polyplug.runtime().loadBundle(bundle("native-union-as-machine")))
            .withMessageContaining("contract 'demo.Tables' is marked as run by a virtual machine (dispatch_type 1)")
            .withMessageContaining("its table holds 2 native functions")
            .withMessageContaining("Write loader = \"native\" in the bundle.toml")
            .satisfies(this::checkText);
    }

    @ParameterizedTest
    @CsvSource({ "table-unmapped, interface cannot be read, 8", "descriptor-unmapped, descriptor cannot be read, 8",
            "name-unmapped, cannot be read, 1" })
    @DisplayName("what a bundle points at may be no memory at all")
    void unmapped(String table, String reason, int code) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.polyplug.runtime().loadBundle(bundle(table)))
            .withMessageContaining("init failed for bundle 'tables'")
            .withMessageContaining((code == 1) ? "error code 1" : reason)
            .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = { "host-function-is-data | no code for function 1: 0x",
                    "host-native-union-as-machine | is marked as run by a virtual machine",
                    "host-create-is-data | no code for create_instance: 0x",
                    "host-array-unmapped | where this process has no memory for 2 entries" })
    @DisplayName("host contracts that bundles offer have to be code, too")
    void wrongHostContract(String table, String reason) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.polyplug.runtime().loadBundle(bundle(table)))
            .withMessageContaining("bundle 'tables'")
            .withMessageContaining("host contract ")
            .withMessageContaining(reason.strip())
            .satisfies(this::checkText);
    }

    @ParameterizedTest
    @CsvSource({ "foreign-id, demo.Table, 1", "other-major-id, demo.Tables, 2" })
    @DisplayName("a contract under an id that does not belong to its name is refused with the right one")
    void foreignId(String table, String name, int major) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.polyplug.runtime().loadBundle(bundle(table)))
            .withMessageContaining("contract 'demo.Tables' is registered under id " + GuestContractId.of(name, major))
            .withMessageContaining("the id of 'demo.Tables@1' is " + GuestContractId.of("demo.Tables", 1))
            .withMessageEndingWith(". Compute it from name and major version")
            .satisfies(this::checkText);
    }

    @Test
    @DisplayName("a reload to a wrong table is refused, and the old version goes on serving")
    void reload() {
        this.polyplug.runtime().loadBundle(bundle("plain"));
        for (String table : new String[] { "native-union-as-machine", "array-unmapped", "foreign-id" }) {
            assertThatExceptionOfType(ReloadException.class)
                .isThrownBy(() -> this.polyplug.runtime().reloadBundle(bundle(table)))
                .withMessageContaining("demo.Tables");
            assertThat(this.polyplug.contract(Tables.class).answer()).isEqualTo(42);
        }
        this.polyplug.runtime().reloadBundle(bundle("heap-array"));
        assertThat(this.polyplug.contract(Tables.class).answer()).isEqualTo(42);
    }

    @GuestContract(name = "demo.Tables", version = "1.0")
    interface Tables {

        @ContractFunction(0)
        int answer();

        @ContractFunction(1)
        void nothing();

    }

}
