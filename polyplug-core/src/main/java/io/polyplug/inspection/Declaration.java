package io.polyplug.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import io.polyplug.DependencyInfo;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.Version;

/**
 * What a bundle's manifest promises, as far as it could be read. Immutable.
 *
 * @param name the bundle's name; empty where the manifest has none
 * @param id the bundle's id as it is written; 0 where the manifest has none
 * @param version the bundle's version; 0.0.0 where the manifest has none
 * @param loader what is to open the bundle, such as {@code native}
 * @param provides the contracts that it is to register, in the order of the manifest
 * @param dependencies the contracts that it looks up from other bundles
 * @param reinitOnDependencyReload whether it wants to be reloaded after a bundle that it
 * depends on
 * @param jvmSettings what is set below {@code [jvm]} and differs from what holds anyway,
 * each as {@code key = "value"}
 */
public record Declaration(String name, BundleId id, Version version, String loader, List<DeclaredContract> provides,
        List<DependencyInfo> dependencies, boolean reinitOnDependencyReload, List<String> jvmSettings) {

    /**
     * Creates the declaration with copies of its lists.
     */
    public Declaration {
        provides = List.copyOf(provides);
        dependencies = List.copyOf(dependencies);
        jvmSettings = List.copyOf(jvmSettings);
    }

    static Declaration of(Manifest manifest) {
        return new Declaration(manifest.name(), manifest.id(), manifest.version(), manifest.loader(),
                manifest.provides()
                    .stream()
                    .map((contract) -> new DeclaredContract(contract.name(), contract.id(), contract.version(),
                            count(manifest, contract)))
                    .toList(),
                manifest.dependencies()
                    .stream()
                    .map((each) -> new DependencyInfo(each.contract(), each.contractId(), each.minVersion(),
                            each.bundleName()))
                    .toList(),
                manifest.reinitOnDependencyReload(), settings(manifest.jvm()));
    }

    private static OptionalLong count(Manifest manifest, Manifest.ProvidedContract contract) {
        OptionalLong own = manifest.functionCount(contract.name(), contract.version().major());
        return own.isPresent() ? own : manifest.functionCount(contract.name(), manifest.version().major());
    }

    private static List<String> settings(Manifest.JvmSettings jvm) {
        List<String> settings = new ArrayList<>();
        jvm.unload().ifPresent((rule) -> settings.add(setting("unload", rule.name())));
        jvm.returnedMemory().ifPresent((rule) -> settings.add(setting("returned_memory", rule.name())));
        if (jvm.leavesHostArguments()) {
            settings.add(setting("host_arguments", "leaked"));
        }
        if (jvm.bindsLazily()) {
            settings.add(setting("binding", "lazy"));
        }
        if (jvm.restoresFloatingPoint()) {
            settings.add(setting("floating_point", "restore"));
        }
        return settings;
    }

    private static String setting(String key, String value) {
        return key + " = \"" + value.toLowerCase(Locale.ROOT) + "\"";
    }

    /**
     * A contract that a bundle promises to register.
     *
     * @param name the contract's name without a version suffix
     * @param id the contract's id
     * @param version the contract's version
     * @param functionCount how many functions it is to have; nothing where the manifest
     * does not say
     */
    public record DeclaredContract(String name, GuestContractId id, Version version, OptionalLong functionCount) {
    }

}
