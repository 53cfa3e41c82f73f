package io.polyplug.autoconfigure.actuate;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.Holder;
import io.polyplug.PolyplugRuntime;
import io.polyplug.RuntimeStatistics;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleSummary;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ContractDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.DependencyDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.GenerationDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.HolderDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.contract.GuestContractHandle;

/**
 * Describes the runtime and its bundles for the endpoint.
 */
final class BundleDescriptions {

    private final PolyplugRuntime runtime;

    private final boolean hotReload;

    private final ReloadHistory history;

    BundleDescriptions(PolyplugRuntime runtime, boolean hotReload, ReloadHistory history) {
        this.runtime = runtime;
        this.hotReload = hotReload;
        this.history = history;
    }

    RuntimeDescriptor runtime() {
        RuntimeStatistics statistics = this.runtime.statistics();
        return new RuntimeDescriptor(this.runtime.backend(), this.hotReload, statistics.revision(),
                this.runtime.bundles().stream().map(BundleDescriptions::summary).toList(),
                statistics.retiredGenerations());
    }

    Optional<BundleDescriptor> bundle(String name) {
        return this.runtime.bundle(name).map(this::describe);
    }

    private static BundleSummary summary(BundleInfo bundle) {
        return new BundleSummary(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.contracts().stream().map(BundleDescriptions::nameWithMajor).toList());
    }

    private static String nameWithMajor(ContractInfo contract) {
        return contract.name() + "@" + Integer.toUnsignedString(contract.version().major());
    }

    private BundleDescriptor describe(BundleInfo bundle) {
        return new BundleDescriptor(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.contracts().stream().map(this::contract).toList(),
                bundle.dependencies()
                    .stream()
                    .map((dependency) -> new DependencyDescriptor(dependency.contractName(),
                            dependency.minimumVersion(), dependency.bundleName().orElse(null)))
                    .toList(),
                generations(bundle),
                this.history.lastReload(bundle.name())
                    .map((last) -> new LastReloadDescriptor(last.outcome(), last.reason(), last.at(),
                            PolyplugEndpoint.milliseconds(last.duration())))
                    .orElse(null));
    }

    private ContractDescriptor contract(ContractInfo contract) {
        List<BundleInfo> bundles = this.runtime.bundles();
        List<String> providers = this.runtime.findAllGuestContracts(contract.id(), contract.version().major())
            .stream()
            .map((handle) -> provider(bundles, handle))
            .flatMap(Optional::stream)
            .toList();
        return new ContractDescriptor(nameWithMajor(contract), contract.id().toString(), contract.version().toString(),
                contract.functionCount(), providers);
    }

    private static Optional<String> provider(List<BundleInfo> bundles, GuestContractHandle handle) {
        return bundles.stream()
            .filter((bundle) -> bundle.contracts().stream().map(ContractInfo::handle).anyMatch(handle::equals))
            .map(BundleInfo::name)
            .findFirst();
    }

    /**
     * A retired generation is known from the phases or, where the runtime was built
     * without the history, from those who hold it.
     */
    private List<GenerationDescriptor> generations(BundleInfo bundle) {
        List<Holder> holders = this.runtime.statistics()
            .holders()
            .stream()
            .filter((holder) -> holder.bundleName().equals(bundle.name()))
            .toList();
        SortedSet<Long> generations = new TreeSet<>(this.history.retiredGenerations(bundle.name()));
        holders.forEach((holder) -> generations.add(holder.generation()));
        generations.add(bundle.generation());
        return generations.stream()
            .map((generation) -> new GenerationDescriptor(generation,
                    (generation == bundle.generation()) ? "active" : "retired", holders(holders, generation)))
            .toList();
    }

    private static List<HolderDescriptor> holders(List<Holder> holders, long generation) {
        return holders.stream()
            .filter((holder) -> holder.generation() == generation)
            .map((holder) -> new HolderDescriptor(holder.contract(), holder.thread().orElse(null),
                    holder.age().toMillis()))
            .toList();
    }

}
