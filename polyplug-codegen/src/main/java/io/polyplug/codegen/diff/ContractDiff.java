package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.diff.Correspondence.Kept;
import io.polyplug.codegen.diff.Difference.Kind;
import io.polyplug.codegen.diff.Difference.Party;

/**
 * Compares contracts: which there are, their versions, and which function has which
 * place.
 */
final class ContractDiff {

    private final Apis apis;

    private final Findings findings;

    ContractDiff(Apis apis, Findings findings) {
        this.apis = apis;
        this.findings = findings;
    }

    /**
     * Compares all contracts of one kind.
     */
    void compare(List<Contract> earlier, List<Contract> later) {
        for (Contract contract : earlier) {
            Optional<Contract> same = named(later, contract.name());
            same.ifPresentOrElse((found) -> compare(contract, found), () -> removed(contract));
        }
        for (Contract contract : later) {
            if (named(earlier, contract.name()).isEmpty()) {
                this.findings.compatible(Kind.CONTRACT_ADDED, Set.of(), contract.name(),
                        "The contract is new, version " + contract.version(), contract.position());
            }
        }
    }

    private static Optional<Contract> named(List<Contract> contracts, String name) {
        return contracts.stream().filter((contract) -> contract.name().equals(name)).findFirst();
    }

    private void removed(Contract contract) {
        this.findings.breaking(Kind.CONTRACT_REMOVED, Findings.callersOf(contract), contract.name(),
                "The " + switch (contract.kind()) {
                    case GUEST -> "guest contract was removed: whoever calls it finds no provider among new guests";
                    case HOST -> "host contract was removed: guests that ask for it are told that there is none";
                }, contract.position());
    }

    private void compare(Contract earlier, Contract later) {
        if (earlier.version().major() != later.version().major()) {
            this.findings.compatible(Kind.MAJOR_CHANGED, Findings.partiesOf(later), later.name(),
                    "The major version changed from " + earlier.version() + " to " + later.version()
                            + ", so it is another contract, and the earlier one counts as removed: who was built with"
                            + " the one is never given the other. Nothing else of it was compared",
                    later.position());
            return;
        }
        compareSingleton(earlier, later);
        Correspondence<Function> functions = Correspondence.between(earlier.functions(), later.functions(),
                Function::name, this.apis::hasSameTypes);
        functions.kept().forEach((kept) -> compare(later, kept));
        functions.removed().forEach((function) -> removed(later, function));
        functions.added().forEach((place) -> added(earlier, later, place));
        compareMinor(earlier, later, functions);
    }

    private void compareSingleton(Contract earlier, Contract later) {
        if (earlier.singleton() != later.singleton()) {
            this.findings.breaking(Kind.SINGLETON_CHANGED, Findings.partiesOf(later), later.name(),
                    later.singleton()
                            ? "All guests share one instance now, and each had instances of its own: what one guest"
                                    + " destroys or changes, all others see"
                            : "Each request of a guest makes an instance now, and all guests shared one: guests that"
                                    + " were built with the earlier api give none back",
                    later.position());
        }
    }

    private void compare(Contract contract, Kept<Function> kept) {
        Function function = kept.later();
        if (kept.moved()) {
            this.findings.breaking(Kind.FUNCTION_MOVED, Findings.partiesOf(contract), contract.name(),
                    "Function " + function.name() + " moved from place " + kept.from() + " to " + kept.to()
                            + ": a call of it ends up in another function",
                    function.position());
        }
        if (kept.renamed()) {
            this.findings.compatible(Kind.FUNCTION_RENAMED, Findings.partiesOf(contract), contract.name(),
                    "Function " + kept.to() + " was " + kept.earlier().name() + " and is " + function.name()
                            + ", with the same types: sources that name it do not compile, and nothing else happens",
                    function.position());
        }
        new SignatureDiff(this.apis, this.findings, contract).compare(kept.earlier(), function);
    }

    private void removed(Contract contract, Function function) {
        String place = "Function " + function.id() + ", " + function.name() + ", was removed: ";
        boolean vacant = function.id() >= contract.functions().size();
        String instead = vacant ? "" : contract.functions().get(function.id()).name();
        this.findings.breaking(Kind.FUNCTION_REMOVED, Findings.callersOf(contract), contract.name(),
                place + (vacant ? "a call of it fails, for there is no such function"
                        : "a call of it ends up in " + instead
                                + ", which has its place, and what stood behind it moved as well"),
                vacant ? contract.position() : contract.functions().get(function.id()).position());
    }

    private void added(Contract earlier, Contract later, int place) {
        Function function = later.functions().get(place);
        if (place >= earlier.functions().size()) {
            this.findings.compatible(
                    Kind.FUNCTION_APPENDED, Findings.implementersOf(later), later.name(), "Function " + place + ", "
                            + function.name() + ", is new: whoever implements the contract has it to write",
                    function.position());
            return;
        }
        this.findings.breaking(Kind.FUNCTION_INSERTED, Findings.partiesOf(later), later.name(),
                "Function " + place + ", " + function.name() + ", is new and has the place of "
                        + earlier.functions().get(place).name()
                        + ": a call of that ends up here, and what stood behind it moved as well. Append new functions",
                function.position());
    }

    private void compareMinor(Contract earlier, Contract later, Correspondence<Function> functions) {
        int comparison = Integer.compareUnsigned(later.version().minor(), earlier.version().minor());
        String versions = " from " + earlier.version() + " to " + later.version();
        Set<Party> callers = Findings.callersOf(later);
        Position position = later.position();
        if (comparison < 0) {
            this.findings.breaking(Kind.MINOR_LOWERED, callers, later.name(), "The minor version went down" + versions
                    + ": whoever asks for the earlier one is refused what is built now", position);
        }
        else if (comparison > 0) {
            this.findings.compatible(Kind.MINOR_RAISED, Set.of(), later.name(), "The minor version went up" + versions,
                    position);
        }
        if (comparison <= 0 && functions.added().stream().anyMatch((place) -> place >= earlier.functions().size())) {
            this.findings.breaking(Kind.MINOR_NOT_RAISED, callers, later.name(),
                    "Functions were appended, and the minor version was not raised (" + later.version()
                            + "): whoever calls them may be given a provider that lacks them. Raise it",
                    position);
        }
    }

}
