package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.DependencyInfo;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;
import io.polyplug.error.PolyplugException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Manifests as upstream's generator writes them.
 */
class RustManifestTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private String manifest(String member) throws IOException {
        return Files.readString(this.stage.bundle(member).resolve("manifest.toml"));
    }

    @Test
    void aDecimalIdAbove2To63() throws IOException {
        assertThat(manifest("everything")).contains("id = 9991506993945603994\n");
        BundleInfo bundle = this.stage.load("everything");
        assertThat(bundle.id()).isEqualTo(BundleId.of("upstream-everything"));
        assertThat(bundle.id().value()).isNegative();
    }

    @Test
    void aContractIsKnownWithoutTheMajorVersionThatItIsRegisteredWith() throws IOException {
        assertThat(Files.readString(this.stage.workshop().bundle("../rust/everything/generated/guest/init.rs")))
            .contains("b\"demo.all@1\"");
        ContractInfo contract = this.stage.load("everything").contracts().get(0);
        assertThat(contract.name()).isEqualTo("demo.all");
        assertThat(contract.id()).isEqualTo(GuestContractId.of("demo.all", 1));
        assertThat(contract.version()).isEqualTo(new Version(1, 2, 0));
        assertThat(contract.functionCount()).isEqualTo(31);
    }

    @Test
    void aDependencyWithAHexId() throws IOException {
        assertThat(manifest("relay")).contains("contract_id = 0x061B3C16AD478C64\n");
        List<DependencyInfo> dependencies = this.stage.load("relay").dependencies();
        assertThat(dependencies).hasSize(1);
        assertThat(dependencies.get(0).contractId()).isEqualTo(GuestContractId.of("demo.peer", 1));
    }

    @Test
    void aWrongFunctionCountIsFoundOut() throws IOException {
        Path manifest = this.stage.bundle("everything").resolve("manifest.toml");
        assertThat(manifest("everything")).contains("function_count = { \"demo.all@1\" = 31 }");
        Files.writeString(manifest, manifest("everything").replace("= 31 }", "= 32 }"));
        assertThatThrownBy(() -> this.stage.load("everything")).isInstanceOf(PolyplugException.class)
            .hasMessageContaining("31")
            .hasMessageContaining("32");
    }

    @Test
    void theGeneratorFindsNothingWrongWithItsBundles() {
        for (String member : List.of("everything", "everything-next", "peer", "peer-next", "relay")) {
            Tool.Run run = this.stage.workshop()
                .polyplugc("validate", "--bundle-dir", this.stage.bundle(member).toString());
            assertThat(run.succeeded()).as(run.output()).isTrue();
        }
    }

}
