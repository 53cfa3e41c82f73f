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
 * started. The description is what the exception says is wrong, the action its cure, and
 * which property leads around it.
 */
final class PolyplugFailureAnalyzer extends AbstractFailureAnalyzer<PolyplugException> {

    private static final String SKIP = " To start without the bundle, set 'polyplug.on-load-failure' to 'skip'.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PolyplugException cause) {
        String action = action(cause);
        return (action != null) ? new FailureAnalysis(cause.explanation().summary(), action, cause) : null;
    }

    private static @Nullable String action(PolyplugException failure) {
        if (failure instanceof DuplicateBundleException duplicate) {
            return "Keep one of the folders " + duplicate.directories() + " and move the others out of"
                    + " 'polyplug.locations'. To start with the highest version, set 'polyplug.on-load-failure' to"
                    + " 'skip'.";
        }
        if (failure instanceof SignatureException signature) {
            return action(signature) + SKIP;
        }
        if (failure instanceof ManifestException || failure instanceof BundleLoadException
                || failure instanceof DependencyGraphException) {
            return cureOr(failure, "Replace the bundle") + SKIP;
        }
        if (failure instanceof ConfigurationException configuration) {
            return cureOr(failure, "Change or remove the setting") + " The setting is '" + configuration.setting()
                    + "' among the 'polyplug' properties or in the RuntimeBuilderCustomizer that sets it.";
        }
        if (failure instanceof NativeAccessException access) {
            return action(access);
        }
        if (failure instanceof ContractDefinitionException definition) {
            return cureOr(failure, "Change the interface " + definition.interfaceName()
                    + ", or keep it out of the application's packages and of @ImportGuestContracts");
        }
        if (failure instanceof ContractUnavailableException unavailable) {
            return "Add a bundle that provides '" + unavailable.contractName()
                    + "' to one of 'polyplug.locations', or set 'polyplug.contracts.fail-fast' to 'false' to let only "
                    + "the calls fail.";
        }
        if (failure instanceof HostContractException hostContract) {
            return cureOr(failure, "Change the beans that implement '" + hostContract.contractName() + "'");
        }
        return null;
    }

    private static String cureOr(PolyplugException failure, String otherwise) {
        String cure = failure.explanation().cure();
        return (cure.isEmpty() ? otherwise : cure) + ".";
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
