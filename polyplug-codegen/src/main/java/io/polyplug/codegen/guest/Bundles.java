package io.polyplug.codegen.guest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.guest.model.GuestModel;

/**
 * Proves that a host will take a bundle of the given settings, and makes the model of it.
 */
final class Bundles {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private Bundles() {
    }

    static GuestModel model(Api api, GuestSettings settings) {
        String name = settings.bundleName();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a bundle: files are called"
                    + " after it. Take letters, digits, '.', '_' and '-', with a letter or digit in front,"
                    + " such as image-tools");
        }
        if (api.contract(name).isPresent()) {
            throw new IllegalArgumentException("The bundle is called '" + name + "', as is a contract, and messages"
                    + " could not tell one from the other. Give the bundle a name of its own, such as "
                    + name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) + "-bundle");
        }
        List<Contract> contracts = provided(api, settings);
        contracts.forEach((contract) -> checkMajor(settings, contract));
        return new GuestModel(api, name, settings.version(), contracts);
    }

    private static List<Contract> provided(Api api, GuestSettings settings) {
        if (api.guestContracts().isEmpty()) {
            throw new IllegalArgumentException("The api declares no guest contract, so there is nothing for bundle '"
                    + settings.bundleName() + "' to implement. Declare one: [[guest_contract]]");
        }
        if (settings.provides().isEmpty()) {
            return api.guestContracts();
        }
        return new LinkedHashSet<>(settings.provides()).stream().map((name) -> guestContract(api, name)).toList();
    }

    private static Contract guestContract(Api api, String name) {
        return api.guestContracts()
            .stream()
            .filter((contract) -> contract.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("The api declares no guest contract '" + name + "'. It has "
                    + api.guestContracts().stream().map(Contract::name).collect(Collectors.joining(", "))));
    }

    private static void checkMajor(GuestSettings settings, Contract contract) {
        if (settings.version().major() != contract.version().major()) {
            String major = Integer.toUnsignedString(contract.version().major());
            throw new IllegalArgumentException("Bundle '" + settings.bundleName() + "' of version " + settings.version()
                    + " cannot provide " + contract.name() + " " + contract.version()
                    + ": hosts look for a contract under the major version of its bundle. Give the bundle version "
                    + major + ".0.0, or put the contract into a bundle of its own");
        }
    }

}
