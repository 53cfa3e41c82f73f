package io.polyplug.staging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.DependencyInfo;
import io.polyplug.InProcessBundle;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.loader.CodeLoaders;
import io.polyplug.types.ContractDefinition;

/**
 * What the manifest of an in-process bundle would say.
 */
final class JavaManifest {

    private JavaManifest() {
    }

    static Manifest of(InProcessBundle bundle) {
        List<Manifest.ProvidedContract> provides = new ArrayList<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Class<?> contract : bundle.contracts().keySet()) {
            ContractDefinition definition = ContractDefinition.ofGuest(contract);
            provides.add(new Manifest.ProvidedContract(definition.name(), definition.version(),
                    GuestContractId.of(definition.name(), definition.version().major())));
            counts.put(definition.name() + "@" + Integer.toUnsignedString(definition.version().major()),
                    (long) definition.requiredFunctions());
        }
        return new Manifest(bundle.name(), BundleId.of(bundle.name()), bundle.version(), CodeLoaders.IN_PROCESS, "",
                provides, counts, bundle.dependencies().stream().map(JavaManifest::dependency).toList(), false,
                Manifest.JvmSettings.DEFAULTS);
    }

    private static Manifest.Dependency dependency(DependencyInfo declared) {
        return new Manifest.Dependency(declared.contractName(), declared.contractId(), declared.minimumVersion(),
                declared.bundleName(), declared.bundleName().map(BundleId::of));
    }

}
