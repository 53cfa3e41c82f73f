package io.polyplug.autoconfigure;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ConfigurationException;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.DependencyGraphException;
import io.polyplug.error.DuplicateBundleException;
import io.polyplug.error.HostContractException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.NativeAccessException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.SignatureException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains the failures of polyplug that a user can cause before the application has
 * started. The exceptions say what is wrong and how the thing itself is repaired; the
 * action adds where to do it, and which property leads around it.
 */
final class PolyplugFailureAnalyzer extends AbstractFailureAnalyzer<PolyplugException> {

    private static final String SKIP = " To start without the bundle, set 'polyplug.on-load-failure' to 'skip'.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PolyplugException cause) {
        String action = action(cause);
        return (action != null) ? new FailureAnalysis(cause.getMessage(), action, cause) : null;
    }

    private static @Nullable String action(PolyplugException failure) {
        if (failure instanceof ManifestException manifest) {
            return "Correct " + (manifest.field().isEmpty() ? "" : "'" + manifest.field() + "' in ") + "'"
                    + manifest.file() + "'." + SKIP;
        }
        if (failure instanceof DuplicateBundleException duplicate) {
            return "Keep one of the folders " + duplicate.directories() + " and move the others out of"
                    + " 'polyplug.locations'. To start with the highest version, set 'polyplug.on-load-failure' to"
                    + " 'skip'.";
        }
        if (failure instanceof BundleLoadException load) {
            return "Rebuild or replace the library of bundle '" + load.bundleName() + "'." + SKIP;
        }
        if (failure instanceof SignatureException signature) {
            return action(signature) + SKIP;
        }
        if (failure instanceof DependencyGraphException graph) {
            return "Add what the bundles " + graph.bundleNames()
                    + " depend on to one of 'polyplug.locations', or change" + " the dependencies in their manifests."
                    + SKIP;
        }
        if (failure instanceof ConfigurationException configuration) {
            return "Change or remove the setting '" + configuration.setting()
                    + "' among the 'polyplug' properties or in the RuntimeBuilderCustomizer that makes it.";
        }
        if (failure instanceof NativeAccessException access) {
            return action(access);
        }
        if (failure instanceof ContractDefinitionException definition) {
            return "Change the interface " + definition.interfaceName()
                    + ", or keep it out of the application's packages and of @ImportGuestContracts.";
        }
        if (failure instanceof ContractUnavailableException unavailable) {
            return "Add a bundle that provides '" + unavailable.contractName()
                    + "' to one of 'polyplug.locations', or set 'polyplug.contracts.fail-fast' to 'false' to let only "
                    + "the calls fail.";
        }
        if (failure instanceof HostContractException hostContract) {
            return "Change the beans that implement '" + hostContract.contractName() + "'.";
        }
        return null;
    }

    private static String action(NativeAccessException failure) {
        String option = "Start the JVM with the option%n%n    %s%n%n".formatted(failure.option());
        String manifest = failure.manifestLine()
            .map("or, for 'java -jar', add this line to the manifest of the jar:%n%n    %s%n%n"::formatted)
            .orElse("");
        return option + manifest + "With 'mvn spring-boot:run' the option goes into 'jvmArguments' of the "
                + "spring-boot-maven-plugin, in a container into the environment variable JDK_JAVA_OPTIONS.";
    }

    private static String action(SignatureException failure) {
        return switch (failure.kind()) {
            case UNSIGNED -> "Sign bundle '" + failure.bundleName() + "', or set 'polyplug.signature.policy' to "
                    + "'warn-only' while there are bundles without a signature.";
            case VERIFICATION_FAILED -> "Deploy bundle '" + failure.bundleName() + "' again as it was signed, or sign "
                    + "it after the last change: a signature covers every file in the bundle's folder.";
            case UNTRUSTED_KEY -> "Sign bundle '" + failure.bundleName() + "' with a key of "
                    + "'polyplug.signature.trusted-keys', or add the key there if its owner may run code here.";
        };
    }

}
