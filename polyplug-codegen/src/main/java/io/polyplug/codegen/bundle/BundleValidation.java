package io.polyplug.codegen.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.polyplug.DependencyInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.error.PolyplugException;
import io.polyplug.inspection.BundleInspection;
import io.polyplug.inspection.Declaration;
import io.polyplug.inspection.Problem;
import io.polyplug.inspection.Severity;
import io.polyplug.signing.VerifyingKey;

/**
 * Judges bundles as a runtime would. A bundle in which no error was seen is opened in a
 * runtime of its own, which runs its code: its constructors, its initialisation, its
 * factories. Others that are judged with it and provide what it needs are loaded before.
 * Immutable.
 */
public final class BundleValidation {

    private final List<VerifyingKey> trusted;

    private final boolean opening;

    private final String backend;

    private BundleValidation(List<VerifyingKey> trusted, boolean opening, String backend) {
        this.trusted = trusted;
        this.opening = opening;
        this.backend = backend;
    }

    /**
     * Returns a validation that opens bundles, with the backend that suits the JVM.
     * @param trusted the keys that bundles have to be signed with one of; without any,
     * they need not be signed
     * @return the validation
     */
    public static BundleValidation of(Collection<VerifyingKey> trusted) {
        return new BundleValidation(List.copyOf(trusted), true, "auto");
    }

    /**
     * {@return the same, but no code of a bundle runs}
     */
    public BundleValidation withoutOpening() {
        return new BundleValidation(this.trusted, false, this.backend);
    }

    /**
     * Returns the same with a backend.
     * @param name {@code auto}, {@code ffm} or {@code jna}
     * @return the validation
     */
    public BundleValidation withBackend(String name) {
        return new BundleValidation(this.trusted, this.opening, name);
    }

    /**
     * Judges bundles.
     * @param bundles their folders, or files in them
     * @return what was found, in the same order
     */
    public List<JudgedBundle> judge(Collection<Path> bundles) {
        List<BundleInspection> inspections = bundles.stream()
            .map((bundle) -> BundleInspection.of(bundle, this.trusted))
            .toList();
        return inspections.stream().map((inspection) -> judge(inspection, inspections)).toList();
    }

    private JudgedBundle judge(BundleInspection inspection, List<BundleInspection> all) {
        if (!this.opening || inspection.isRefused()) {
            return new JudgedBundle(inspection, Optional.empty());
        }
        try (PolyplugRuntime runtime = runtime()) {
            runtime.loadBundles(providersFor(inspection, all), (refusal) -> {
                // It is told where that bundle is judged itself.
            });
            return new JudgedBundle(inspection, Optional.of(runtime.verifyBundle(inspection.folder())));
        }
        catch (PolyplugException ex) {
            Problem problem = Problem.of(Severity.ERROR, inspection.folder().toString(), ex);
            return new JudgedBundle(inspection.and(List.of(problem)), Optional.empty());
        }
    }

    private PolyplugRuntime runtime() {
        PolyplugRuntime.Builder builder = PolyplugRuntime.builder().backend(this.backend);
        if (!this.trusted.isEmpty()) {
            builder.signaturePolicy(SignaturePolicy.REQUIRED);
            this.trusted.forEach((key) -> builder.trustedKey(key.bytes()));
        }
        return builder.build();
    }

    private static Set<Path> providersFor(BundleInspection inspection, List<BundleInspection> all) {
        Set<Path> providers = new LinkedHashSet<>();
        List<BundleInspection> open = new ArrayList<>(List.of(inspection));
        while (!open.isEmpty()) {
            BundleInspection next = open.remove(0);
            for (BundleInspection other : all) {
                if (!other.equals(inspection) && !other.isRefused() && provides(other, next)
                        && providers.add(other.folder())) {
                    open.add(other);
                }
            }
        }
        return providers;
    }

    private static boolean provides(BundleInspection provider, BundleInspection user) {
        List<DependencyInfo> needed = user.manifest().map(Declaration::dependencies).orElse(List.of());
        return provider.manifest()
            .filter((promised) -> promised.provides()
                .stream()
                .anyMatch((contract) -> needed.stream().anyMatch((each) -> each.contractId().equals(contract.id()))))
            .isPresent();
    }

}
