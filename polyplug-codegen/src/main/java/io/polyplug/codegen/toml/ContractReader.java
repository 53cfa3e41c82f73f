package io.polyplug.codegen.toml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Contract.Kind;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.toml.SourceText.Text;
import io.polyplug.contract.Version;

/**
 * Reads contracts, and the fields and parameters of all tables. Not thread-safe.
 */
final class ContractReader {

    private static final int MOST_FUNCTIONS = 65535;

    private static final String HOST_PREFIX = "host.";

    /** Upstream's generator passes over it. */
    static final String SIDE_EFFECT_FREE = "side_effect_free";

    private static final List<String> PARTS = List.of("major", "minor", "patch");

    private static final List<Long> LARGEST = List.of(0xFFFF_FFFFL, 0xFFFFL, 0xFFFFL);

    private final TypeNames types;

    private final Names names;

    private final Problems problems;

    ContractReader(TypeNames types, Problems problems) {
        this.types = types;
        this.names = new Names(problems);
        this.problems = problems;
    }

    Contract read(TableNode node, Kind kind) {
        Optional<Text> name = node.required("name");
        name.ifPresent((text) -> checkName(text, node, kind));
        Version version = node.required("version").map(this::version).orElseGet(() -> new Version(0, 0, 0));
        boolean singleton = kind == Kind.HOST && node.flag("singleton");
        return new Contract(kind, name.map(Text::value).orElse(""), version, singleton, functions(node, kind),
                node.docs(), name.map(Text::position).orElse(node.position()));
    }

    private void checkName(Text name, TableNode node, Kind kind) {
        boolean sound = this.names.declareDotted(name, node);
        boolean prefixed = name.value().startsWith(HOST_PREFIX);
        if (sound && kind == Kind.HOST && !prefixed) {
            this.problems.add(name.position(),
                    node.title() + " has a name that does not begin with '" + HOST_PREFIX + "'",
                    "Write \"" + HOST_PREFIX + name.value() + "\"");
        }
        if (sound && kind == Kind.GUEST && prefixed) {
            this.problems.add(name.position(),
                    node.title() + " has a name that begins with '" + HOST_PREFIX + "', as those of hosts do",
                    "Write [[host_contract]], or choose another name");
        }
    }

    private Version version(Text text) {
        String[] parts = text.value().split("\\.", -1);
        int[] numbers = new int[PARTS.size()];
        int index = 0;
        for (int part = 0; part < parts.length; part++) {
            if (part < numbers.length) {
                numbers[part] = number(text, index, parts[part], part);
            }
            else if (part == numbers.length) {
                this.problems.warn(text.at(index - 1), "Version '" + text.value() + "' has more than three parts, and '"
                        + text.value().substring(index - 1) + "' is ignored", "Remove it");
            }
            index += parts[part].length() + 1;
        }
        return new Version(numbers[0], numbers[1], numbers[2]);
    }

    private int number(Text text, int index, String digits, int part) {
        String name = "The " + PARTS.get(part) + " part of version '" + text.value() + "'";
        if (!digits.matches("[0-9]+")) {
            this.problems.add(text.at(index), name + " is no number",
                    "Write one to three numbers with dots between, such as 1.2.3");
            return 0;
        }
        long largest = LARGEST.get(part);
        BigInteger number = new BigInteger(digits);
        if (number.compareTo(BigInteger.valueOf(largest)) > 0) {
            this.problems.add(text.at(index), name + " is " + digits + ", and at most " + largest + " is possible",
                    "Write a smaller number");
        }
        return number.intValue();
    }

    private List<Function> functions(TableNode contract, Kind kind) {
        List<TableNode> nodes = contract.tables("functions",
                (kind == Kind.HOST) ? Level.HOST_FUNCTION : Level.FUNCTION);
        if (nodes.size() > MOST_FUNCTIONS) {
            this.problems.add(nodes.get(MOST_FUNCTIONS).position(), contract.title() + " has " + nodes.size()
                    + " functions, and at most " + MOST_FUNCTIONS + " are possible", "Split the contract");
        }
        Names functionNames = new Names(this.problems);
        List<Function> functions = new ArrayList<>();
        for (TableNode node : nodes) {
            functions.add(function(functions.size(), node, functionNames));
        }
        return functions;
    }

    private Function function(int id, TableNode node, Names functionNames) {
        Optional<Text> name = node.required("name");
        name.ifPresent((text) -> functionNames.declare(text, node));
        List<Field> parameters = fields(node.tables("params", Level.PARAMETER));
        Optional<Type> result = node.string("return").flatMap((text) -> this.types.result(text, node));
        return new Function(id, name.map(Text::value).orElse(""), parameters, result, node.flag(SIDE_EFFECT_FREE),
                node.docs(), name.map(Text::position).orElse(node.position()));
    }

    /**
     * Reads the fields of a record, or the parameters of a function.
     * @param nodes their tables
     * @return the fields
     */
    List<Field> fields(List<TableNode> nodes) {
        Names fieldNames = new Names(this.problems);
        return nodes.stream().map((node) -> field(node, fieldNames)).toList();
    }

    private Field field(TableNode node, Names fieldNames) {
        Optional<Text> name = node.required("name");
        name.ifPresent((text) -> fieldNames.declare(text, node));
        Type type = node.required("type").flatMap((text) -> this.types.type(text, node)).orElse(Primitive.U8);
        Position position = name.map(Text::position).orElse(node.position());
        return new Field(name.map(Text::value).orElse(""), type, node.docs(), position);
    }

}
