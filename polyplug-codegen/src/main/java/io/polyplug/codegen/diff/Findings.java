package io.polyplug.codegen.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.diff.Difference.Kind;
import io.polyplug.codegen.diff.Difference.Party;
import io.polyplug.codegen.diff.Difference.Severity;

/**
 * The differences that were found so far. Not thread-safe.
 */
final class Findings {

    private final List<Difference> differences = new ArrayList<>();

    /**
     * Adds a difference that breaks somebody.
     */
    void breaking(Kind kind, Set<Party> feltBy, String subject, String text, Position position) {
        this.differences.add(new Difference(kind, Severity.BREAKING, feltBy, subject, text, position));
    }

    /**
     * Adds a difference that breaks nobody.
     */
    void compatible(Kind kind, Set<Party> feltBy, String subject, String text, Position position) {
        this.differences.add(new Difference(kind, Severity.COMPATIBLE, feltBy, subject, text, position));
    }

    List<Difference> all() {
        return List.copyOf(this.differences);
    }

    /**
     * Returns who calls a contract.
     */
    static Set<Party> callersOf(Contract contract) {
        return switch (contract.kind()) {
            case GUEST -> Set.of(Party.CALLERS);
            case HOST -> Set.of(Party.GUESTS);
        };
    }

    /**
     * Returns who implements a contract.
     */
    static Set<Party> implementersOf(Contract contract) {
        return switch (contract.kind()) {
            case GUEST -> Set.of(Party.GUESTS);
            case HOST -> Set.of(Party.APPLICATION);
        };
    }

    /**
     * Returns who calls or implements a contract.
     */
    static Set<Party> partiesOf(Contract contract) {
        return switch (contract.kind()) {
            case GUEST -> Set.of(Party.CALLERS, Party.GUESTS);
            case HOST -> Set.of(Party.GUESTS, Party.APPLICATION);
        };
    }

}
