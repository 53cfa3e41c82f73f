package io.polyplug.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.polyplug.bundle.Manifest;
import io.polyplug.host.HostApi;
import io.polyplug.host.HostContracts;
import io.polyplug.host.Initialization.DeclaredDependency;
import io.polyplug.store.Generation;

/**
 * Turns a private copy of a bundle into a staged generation: opens its code, lets it
 * register, checks the result. What fails leaves nothing behind. The life-cycle lock
 * guards it.
 */
public final class GenerationStaging {

    private final HostApi host;

    private final StagingChecks checks;

    private final Consumer<String> steps;

    private final Runnable wanted;

    /**
     * Creates the staging.
     * @param host what bundles can call
     * @param checks what a staged generation has to satisfy
     * @param steps told, in words, what is done next; each of the steps runs code of the
     * bundle, which may not come back
     * @param wanted throws once nobody waits for a generation any more
     */
    public GenerationStaging(HostApi host, StagingChecks checks, Consumer<String> steps, Runnable wanted) {
        this.host = host;
        this.checks = checks;
        this.steps = steps;
        this.wanted = wanted;
    }

    /**
     * Stages a generation.
     * @param source what to stage
     * @param previous the generation that it will replace, or {@code null}
     * @return the staged generation, ready to be published
     * @throws io.polyplug.error.PolyplugException if it cannot serve, or is not wanted
     * any more; nothing of it is left then
     */
    public LoadedGeneration stage(StagedBundle source, @Nullable LoadedGeneration previous) {
        this.wanted.run();
        this.steps.accept("opening its library");
        BundleCode code = this.host.opening(() -> source.loader().open(source, previous));
        List<HostContracts.Offer> offers = new ArrayList<>();
        LoadedGeneration staged = opened(source, code, offers);
        Generation before = (previous != null) ? previous.generation() : null;
        try {
            this.wanted.run();
            this.steps.accept("running polyplug_init");
            offers.addAll(
                    this.host
                        .initialize(staged.generation(), before, dependencies(source.manifest()),
                                (window) -> code.initialize(staged.generation(), window))
                        .hostContracts());
            this.wanted.run();
            this.steps.accept("making the instances that are called");
            this.checks.check(staged.generation(), before, source.manifest());
            code.staged();
            return staged;
        }
        catch (Throwable ex) {
            discard(staged);
            throw ex;
        }
    }

    /**
     * Closes a staged generation that is not published.
     * @param staged the generation
     */
    public void discard(LoadedGeneration staged) {
        staged.close(this.steps);
    }

    private LoadedGeneration opened(StagedBundle source, BundleCode code, List<HostContracts.Offer> offers) {
        try {
            return new LoadedGeneration(generation(source), source, code, offers, this.host);
        }
        catch (Throwable ex) {
            code.close(() -> {
            }, (closing) -> {
            });
            throw ex;
        }
    }

    private Generation generation(StagedBundle source) {
        return new Generation(source.ledger(), source.manifest().version(), source.number(), this.host.createTable(),
                source.manifest()
                    .dependencies()
                    .stream()
                    .map(Manifest.Dependency::contractId)
                    .collect(Collectors.toSet()),
                source.rules());
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
