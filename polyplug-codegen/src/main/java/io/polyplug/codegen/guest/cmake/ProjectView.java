package io.polyplug.codegen.guest.cmake;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Layout;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.guest.model.Docs;
import io.polyplug.codegen.guest.model.GuestModel;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;

/**
 * A project, as the templates of C and C++ want it: maps of names and values.
 */
final class ProjectView {

    /** What the project's own files and functions are called. */
    private static final Set<String> OWN = Set.of("bundle", "guest", "guest_call", "guest_test", "polyplug", "pp",
            "polyplug_abi", "types", "wire", "api");

    private final GuestModel model;

    private final Dialect dialect;

    private final DeclaredTypes types;

    private final List<Map<String, Object>> contracts;

    private final List<Map<String, Object>> hosts;

    ProjectView(GuestModel model, Dialect dialect) {
        this.model = model;
        this.dialect = dialect;
        this.types = new DeclaredTypes(model.api(), dialect);
        this.contracts = model.contracts().stream().map(this::guest).toList();
        this.hosts = model.hostContracts().stream().map(this::host).toList();
        for (int i = 0; i < this.hosts.size(); i++) {
            this.hosts.get(i).put("place", i);
        }
        checkUnique();
    }

    private void checkUnique() {
        Map<Object, Object> names = new HashMap<>();
        Stream.concat(this.contracts.stream(), this.hosts.stream()).forEach((contract) -> {
            Object other = names.put(contract.get("label"), contract.get("contract"));
            if (other != null) {
                throw new IllegalArgumentException(
                        "The contracts " + other + " and " + contract.get("contract") + " would both be called '"
                                + contract.get("label") + "' here. Rename one, or make a bundle of each");
            }
        });
        checkSymbols();
    }

    /** Functions of C are called after their contract, and share one scope. */
    private void checkSymbols() {
        Map<Object, String> symbols = new HashMap<>();
        Stream.concat(this.contracts.stream(), this.hosts.stream())
            .forEach((contract) -> ((List<?>) Objects.requireNonNull(contract.get("functions"))).forEach((each) -> {
                Map<?, ?> function = (Map<?, ?>) each;
                String name = contract.get("contract") + "." + function.get("declared");
                String other = symbols.put(function.get("symbol"), name);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "The functions " + other + " and " + name + " would both be called '"
                                    + function.get("symbol") + "' here. Rename one, or make a bundle of each contract");
                }
            }));
    }

    List<Map<String, Object>> contracts() {
        return this.contracts;
    }

    List<Map<String, Object>> hosts() {
        return this.hosts;
    }

    Map<String, Object> root() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("bundle", this.model.bundle());
        root.put("identifier", this.model.identifier());
        root.put("version", this.model.version().toString());
        root.put("enums", this.types.enums());
        root.put("structs", this.types.structs());
        root.put("contracts", this.contracts);
        root.put("example", this.contracts.get(0));
        root.put("hosts", this.hosts);
        root.put("hasHosts", !this.hosts.isEmpty());
        root.put("hostCount", this.hosts.size());
        return root;
    }

    private Map<String, Object> guest(Contract contract) {
        String name = this.model.shortName(contract);
        String label = Spelling.snake(name);
        if (OWN.contains(label)) {
            name = contract.name().replace('.', '_');
            label = Spelling.snake(name);
        }
        return OWN.contains(label) ? contract(contract, name + "_contract", label + "_contract")
                : contract(contract, Words.free(name), label);
    }

    private Map<String, Object> host(Contract contract) {
        return contract(contract, Spelling.pascal(contract.name()), Spelling.snake(contract.name()));
    }

    private Map<String, Object> contract(Contract contract, String className, String label) {
        Names names = new Names(Spelling.without(Words::free, className::equals, "%s_"), List.of());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("contract", contract.name());
        view.put("className", className);
        view.put("label", label);
        view.put("guard", label.toUpperCase(Locale.ROOT));
        view.put("comment", Words.comment(contract.docs(), ""));
        view.put("id", this.model.id(contract));
        view.put("major", Integer.toUnsignedString(contract.version().major()));
        view.put("minor", Integer.toUnsignedString(contract.version().minor()));
        view.put("patch", Integer.toUnsignedString(contract.version().patch()));
        view.put("packedVersion", String.format("0x%08x", this.model.requiredVersion(contract)));
        view.put("functions",
                contract.functions().stream().map((function) -> function(function, names, label)).toList());
        view.put("hasFunctions", !contract.functions().isEmpty());
        view.put("functionCount", contract.functions().size());
        return view;
    }

    private Map<String, Object> function(Function function, Names names, String label) {
        Layout layout = this.model.arguments(function);
        String symbol = label + "_" + function.name();
        String argsType = (function.parameters().size() == 1) ? this.dialect.wire(function.parameters().get(0).type())
                : "struct " + symbol + "_args";
        List<Map<String, Object>> parameters = this.types.fields(function.parameters(), layout, argsType);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("index", function.id());
        view.put("name", names.of(function.name()));
        view.put("declared", function.name());
        view.put("symbol", symbol);
        view.put("comment", Words.comment(Docs.of(function), this.dialect.indent()));
        view.put("parameters", parameters);
        view.put("parameterList", list(parameters, "parameter"));
        view.put("sampleList", list(parameters, "sample"));
        view.put("nameList", list(parameters, "name"));
        view.put("hasParameters", !parameters.isEmpty());
        view.put("several", parameters.size() > 1);
        view.put("argsType", argsType);
        view.put("argsSize", layout.size());
        view.put("argsPointer", switch (parameters.size()) {
            case 0 -> "NULL";
            case 1 -> "&" + parameters.get(0).get("name");
            default -> "&args";
        });
        putResult(view, function.result());
        view.put("complete", complete(!parameters.isEmpty(), function.result().isPresent()));
        return view;
    }

    /** Whether the host gave what the function needs. */
    private static String complete(boolean parameters, boolean result) {
        if (parameters && result) {
            return "args != NULL && out != NULL";
        }
        return parameters ? "args != NULL" : (result ? "out != NULL" : "true");
    }

    private static String list(List<Map<String, Object>> parameters, String key) {
        return parameters.stream()
            .map((parameter) -> String.valueOf(parameter.get(key)))
            .collect(Collectors.joining(", "));
    }

    private void putResult(Map<String, Object> view, Optional<Type> result) {
        view.put("hasResult", result.isPresent());
        view.put("result", Dialect.declaration(result.map(this.dialect::field).orElse("void"), ""));
        view.put("resultWire", Dialect.declaration(result.map(this.dialect::wire).orElse("void"), ""));
        view.put("nothing", result.map((type) -> this.dialect.nothing(this.model.api(), type)).orElse(""));
    }

}
