package io.polyplug.benchmarks;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.polyplug.ContractInfo;
import io.polyplug.PolyplugRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bundles with many contracts have as many as they should.
 */
class ContractCrowdTests {

    @Test
    void everyBundleHasContractsOfItsOwn() throws Exception {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("ffm", (builder) -> {
        })) {
            List<Path> bundles = ContractCrowd.in(stage.folder("crowd"), 2, 3);
            bundles.forEach(runtime::loadBundle);
            assertThat(runtime.bundles().stream().map((bundle) -> names(bundle.contracts()))).containsExactlyInAnyOrder(
                    List.of("bench.C0000000", "bench.C0000001", "bench.C0000002"),
                    List.of("bench.C0000003", "bench.C0000004", "bench.C0000005"));
            assertThat(runtime.contract(FirstOfCrowd.class).add(40, 2)).isEqualTo(42);
        }
    }

    private static List<String> names(List<ContractInfo> contracts) {
        return contracts.stream().map(ContractInfo::name).toList();
    }

}
