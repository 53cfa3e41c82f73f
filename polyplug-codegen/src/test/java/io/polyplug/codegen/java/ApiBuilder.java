package io.polyplug.codegen.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Version;

/**
 * Apis from short texts, a line of {@code api.toml} for each: {@code x: f64} is a field
 * or parameter, {@code Red = 1} a variant, {@code add(a: i32, b: i64) -> i64} a function.
 * What follows {@code #} are docs. Not thread-safe.
 */
final class ApiBuilder {

    /** Before a function that is free of side effects. */
    private static final String FREE = "free ";

    private final List<Declaration> declarations = new ArrayList<>();

    private final List<Contract> guests = new ArrayList<>();

    private final List<Contract> hosts = new ArrayList<>();

    private int line;

    ApiBuilder struct(String name, String... fields) {
        return struct(name, "", fields);
    }

    ApiBuilder documentedStruct(String name, String docs, String... fields) {
        return struct(name, docs, fields);
    }

    private ApiBuilder struct(String name, String docs, String... fields) {
        Position position = next();
        this.declarations.add(new Struct(name, Stream.of(fields).map(this::field).toList(), docs, position));
        return this;
    }

    ApiBuilder enumeration(String name, Repr repr, String... variants) {
        return enumeration(name, repr, false, variants);
    }

    ApiBuilder flags(String name, Repr repr, String... variants) {
        return enumeration(name, repr, true, variants);
    }

    private ApiBuilder enumeration(String name, Repr repr, boolean bitFlag, String... variants) {
        Position position = next();
        this.declarations
            .add(new Enumeration(name, repr, bitFlag, Stream.of(variants).map(this::variant).toList(), "", position));
        return this;
    }

    ApiBuilder guest(String name, String version, String... functions) {
        this.guests.add(contract(Contract.Kind.GUEST, name, version, false, "", functions));
        return this;
    }

    ApiBuilder documentedGuest(String name, String version, String docs, String... functions) {
        this.guests.add(contract(Contract.Kind.GUEST, name, version, false, docs, functions));
        return this;
    }

    ApiBuilder host(String name, String version, boolean singleton, String... functions) {
        this.hosts.add(contract(Contract.Kind.HOST, name, version, singleton, "", functions));
        return this;
    }

    private Contract contract(Contract.Kind kind, String name, String version, boolean singleton, String docs,
            String... functions) {
        Position position = next();
        List<Function> read = new ArrayList<>();
        for (String function : functions) {
            read.add(function(read.size(), function));
        }
        return new Contract(kind, name, Version.parse(version), singleton, read, docs, position);
    }

    private Function function(int id, String text) {
        Position position = next();
        boolean free = text.startsWith(FREE);
        String[] parts = split(free ? text.substring(FREE.length()) : text, "#");
        String[] sides = split(parts[0], "->");
        String name = sides[0].substring(0, sides[0].indexOf('('));
        String parameters = sides[0].substring(name.length() + 1, sides[0].lastIndexOf(')'));
        return new Function(id, name,
                Stream.of(parameters.split(",", -1)).filter((one) -> !one.isBlank()).map(this::field).toList(),
                sides[1].isEmpty() ? Optional.empty() : Optional.of(type(sides[1])), free, parts[1], position);
    }

    private Field field(String text) {
        Position position = next();
        String[] parts = split(text, "#");
        String[] sides = split(parts[0], ":");
        return new Field(sides[0], type(sides[1]), parts[1], position);
    }

    private Variant variant(String text) {
        Position position = next();
        String[] parts = split(text, "#");
        String[] sides = split(parts[0], "=");
        return new Variant(sides[0], sides[1], Long.parseUnsignedLong(sides[1]), parts[1], position);
    }

    private static String[] split(String text, String separator) {
        int at = text.indexOf(separator);
        return (at < 0) ? new String[] { text.strip(), "" }
                : new String[] { text.substring(0, at).strip(), text.substring(at + separator.length()).strip() };
    }

    private static Type type(String spelling) {
        return Primitive.of(spelling).<Type>map((type) -> type).orElseGet(() -> new Reference(spelling));
    }

    private Position next() {
        return new Position("api.toml", ++this.line, 1);
    }

    Api build() {
        return new Api(this.declarations, this.guests, this.hosts);
    }

}
