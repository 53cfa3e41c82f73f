package io.polyplug.codegen.guest.model;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Layout;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Version;

/**
 * What languages have to know: the api, and which bundle is to be made of it. Immutable,
 * and already proved.
 *
 * @param api everything that is declared
 * @param bundle the bundle's name, which is fit for the name of a file
 * @param version the bundle's version, whose major number is that of all contracts
 * @param contracts the guest contracts that it provides, in the order of the settings
 */
public record GuestModel(Api api, String bundle, Version version, List<Contract> contracts) {

    /**
     * Makes the list unmodifiable.
     */
    public GuestModel {
        contracts = List.copyOf(contracts);
    }

    /**
     * {@return the host contracts of the api, all of which the bundle may call}
     */
    public List<Contract> hostContracts() {
        return this.api.hostContracts();
    }

    /**
     * {@return the name as an identifier: {@code _} stands for what is neither letter nor
     * digit, and in front of a digit}
     */
    public String identifier() {
        String identifier = this.bundle.replaceAll("[^A-Za-z0-9]", "_");
        return Character.isDigit(identifier.charAt(0)) ? "_" + identifier : identifier;
    }

    /**
     * {@return the library's name in the folder of the bundle}
     */
    public String library() {
        return "lib" + this.bundle + ".so";
    }

    /**
     * {@return the bundle's id, 16 hex digits}
     */
    public String bundleId() {
        return BundleId.of(this.bundle).toString();
    }

    /**
     * Returns the id of a contract.
     * @param contract a contract of either kind
     * @return 16 hex digits
     */
    public String id(Contract contract) {
        return (contract.kind() == Contract.Kind.GUEST)
                ? GuestContractId.of(contract.name(), contract.version().major()).toString()
                : HostContractId.of(contract.name(), contract.version().major()).toString();
    }

    /**
     * Returns the version of a contract that a bundle asks a host for.
     * @param contract a contract of either kind
     * @return the major version in the upper 16 bits, the minor one in the lower
     */
    public int requiredVersion(Contract contract) {
        return (contract.version().major() << 16) | contract.version().minor();
    }

    /**
     * Returns the layout of a function's arguments. One argument alone lies like a struct
     * of one field.
     * @param function a function of the api
     * @return the layout, of size 0 if there are no parameters
     */
    public Layout arguments(Function function) {
        return Layout.of(this.api, function.parameters());
    }

    /**
     * Returns what a contract is called in the project: the part behind the last dot, if
     * no other contract and no type has it, whatever the case; otherwise the whole name
     * with {@code _} for dots.
     * @param contract a contract of the api
     * @return an identifier
     */
    public String shortName(Contract contract) {
        String simple = contract.simpleName().toLowerCase(Locale.ROOT);
        Predicate<String> same = (name) -> name.toLowerCase(Locale.ROOT).equals(simple);
        long contracts = this.api.contracts().stream().filter((other) -> same.test(other.simpleName())).count();
        boolean taken = contracts > 1 || this.api.declarations().stream().anyMatch((type) -> same.test(type.name()));
        return taken ? contract.name().replace('.', '_') : contract.simpleName();
    }

}
