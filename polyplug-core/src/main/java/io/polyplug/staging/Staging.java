package io.polyplug.staging;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.boundary.HostContractOffer;
import io.polyplug.boundary.InitWindow.DeclaredDependency;
import io.polyplug.bundle.Manifest;
import io.polyplug.contract.GuestContractId;
import io.polyplug.hostapi.HostApi;
import io.polyplug.loader.BundleCode;
import io.polyplug.operation.Operations;
import io.polyplug.operation.Step;
import io.polyplug.store.Generation;

/**
 * Turns a candidate into a generation that can be published: opens its code, lets it
 * register, checks the result. What fails leaves nothing behind. The life-cycle lock
 * guards it.
 */
public final class Staging {

    private final HostApi host;

    private final StagingChecks checks;

    private final Operations operations;

    /**
     * Creates the staging.
     * @param host what bundles can call
     * @param checks what a staged generation has to satisfy
     * @param operations told what is done next; each of the steps runs code of the
     * bundle, which may not come back, and nobody may wait for it any longer
     */
    public Staging(HostApi host, StagingChecks checks, Operations operations) {
        this.host = host;
        this.checks = checks;
        this.operations = operations;
    }

    /**
     * Stages a generation (docs/behaviour.md 11.1, from step 5).
     * @param candidate what to stage
     * @param serving the generation that it will replace, or {@code null}
     * @return the staged generation, ready to be published
     * @throws io.polyplug.error.PolyplugException if it cannot serve, or is not wanted
     * any more; nothing of it is left then
     */
    public StagedGeneration stage(Candidate candidate, @Nullable OpenGeneration serving) {
        this.operations.trace().about(candidate.name());
        OpenGeneration next = open(candidate);
        try {
            Generation before = (serving != null) ? serving.generation() : null;
            List<HostContractOffer> offers = initialise(next, before);
            check(next, before);
            return new StagedGeneration(next, offers);
        }
        catch (Throwable ex) {
            next.close(this.operations.trace()::step);
            throw ex;
        }
    }

    private OpenGeneration open(Candidate candidate) {
        next(Step.OPENING);
        BundleCode code = this.host.opening(candidate.source()::open);
        try {
            return new OpenGeneration(generation(candidate), candidate.source(), code, this.host);
        }
        catch (Throwable ex) {
            code.close(() -> {
            }, (closing) -> {
            });
            throw ex;
        }
    }

    private List<HostContractOffer> initialise(OpenGeneration next, @Nullable Generation before) {
        next(Step.INITIALISING);
        return this.host.initialize(next.generation(), before, dependencies(next.manifest()), next::initialise)
            .hostContracts();
    }

    private void check(OpenGeneration next, @Nullable Generation before) {
        next(Step.MAKING_INSTANCES);
        this.checks.check(next.generation(), before, next.manifest());
        next.checked();
    }

    private void next(String step) {
        this.operations.requireNotAbandoned();
        this.operations.trace().step(step);
    }

    private Generation generation(Candidate candidate) {
        Set<GuestContractId> declared = candidate.manifest()
            .dependencies()
            .stream()
            .map(Manifest.Dependency::contractId)
            .collect(Collectors.toSet());
        return new Generation(candidate.ledger(), candidate.manifest().version(), candidate.number(),
                this.host.createTable(), declared, candidate.rules());
    }

    private static List<DeclaredDependency> dependencies(Manifest manifest) {
        return manifest.dependencies()
            .stream()
            .map((each) -> new DeclaredDependency(each.contractId().value(), major(each.minVersion()),
                    each.bundleId().map((id) -> id.value()).orElse(0L)))
            .toList();
    }

    private static int major(String version) {
        int dot = version.indexOf('.');
        try {
            return Integer.parseUnsignedInt((dot < 0) ? version : version.substring(0, dot));
        }
        catch (NumberFormatException ex) {
            return 0;
        }
    }

}
