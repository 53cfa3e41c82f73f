package io.polyplug.codegen.bundle;

import java.util.List;
import java.util.OptionalInt;

import io.polyplug.codegen.api.Contract;
import io.polyplug.contract.Version;

/**
 * A contract that a manifest is to promise.
 *
 * @param name the contract's name
 * @param version the contract's version
 * @param functions how many functions it has; nothing where nobody knows
 */
public record ContractPromise(String name, Version version, OptionalInt functions) {

    /**
     * Returns what a bundle promises.
     * @param named contracts with their versions, such as {@code demo.Greeter@1.0}
     * @param declared the guest contracts of its api, which tells how many functions they
     * have
     * @return the contracts that are named; if none is, those of the api
     * @throws IllegalArgumentException if a text names no contract with its version
     */
    public static List<ContractPromise> of(List<String> named, List<Contract> declared) {
        List<ContractPromise> known = declared.stream()
            .map((contract) -> new ContractPromise(contract.name(), contract.version(),
                    OptionalInt.of(contract.functions().size())))
            .toList();
        return named.isEmpty() ? known : named.stream().map((text) -> parse(text).countedIn(known)).toList();
    }

    private static ContractPromise parse(String text) {
        int at = text.indexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no contract with its version. Write it such as demo.Greeter@1.0");
        }
        return new ContractPromise(text.substring(0, at), Version.parse(text.substring(at + 1)), OptionalInt.empty());
    }

    private ContractPromise countedIn(List<ContractPromise> known) {
        return known.stream()
            .filter((each) -> each.key().equals(key()))
            .findFirst()
            .map((each) -> new ContractPromise(this.name, this.version, each.functions))
            .orElse(this);
    }

    /** Returns what the number of functions stands behind. */
    String key() {
        return this.name + "@" + Integer.toUnsignedString(this.version.major());
    }

}
