package io.polyplug.autoconfigure.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.polyplug.BundleInfo;
import io.polyplug.ContractInfo;
import io.polyplug.Holder;
import io.polyplug.PolyplugRuntime;
import io.polyplug.RuntimeStatistics;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.AvailableDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.BundleSummary;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.ContractDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.DependencyDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.GenerationDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.HolderDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.LastReloadDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.MachinesDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.OperationDescriptor;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RolloutSummary;
import io.polyplug.autoconfigure.actuate.PolyplugEndpoint.RuntimeDescriptor;
import io.polyplug.rollout.RolloutInfo;
import org.jspecify.annotations.Nullable;

/**
 * Describes the runtime and its bundles for the endpoint.
 */
final class BundleDescriptions {

    /** As many as the log shows. */
    private static final int SHORT_DIGEST = 12;

    private final PolyplugRuntime runtime;

    private final ReloadHistory history;

    private final AvailableBundles available;

    BundleDescriptions(PolyplugRuntime runtime, ReloadHistory history, AvailableBundles available) {
        this.runtime = runtime;
        this.history = history;
        this.available = available;
    }

    RuntimeDescriptor runtime(Sight sight) {
        RuntimeStatistics statistics = this.runtime.statistics();
        return new RuntimeDescriptor(this.runtime.backend(), this.runtime.isHotReloadEnabled(), statistics.revision(),
                this.runtime.bundles().stream().map(this::summary).toList(), statistics.retiredGenerations(),
                this.available.list().stream().map((each) -> told(each, sight)).toList(), operation(sight));
    }

    private static AvailableDescriptor told(AvailableDescriptor bundle, Sight sight) {
        String reason = bundle.reason();
        return (reason != null) ? new AvailableDescriptor(bundle.name(), bundle.version(), bundle.state(),
                sight.reason(reason), bundle.since()) : bundle;
    }

    @Nullable OperationDescriptor operation(Sight sight) {
        return this.runtime.runningOperation()
            .map((running) -> new OperationDescriptor(running.kind().name().toLowerCase(Locale.ROOT),
                    running.bundleName().orElse(null), running.step(), sight.value(running.thread()),
                    running.age().toMillis(), running.stepAge().toMillis()))
            .orElse(null);
    }

    Optional<BundleDescriptor> bundle(String name, Sight sight) {
        return this.runtime.bundle(name).map((bundle) -> describe(bundle, sight));
    }

    /** One of Java objects has none. */
    static @Nullable String digest(String digest) {
        return digest.isEmpty() ? null : digest;
    }

    private static @Nullable String shortDigest(BundleInfo bundle) {
        String digest = bundle.digest();
        return digest(digest.substring(0, Math.min(SHORT_DIGEST, digest.length())));
    }

    List<String> loaded() {
        return this.runtime.bundles().stream().map(BundleInfo::name).toList();
    }

    private BundleSummary summary(BundleInfo bundle) {
        return new BundleSummary(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.contracts().stream().map(BundleDescriptions::nameWithMajor).toList(), shortDigest(bundle),
                bundle.activatedAt(), this.runtime.rollout(bundle.name()).map(RolloutSummary::of).orElse(null));
    }

    static String nameWithMajor(ContractInfo contract) {
        return contract.name() + "@" + Integer.toUnsignedString(contract.version().major());
    }

    private BundleDescriptor describe(BundleInfo bundle, Sight sight) {
        RolloutInfo rollout = this.runtime.rollout(bundle.name()).orElse(null);
        RuntimeStatistics statistics = this.runtime.statistics();
        return new BundleDescriptor(bundle.name(), bundle.version().toString(), bundle.generation(),
                bundle.contracts().stream().map(this::contract).toList(),
                bundle.dependencies()
                    .stream()
                    .map((dependency) -> new DependencyDescriptor(dependency.contractName(),
                            dependency.minimumVersion(), dependency.bundleName().orElse(null)))
                    .toList(),
                generations(bundle, statistics, rollout, sight),
                this.history.lastReload(bundle.name()).map((last) -> LastReloadDescriptor.of(last, sight)).orElse(null),
                digest(bundle.digest()), bundle.activatedAt(),
                (rollout != null) ? RolloutDescriptor.of(rollout).seen(sight) : null, machines(bundle, statistics));
    }

    private static @Nullable MachinesDescriptor machines(BundleInfo bundle, RuntimeStatistics statistics) {
        return statistics.machines()
            .stream()
            .filter((each) -> each.bundleName().equals(bundle.name()))
            .findFirst()
            .map(MachinesDescriptor::of)
            .orElse(null);
    }

    private ContractDescriptor contract(ContractInfo contract) {
        return new ContractDescriptor(nameWithMajor(contract), contract.id().toString(), contract.version().toString(),
                contract.functionCount(), this.runtime.providers(contract.id()));
    }

    /**
     * What served when the bundle was looked at may be retired a moment later, and is not
     * told twice.
     */
    private static List<GenerationDescriptor> generations(BundleInfo bundle, RuntimeStatistics statistics,
            @Nullable RolloutInfo rollout, Sight sight) {
        List<Holder> holders = statistics.holders()
            .stream()
            .filter((holder) -> holder.bundleName().equals(bundle.name()))
            .toList();
        Stream<GenerationDescriptor> retired = statistics.retiredByBundle()
            .getOrDefault(bundle.name(), List.of())
            .stream()
            .filter((generation) -> generation != bundle.generation())
            .map((generation) -> new GenerationDescriptor(generation, "retired", holders(holders, generation, sight)));
        Stream<GenerationDescriptor> candidate = (rollout != null)
                ? Stream.of(new GenerationDescriptor(rollout.candidateGeneration(), "candidate", List.of()))
                : Stream.empty();
        return Stream
            .of(retired, Stream.of(new GenerationDescriptor(bundle.generation(), "active", List.of())), candidate)
            .flatMap(Function.identity())
            .toList();
    }

    private static List<HolderDescriptor> holders(List<Holder> holders, long generation, Sight sight) {
        return holders.stream()
            .filter((holder) -> holder.generation() == generation)
            .map((holder) -> new HolderDescriptor(holder.contract(), sight.value(holder.thread().orElse(null)),
                    holder.age().toMillis()))
            .toList();
    }

}
