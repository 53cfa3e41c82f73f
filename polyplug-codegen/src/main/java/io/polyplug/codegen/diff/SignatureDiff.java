package io.polyplug.codegen.diff;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.diff.Correspondence.Kept;
import io.polyplug.codegen.diff.Difference.Kind;

/**
 * Compares what one function of a contract takes and returns.
 */
final class SignatureDiff {

    private final Apis apis;

    private final Findings findings;

    private final Contract contract;

    SignatureDiff(Apis apis, Findings findings, Contract contract) {
        this.apis = apis;
        this.findings = findings;
        this.contract = contract;
    }

    void compare(Function earlier, Function later) {
        compareParameters(earlier, later);
        if (!this.apis.areSame(earlier.result(), later.result())) {
            this.findings.breaking(Kind.RESULT_CHANGED, Findings.partiesOf(this.contract), this.contract.name(),
                    "Function " + later.name() + " returns " + spelling(later.result()) + " and returned "
                            + spelling(earlier.result()) + ": " + consequence(earlier.result(), later.result()),
                    later.position());
        }
        compareSideEffects(earlier, later);
    }

    private void compareSideEffects(Function earlier, Function later) {
        if (earlier.sideEffectFree() != later.sideEffectFree()) {
            this.findings.compatible(Kind.SIDE_EFFECTS_CHANGED, Findings.implementersOf(this.contract),
                    this.contract.name(),
                    "Function " + later.name() + (later.sideEffectFree()
                            ? " is called free of side effects now: during a rollout it may be called twice, or in vain,"
                                    + " also in bundles that were built before that was promised"
                            : " is not called free of side effects any more: it is not called twice, and during a rollout"
                                    + " its failures reach the caller"),
                    later.position());
        }
    }

    private void compareParameters(Function earlier, Function later) {
        Correspondence<Field> parameters = Correspondence.between(earlier.parameters(), later.parameters(), Field::name,
                (one, other) -> this.apis.isSame(one.type(), other.type()));
        boolean sameMembers = parameters.removed().isEmpty() && parameters.added().isEmpty()
                && parameters.kept().stream().allMatch(this::hasSameType);
        if (!sameMembers) {
            moved(Kind.PARAMETERS_CHANGED, earlier, later, "the arguments are misread");
        }
        else if (parameters.hasMoved()) {
            moved(Kind.PARAMETERS_MOVED, earlier, later, "each is taken for another");
        }
        parameters.kept().stream().filter(Kept::renamed).forEach((kept) -> renamed(later, kept));
    }

    private boolean hasSameType(Kept<Field> kept) {
        return this.apis.isSame(kept.earlier().type(), kept.later().type());
    }

    private void moved(Kind kind, Function earlier, Function later, String consequence) {
        this.findings.breaking(kind, Findings.partiesOf(this.contract), this.contract.name(),
                "Function " + later.name() + " takes (" + spelling(later.parameters()) + ") and took ("
                        + spelling(earlier.parameters()) + "), "
                        + this.apis.sizes(earlier.parameters(), later.parameters()) + ": " + consequence,
                later.position());
    }

    private void renamed(Function function, Kept<Field> kept) {
        this.findings.compatible(Kind.PARAMETER_RENAMED, Findings.partiesOf(this.contract), this.contract.name(),
                "Parameter " + kept.to() + " of function " + function.name() + " was " + kept.earlier().name()
                        + " and is " + kept.later().name()
                        + ": sources that name it do not compile, and nothing else happens",
                kept.later().position());
    }

    private static String spelling(List<Field> parameters) {
        return parameters.stream()
            .map((parameter) -> parameter.name() + ": " + parameter.type().spelling())
            .collect(Collectors.joining(", "));
    }

    private static String spelling(Optional<Type> result) {
        return result.map(Type::spelling).orElse("nothing");
    }

    private static String consequence(Optional<Type> earlier, Optional<Type> later) {
        if (earlier.isEmpty()) {
            return "earlier callers give it no place to write to, so it writes to address 0";
        }
        return later.isEmpty() ? "earlier callers read what nobody wrote" : "the result is misread";
    }

}
