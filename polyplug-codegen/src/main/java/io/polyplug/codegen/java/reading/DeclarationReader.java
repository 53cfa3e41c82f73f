package io.polyplug.codegen.java.reading;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Position;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.java.naming.JavaNames;

/**
 * Reads the records and enums that contracts use, and keeps them. Not thread-safe.
 */
final class DeclarationReader {

    private final TypeReader types;

    private final Map<Class<?>, Declaration> declarations = new LinkedHashMap<>();

    private final Map<String, Class<?>> names = new HashMap<>();

    /** By enum, whether it is used as a set. */
    private final Map<Class<?>, Boolean> uses = new HashMap<>();

    private final Deque<Class<?>> nesting = new ArrayDeque<>();

    DeclarationReader(TypeReader types) {
        this.types = types;
    }

    List<Declaration> all() {
        return List.copyOf(this.declarations.values());
    }

    /**
     * Returns the name of an enum that is used as one value at a time.
     */
    String enumeration(Class<?> type) {
        return enumeration(type, false);
    }

    /**
     * Returns the name of an enum that is used as a set of values.
     */
    String flags(Class<?> type) {
        return enumeration(type, true);
    }

    private String enumeration(Class<?> type, boolean asSet) {
        if (this.uses.computeIfAbsent(type, (first) -> asSet) != asSet) {
            throw new Refusal("enum " + type.getName() + " is used both by itself and as a Set",
                    "Use one of them everywhere; a Set of one constant is that flag alone");
        }
        String name = name(type, "enum");
        if (!this.declarations.containsKey(type)) {
            this.declarations.put(type, new EnumReader(type, asSet).read(name));
        }
        return name;
    }

    /**
     * Returns the name of a record.
     * @param incoming whether values go from Java to native code
     */
    String struct(Class<?> type, boolean incoming) {
        RecordComponent[] components = type.getRecordComponents();
        if (type.getTypeParameters().length > 0) {
            throw new Refusal("record " + type.getName() + " is generic, and native code knows no generics",
                    "Use concrete types");
        }
        if (components.length == 0) {
            throw new Refusal(
                    "record " + type.getName() + " is empty, and languages disagree about the size of an empty struct",
                    "Give it a component");
        }
        if (this.nesting.contains(type)) {
            throw new Refusal("record " + type.getName() + " contains itself", "Break the circle");
        }
        String name = name(type, "record");
        this.nesting.push(type);
        try {
            List<Field> fields = new ArrayList<>();
            for (RecordComponent component : components) {
                fields.add(field(component, incoming));
            }
            this.declarations.putIfAbsent(type, new Struct(name, fields, "", Position.of(type.getName())));
            return name;
        }
        finally {
            this.nesting.pop();
        }
    }

    private Field field(RecordComponent component, boolean incoming) {
        String java = component.getName();
        try {
            return new Field(JavaNames.ofMember(java).orElseThrow(() -> Refusal.ofName(java, JavaNames.member(java))),
                    this.types.of(component.getAnnotatedType(), component, incoming), "",
                    Position.of(component.getDeclaringRecord().getName()));
        }
        catch (Refusal ex) {
            throw ex.in("component " + java + " of record " + component.getDeclaringRecord().getName());
        }
    }

    private String name(Class<?> type, String kind) {
        String java = type.getSimpleName();
        if (Primitive.of(java).isPresent() || java.equals("Void")) {
            throw new Refusal(kind + " " + type.getName() + " has the name of a type that every api has", "Rename it");
        }
        Class<?> other = this.names.putIfAbsent(java, type);
        if (other != null && other != type) {
            throw new Refusal(type.getName() + " and " + other.getName()
                    + " have the same name, and types of an api know no packages", "Rename one of them");
        }
        return JavaNames.ofType(java)
            .orElseThrow(() -> Refusal.ofName(java, JavaNames.type(java)).in(kind + " " + type.getName()));
    }

}
