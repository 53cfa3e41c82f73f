package io.polyplug.codegen.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that one {@code api.toml} declares, in the order of the text.
 *
 * @param declarations records and enums
 * @param guestContracts what bundles implement and Java calls
 * @param hostContracts what the application implements and bundles call
 */
public record Api(List<Declaration> declarations, List<Contract> guestContracts, List<Contract> hostContracts) {

    /**
     * Makes the lists unmodifiable.
     */
    public Api {
        declarations = List.copyOf(declarations);
        guestContracts = List.copyOf(guestContracts);
        hostContracts = List.copyOf(hostContracts);
    }

    /**
     * Returns what a reference stands for.
     * @param reference a reference out of this api
     * @return the record or enum
     * @throws IllegalArgumentException if the api does not declare it
     */
    public Declaration declaration(Reference reference) {
        return this.declarations.stream()
            .filter((declaration) -> declaration.name().equals(reference.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The api declares no type " + reference.name()));
    }

    /**
     * {@return the contracts of both kinds, those of guests first}
     */
    public List<Contract> contracts() {
        return Stream.concat(this.guestContracts.stream(), this.hostContracts.stream()).toList();
    }

    /**
     * Looks for a contract of either kind.
     * @param name its name, such as {@code demo.Greeter}
     * @return the contract, or nothing
     */
    public Optional<Contract> contract(String name) {
        return contracts().stream().filter((contract) -> contract.name().equals(name)).findFirst();
    }

}
