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
     * Returns the promise to implement a contract of an api.
     * @param contract the contract
     * @return the promise
     */
    public static ContractPromise of(Contract contract) {
        return new ContractPromise(contract.name(), contract.version(), OptionalInt.of(contract.functions().size()));
    }

    /**
     * Reads a promise of which the number of functions is not known.
     * @param text name and version, such as {@code demo.Greeter@1.0}
     * @return the promise
     * @throws IllegalArgumentException if the text is something else
     */
    public static ContractPromise parse(String text) {
        int at = text.indexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no contract with its version. Write it such as demo.Greeter@1.0");
        }
        return new ContractPromise(text.substring(0, at), Version.parse(text.substring(at + 1)), OptionalInt.empty());
    }

    /**
     * Returns the promise with the number of functions that an api knows.
     * @param declared the contracts of the api
     * @return the promise; itself where the api has no such contract
     */
    public ContractPromise countedIn(List<ContractPromise> declared) {
        return declared.stream()
            .filter((each) -> each.name.equals(this.name) && each.version.major() == this.version.major())
            .findFirst()
            .map((each) -> new ContractPromise(this.name, this.version, each.functions))
            .orElse(this);
    }

    /** Returns what the number of functions stands behind. */
    String key() {
        return this.name + "@" + Integer.toUnsignedString(this.version.major());
    }

}
