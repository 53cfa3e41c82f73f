package io.polyplug.codegen.toml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Contract.Kind;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.toml.SourceText.Text;

/**
 * Reads a whole file, in the order of its text. Not thread-safe.
 */
final class ApiReader {

    private static final Comparator<TableNode> ORDER = Comparator.comparing(TableNode::position);

    private final TableNode file;

    private final SourceText source;

    private final Problems problems;

    private final Names typeNames;

    private ApiReader(TableNode file, SourceText source, Problems problems) {
        this.file = file;
        this.source = source;
        this.problems = problems;
        this.typeNames = new Names(problems);
    }

    /**
     * Reads a file.
     * @param file its tables
     * @param source its text
     * @param problems where problems are told; if there are some, the result is of no use
     * @return the api
     */
    static Api read(TableNode file, SourceText source, Problems problems) {
        return new ApiReader(file, source, problems).read();
    }

    private Api read() {
        List<Declared> types = declared("types", Level.TYPE);
        List<Declared> enums = declared("enum", Level.ENUM);
        List<Declared> all = Stream.concat(types.stream(), enums.stream())
            .sorted(Comparator.comparing(Declared::node, ORDER))
            .toList();
        all.forEach((type) -> type.name.ifPresent((name) -> checkName(name, type.node)));
        TypeNames known = new TypeNames(all.stream().flatMap((type) -> type.name.stream()).map(Text::value).toList(),
                this.problems);
        ContractReader reader = new ContractReader(known, this.problems);
        List<Declaration> declarations = new ArrayList<>();
        for (Declared type : all) {
            Text name = type.name.orElseGet(() -> new Text("", type.node.position(), false));
            declarations.add(types.contains(type) ? struct(type.node, name, reader)
                    : EnumReader.read(type.node, name, this.problems));
        }
        Recursion.check(declarations.stream().filter(Struct.class::isInstance).map(Struct.class::cast).toList(),
                this.problems);
        return contracts(declarations, reader);
    }

    private Api contracts(List<Declaration> declarations, ContractReader reader) {
        List<TableNode> guests = Stream.of("plugin_contract", "guest_contract", "contract")
            .flatMap((key) -> this.file.tables(key, Level.GUEST_CONTRACT).stream())
            .sorted(ORDER)
            .toList();
        List<TableNode> hosts = this.file.tables("host_contract", Level.HOST_CONTRACT);
        List<Contract> contracts = Stream.concat(guests.stream(), hosts.stream())
            .sorted(ORDER)
            .map((node) -> reader.read(node, guests.contains(node) ? Kind.GUEST : Kind.HOST))
            .toList();
        if (declarations.isEmpty() && contracts.isEmpty() && this.problems.isEmpty()) {
            this.problems.add(this.source.start(), "The file declares nothing", Level.FILE.choice());
        }
        return new Api(declarations, contracts.stream().filter((contract) -> contract.kind() == Kind.GUEST).toList(),
                contracts.stream().filter((contract) -> contract.kind() == Kind.HOST).toList());
    }

    private List<Declared> declared(String key, Level level) {
        return this.file.tables(key, level).stream().map((node) -> new Declared(node, node.required("name"))).toList();
    }

    private void checkName(Text name, TableNode node) {
        if (TypeNames.isBuiltIn(name.value())) {
            this.typeNames.isFirst(name, node);
            this.problems.add(name.position(), node.title() + " has the name of a type that the ABI has",
                    "Choose another name");
        }
        else {
            this.typeNames.declare(name, node);
        }
    }

    private Struct struct(TableNode node, Text name, ContractReader reader) {
        List<TableNode> fields = node.tables("fields", Level.FIELD);
        if (fields.isEmpty() && !node.isBroken("fields")) {
            this.problems.add(name.position(), node.title() + " has no fields: languages disagree about its size",
                    "Add fields = [" + Level.FIELD.example() + "]");
        }
        return new Struct(name.value(), reader.fields(fields), node.docs(), name.position());
    }

    /**
     * A table that declares a type.
     *
     * @param node the table
     * @param name its name, nothing if it has none, which was told
     */
    private record Declared(TableNode node, Optional<Text> name) {
    }

}
