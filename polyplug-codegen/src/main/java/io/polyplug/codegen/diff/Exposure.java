package io.polyplug.codegen.diff;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.diff.Difference.Party;

/**
 * Which types go between which parties: those that functions of the earlier api take or
 * return, of contracts that are in both apis. A type that only removed contracts use may
 * change at will.
 */
final class Exposure {

    private final Apis apis;

    private final Map<String, List<Use>> uses = new TreeMap<>();

    Exposure(Apis apis) {
        this.apis = apis;
        apis.before().contracts().forEach(this::addLasting);
    }

    private void addLasting(Contract contract) {
        this.apis.laterFormOf(contract).ifPresent((later) -> {
            boolean minorRaised = Integer.compareUnsigned(later.version().minor(), contract.version().minor()) > 0;
            for (Function function : contract.functions()) {
                for (Field parameter : function.parameters()) {
                    add(parameter.type(), new Use(contract, true, minorRaised));
                }
                function.result().ifPresent((result) -> add(result, new Use(contract, false, minorRaised)));
            }
        });
    }

    private void add(Type type, Use use) {
        if (!(type instanceof Reference reference)) {
            return;
        }
        this.uses.computeIfAbsent(reference.name(), (name) -> new ArrayList<>()).add(use);
        if (this.apis.before().declaration(reference) instanceof Struct struct) {
            struct.fields().forEach((field) -> add(field.type(), use));
        }
    }

    private List<Use> usesOf(Declaration declaration) {
        return this.uses.getOrDefault(declaration.name(), List.of());
    }

    /**
     * Returns who meets values of a type.
     * @return nobody if no contract of both apis uses it
     */
    Set<Party> partiesOf(Declaration declaration) {
        Set<Party> parties = EnumSet.noneOf(Party.class);
        usesOf(declaration).forEach((use) -> parties.addAll(Findings.partiesOf(use.contract())));
        return parties;
    }

    /**
     * Returns who can be given a value that was added to a type without knowing it.
     * @return nobody if none who knows the value meets one who does not
     */
    Set<Party> surprised(Declaration declaration) {
        Set<Party> parties = EnumSet.noneOf(Party.class);
        for (Use use : usesOf(declaration)) {
            if (!use.isGuarded()) {
                parties.addAll(
                        use.isTaken() ? Findings.implementersOf(use.contract()) : Findings.callersOf(use.contract()));
            }
        }
        return parties;
    }

    /**
     * Returns the names of the contracts that use a type, in words.
     */
    String contractsOf(Declaration declaration) {
        return usesOf(declaration).stream()
            .map((use) -> use.contract().name())
            .distinct()
            .collect(Collectors.joining(", "));
    }

    /**
     * One place at which a type is used.
     *
     * @param contract the contract, as it was
     * @param isTaken whether a function takes it; else one returns it
     * @param minorRaised whether the contract's minor version was raised
     */
    private record Use(Contract contract, boolean isTaken, boolean minorRaised) {

        /** Only a new caller gives it to a guest, and is not given an old guest. */
        boolean isGuarded() {
            return this.contract.kind() == Contract.Kind.GUEST && this.isTaken && this.minorRaised;
        }

    }

}
