package io.polyplug.codegen.java.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Problem;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;

/**
 * Finds what an api says and Java cannot. Not thread-safe; one is made for each api.
 */
public final class JavaRules {

    /** What a method or record can take, the object itself not counted. */
    private static final int MOST_SLOTS = 254;

    private final List<Problem> problems = new ArrayList<>();

    private JavaRules() {
    }

    /**
     * Returns all problems of an api.
     * @param api the api
     * @return the problems in the order of the text
     */
    public static List<Problem> problemsOf(Api api) {
        JavaRules rules = new JavaRules();
        List<Contract> contracts = api.contracts();
        rules.checkTypes(contracts, api.declarations());
        contracts.forEach((contract) -> contract.functions().forEach((function) -> rules.check(contract, function)));
        contracts.forEach(rules::checkFunctionNames);
        for (Declaration declaration : api.declarations()) {
            if (declaration instanceof Struct struct) {
                rules.check(struct);
            }
            else {
                rules.check((Enumeration) declaration);
            }
        }
        rules.problems.sort(Comparator.comparing(Problem::position));
        return rules.problems;
    }

    private void checkTypes(List<Contract> contracts, List<Declaration> declarations) {
        List<Named> types = new ArrayList<>();
        for (Contract contract : contracts) {
            types.add(
                    new Named("contract", contract.name(), JavaNames.type(contract.simpleName()), contract.position()));
        }
        for (Declaration declaration : declarations) {
            types.add(new Named((declaration instanceof Struct) ? "record" : "enum", declaration.name(),
                    JavaNames.type(declaration.name()), declaration.position()));
        }
        types.forEach((type) -> add(type, ReservedNames.whyNoType(type.java())));
        checkDistinct("in Java, where files may not differ in capitals alone", types,
                (java) -> java.toLowerCase(Locale.ROOT));
    }

    private void checkFunctionNames(Contract contract) {
        checkDistinct("in Java",
                contract.functions()
                    .stream()
                    .map((function) -> new Named("function", function.name(), JavaNames.member(function.name()),
                            function.position()))
                    .toList());
    }

    private void check(Contract contract, Function function) {
        String java = JavaNames.member(function.name());
        add(new Named("function", function.name(), java, function.position()),
                ReservedNames.whyNoMethod(java, function.parameters().stream().map(Field::type).toList()));
        List<Named> parameters = named("parameter", function.parameters());
        parameters.forEach((parameter) -> add(parameter, ReservedNames.whyNoVariable(parameter.java())));
        checkDistinct("in Java", parameters);
        checkSlots("function '" + function.name() + "' of contract '" + contract.name() + "'", "parameters",
                function.parameters(), function.position());
    }

    private void check(Struct struct) {
        List<Named> fields = named("field", struct.fields());
        fields.forEach((field) -> add(field, ReservedNames.whyNoComponent(field.java())));
        checkDistinct("in Java", fields);
        checkSlots("record '" + struct.name() + "'", "fields", struct.fields(), struct.position());
    }

    private void check(Enumeration enumeration) {
        EnumShape shape = EnumShape.of(enumeration);
        if (shape.constants().isEmpty()) {
            this.problems.add(new Problem(enumeration.position(), "enum '" + enumeration.name() + "' has no constant",
                    enumeration.bitFlag() ? "Give it a variant with a bit" : "Give it a variant"));
        }
        checkValues(enumeration, shape);
        List<Named> names = new ArrayList<>();
        for (EnumShape.Constant constant : shape.constants()) {
            names.add(constant.variant()
                .map((variant) -> named(variant, constant.name()))
                .orElseGet(() -> new Named("unnamed bit", constant.name(), constant.name(), enumeration.position())));
        }
        shape.combinations().forEach((combination) -> names.add(named(combination.variant(), combination.name())));
        names.forEach((name) -> add(name, ReservedNames.whyNoVariable(name.java())));
        checkDistinct("in Java", names);
    }

    private void checkValues(Enumeration enumeration, EnumShape shape) {
        Map<Long, String> taken = new HashMap<>();
        for (EnumShape.Constant constant : shape.constants()) {
            String other = taken.putIfAbsent(constant.value(), constant.name());
            if (other != null) {
                this.problems.add(new Problem(constant.variant().map(Variant::position).orElse(enumeration.position()),
                        "constants " + other + " and " + constant.name() + " of enum '" + enumeration.name()
                                + "' both have value " + Long.toUnsignedString(constant.value())
                                + ", and a value stands for one constant in Java",
                        "Leave one of them out"));
            }
        }
    }

    private static Named named(Variant variant, String java) {
        return new Named("variant", variant.name(), java, variant.position());
    }

    private static List<Named> named(String kind, List<Field> fields) {
        return fields.stream()
            .map((field) -> new Named(kind, field.name(), JavaNames.member(field.name()), field.position()))
            .toList();
    }

    private void checkSlots(String what, String parts, List<Field> fields, Position position) {
        if (fields.stream().map(Field::type).mapToInt(JavaRules::slots).sum() > MOST_SLOTS) {
            this.problems
                .add(new Problem(position,
                        what + " has more " + parts + " than Java allows: " + MOST_SLOTS
                                + ", of which those in a long or double count twice",
                        "Put some of them into a record"));
        }
    }

    private static int slots(Type type) {
        return (type == Primitive.U32 || type == Primitive.I64 || type == Primitive.U64 || type == Primitive.PTR
                || type == Primitive.F64) ? 2 : 1;
    }

    private void checkDistinct(String where, List<Named> names) {
        checkDistinct(where, names, UnaryOperator.identity());
    }

    private void checkDistinct(String where, List<Named> names, UnaryOperator<String> key) {
        Map<String, Named> taken = new HashMap<>();
        for (Named name : names) {
            Named other = taken.putIfAbsent(key.apply(name.java()), name);
            if (other != null) {
                String java = other.java().equals(name.java()) ? name.java() : other.java() + " and " + name.java();
                this.problems.add(new Problem(name.position(),
                        other + " (" + other.position() + ") and " + name + " are both " + java + " " + where,
                        "Rename one of them"));
            }
        }
    }

    private void add(Named name, String reason) {
        if (!reason.isEmpty()) {
            this.problems.add(new Problem(name.position(),
                    name + " would be " + name.java() + " in Java, which " + reason, "Rename it"));
        }
    }

    /**
     * Something with a name.
     *
     * @param kind what it is
     * @param name its name in the api
     * @param java its name in Java
     * @param position where it is declared
     */
    private record Named(String kind, String name, String java, Position position) {

        @Override
        public String toString() {
            return this.kind + " '" + this.name + "'";
        }

    }

}
