package io.polyplug.codegen.toml;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Contract.Kind;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;

/**
 * Writes an api as upstream's generator 0.1.3 can read it: with
 * {@code [[plugin_contract]]}, and with nothing that is newer than TOML 1.0. Not
 * thread-safe.
 */
final class ApiWriter {

    private static final int WIDTH = 120;

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private ApiWriter() {
    }

    static String write(Api api) {
        ApiWriter writer = new ApiWriter();
        api.declarations().forEach(writer::declaration);
        api.guestContracts().forEach(writer::contract);
        api.hostContracts().forEach(writer::contract);
        return writer.text.toString();
    }

    private void declaration(Declaration declaration) {
        if (declaration instanceof Struct struct) {
            begin("types", struct.name(), struct.docs());
            list("fields", struct.fields().stream().map(ApiWriter::field).toList());
        }
        else if (declaration instanceof Enumeration enumeration) {
            begin("enum", enumeration.name(), enumeration.docs());
            line("repr = " + quoted(EnumReader.spelling(enumeration.repr())));
            if (enumeration.bitFlag()) {
                line("bitflag = true");
            }
            list("variants", enumeration.variants().stream().map(ApiWriter::variant).toList());
        }
    }

    private void contract(Contract contract) {
        begin((contract.kind() == Kind.HOST) ? "host_contract" : "plugin_contract", contract.name(), contract.docs());
        line("version = " + quoted(contract.version().toString()));
        if (contract.singleton()) {
            line("singleton = true");
        }
        list("functions", contract.functions().stream().map(ApiWriter::function).toList());
    }

    private void begin(String table, String name, String docs) {
        if (!this.text.isEmpty()) {
            line("");
        }
        line("[[" + table + "]]");
        line("name = " + quoted(name));
        if (docs.contains("\n")) {
            String lines = Stream.of(docs.split("\n", -1)).map(ApiWriter::escaped).collect(Collectors.joining("\n"));
            line("docs = \"\"\"\n" + lines + "\"\"\"");
        }
        else if (!docs.isEmpty()) {
            line("docs = " + quoted(docs));
        }
    }

    private void list(String key, List<String> tables) {
        if (tables.isEmpty()) {
            line(key + " = []");
            return;
        }
        line(key + " = [");
        tables.forEach((table) -> line(INDENT + table + ","));
        line("]");
    }

    private void line(String line) {
        this.text.append(line).append('\n');
    }

    private static String field(Field field) {
        return "{ name = " + quoted(field.name()) + ", type = " + quoted(field.type().spelling())
                + inlineDocs(field.docs()) + " }";
    }

    private static String variant(Variant variant) {
        return "{ name = " + quoted(variant.name()) + ", value = " + quoted(variant.expression())
                + inlineDocs(variant.docs()) + " }";
    }

    private static String function(Function function) {
        List<String> parameters = function.parameters().stream().map(ApiWriter::field).toList();
        String line = function(function, String.join(", ", parameters));
        if (parameters.isEmpty() || INDENT.length() + line.length() < WIDTH) {
            return line;
        }
        return function(function,
                parameters.stream()
                    .map((parameter) -> "\n" + INDENT.repeat(2) + parameter + ",")
                    .collect(Collectors.joining("", "", "\n" + INDENT)));
    }

    private static String function(Function function, String parameters) {
        String between = function.parameters().isEmpty() ? "" : ", params = [" + parameters + "]";
        String result = function.result().map(Type::spelling).map((type) -> ", return = " + quoted(type)).orElse("");
        String free = function.sideEffectFree() ? ", " + ContractReader.SIDE_EFFECT_FREE + " = true" : "";
        return "{ name = " + quoted(function.name()) + between + result + free + inlineDocs(function.docs()) + " }";
    }

    private static String inlineDocs(String docs) {
        return docs.isEmpty() ? "" : ", docs = " + quoted(docs);
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    boolean control = character < ' ' || character == 0x7F;
                    escaped.append(control ? String.format(Locale.ROOT, "\\u%04X", (int) character)
                            : String.valueOf(character));
                }
            }
        }
        return escaped.toString();
    }

}
