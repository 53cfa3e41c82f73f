package io.polyplug.codegen.guest.toolchain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Layout;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.guest.model.Docs;
import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.contract.Version;

/**
 * What the templates of a language see of a project: names, types and expressions, each
 * of them text. A list of one or none stands for what may be missing.
 */
final class ProjectContext {

    private final GuestModel model;

    private final Conventions conventions;

    private final Values values;

    private final Names types;

    /**
     * Takes a project.
     * @param model what it is for
     * @param conventions how its language calls things
     * @param values how its language says types
     * @param types the names of all types, which contracts have to share
     */
    ProjectContext(GuestModel model, Conventions conventions, Values values, Names types) {
        this.model = model;
        this.conventions = conventions;
        this.values = values;
        this.types = types;
    }

    Map<String, Object> toMap() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("bundle", this.model.bundle());
        context.put("library", this.model.library());
        context.put("crate", this.model.identifier().toLowerCase(Locale.ROOT) + "_guest");
        context.put("version", this.model.version().toString());
        List<Declaration> declarations = this.model.api().declarations();
        context.put("structs", of(declarations, Struct.class).stream().map(this::struct).toList());
        List<Enumeration> enums = of(declarations, Enumeration.class);
        context.put("enums", enums.stream().filter((each) -> !each.bitFlag()).map(this::enumeration).toList());
        context.put("flags", enums.stream().filter(Enumeration::bitFlag).map(this::enumeration).toList());
        context.put("usesTypes", this.model.contracts().stream().anyMatch(ProjectContext::usesTypes));
        context.put("contracts", this.model.contracts().stream().map(this::contract).toList());
        context.put("hosts", this.model.hostContracts().stream().map(this::contract).toList());
        context.put("hasHosts", !this.model.hostContracts().isEmpty());
        return context;
    }

    private static <T> List<T> of(List<Declaration> declarations, Class<T> kind) {
        return declarations.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static boolean usesTypes(Contract contract) {
        return contract.functions()
            .stream()
            .flatMap((function) -> Stream.concat(function.parameters().stream().map(Field::type),
                    function.result().stream()))
            .anyMatch(Reference.class::isInstance);
    }

    private Map<String, Object> struct(Struct struct) {
        Names names = this.conventions.fields().names();
        int width = width(struct.fields().stream().map(Field::name), names);
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Field field : struct.fields()) {
            String name = names.of(field.name());
            fields.add(Map.of("field", name, "pad", pad(name, width), "docs", docs(field.docs()), "type",
                    this.values.owned(field.type()), "form", this.values.form(field.type()), "read",
                    this.values.read(field.type(), "form." + name), "write",
                    this.values.write(field.type(), "value." + name), "sample", this.values.sample(field.type())));
        }
        return Map.of("struct", this.types.of(struct.name()), "docs", docs(struct.docs()), "fields", fields, "size",
                Layout.of(this.model.api(), new Reference(struct.name())).size());
    }

    private Map<String, Object> enumeration(Enumeration enumeration) {
        Names names = this.conventions.variants().names();
        int width = width(enumeration.variants().stream().map(Variant::name), names);
        List<Map<String, Object>> variants = new ArrayList<>();
        List<Map<String, Object>> aliases = new ArrayList<>();
        Map<Long, String> first = new HashMap<>();
        for (Variant variant : enumeration.variants()) {
            String name = names.of(variant.name());
            String earlier = first.putIfAbsent(variant.value(), name);
            List<Map<String, Object>> to = (earlier != null) ? aliases : variants;
            to.add(Map.of("variant", name, "pad", pad(name, width), "docs", docs(variant.docs()), "value",
                    Long.toUnsignedString(variant.value()), "first", first.size() == 1, "same",
                    (earlier != null) ? earlier : name));
        }
        return Map.of("enum", this.types.of(enumeration.name()), "docs", docs(enumeration.docs()), "variants", variants,
                "aliases", aliases, "number", this.values.scalar(Primitive.of(enumeration.repr())));
    }

    private Map<String, Object> contract(Contract contract) {
        String shortName = this.model.shortName(contract);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("contract", this.types.of(shortName));
        context.put("module", Spelling.snake(this.types.of(shortName)));
        context.put("name", contract.name());
        context.put("docs", docs(contract.docs()));
        context.put("id", "0x" + this.model.id(contract));
        Version version = contract.version();
        context.put("major", Integer.toUnsignedString(version.major()));
        context.put("minor", Integer.toUnsignedString(version.minor()));
        context.put("patch", Integer.toUnsignedString(version.patch()));
        context.put("least", Integer.toUnsignedString(this.model.requiredVersion(contract)));
        context.put("singleton", contract.singleton());
        context.put("functions", functions(contract));
        context.put("count", contract.functions().size());
        context.put("hasFunctions", !contract.functions().isEmpty());
        return context;
    }

    private List<Map<String, Object>> functions(Contract contract) {
        Names names = this.conventions.functions().names();
        Names labels = new Names(Spelling::pascal, List.of());
        Names snakes = new Names(Spelling::snake, List.of());
        contract.functions().forEach((function) -> names.of(function.name()));
        return contract.functions().stream().map((function) -> {
            Map<String, Object> context = function(contract, function, names);
            context.put("label", labels.of(function.name()));
            context.put("snake", snakes.of(function.name()));
            return context;
        }).toList();
    }

    private Map<String, Object> function(Contract contract, Function function, Names names) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("function", names.of(function.name()));
        context.put("name", function.name());
        context.put("number", function.id());
        context.put("docs", docs(Docs.of(function)));
        List<Map<String, Object>> parameters = parameters(contract, function, names);
        context.put("params", parameters);
        context.put("hasSeveral", parameters.size() > 1);
        context.put("hasParams", !function.parameters().isEmpty());
        context.put("size", this.model.arguments(function).size());
        context.put("result",
                function.result()
                    .map((type) -> List.of(Map.of("type", this.values.owned(type), "form", this.values.form(type),
                            "read", this.values.read(type, "out"), "write", this.values.write(type, "result"))))
                    .orElse(List.of()));
        return context;
    }

    private List<Map<String, Object>> parameters(Contract contract, Function function, Names functions) {
        Names fields = this.conventions.fields().names();
        List<String> others = contract.functions().stream().map((each) -> functions.of(each.name())).toList();
        Names names = this.conventions.parameters().names(this.conventions.shadowing() ? List.of() : others);
        int width = width(function.parameters().stream().map(Field::name), fields);
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Field parameter : function.parameters()) {
            String name = names.of(parameter.name());
            String field = fields.of(parameter.name());
            Map<String, Object> context = new LinkedHashMap<>();
            context.put("param", name);
            context.put("native", field);
            context.put("pad", pad(field, width));
            context.put("index", parameters.size());
            context.put("comma", (parameters.size() + 1 < function.parameters().size()) ? ", " : "");
            context.put("type", this.values.borrowed(parameter.type()));
            context.put("form", this.values.form(parameter.type()));
            context.put("borrow", this.values.borrow(parameter.type(), "native." + field));
            context.put("write", this.values.write(parameter.type(), name));
            context.put("sample", this.values.sample(parameter.type()));
            parameters.add(context);
        }
        return parameters;
    }

    private static int width(Stream<String> declared, Names names) {
        return declared.map(names::of).mapToInt(String::length).max().orElse(0);
    }

    /** Returns blanks, for languages in which types stand below each other. */
    private static String pad(String name, int width) {
        return " ".repeat(width - name.length());
    }

    /** Returns whole lines, so that an empty one has no blank at its end. */
    private List<String> docs(String docs) {
        return Docs.lines(docs)
            .stream()
            .map((line) -> (this.conventions.comment() + " " + line.strip()).stripTrailing())
            .toList();
    }

}
