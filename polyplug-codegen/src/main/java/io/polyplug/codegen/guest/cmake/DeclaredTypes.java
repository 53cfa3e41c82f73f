package io.polyplug.codegen.guest.cmake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Layout;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.guest.model.Names;
import io.polyplug.codegen.guest.model.Spelling;
import io.polyplug.contract.Repr;

/**
 * The records and enums of an api, as the templates of C and C++ want them.
 */
final class DeclaredTypes {

    private static final String INDENT = "    ";

    /** Macros of the headers that authors include most, and of the stubs. */
    private static final Set<String> MACROS = Set.of("CHAR_BIT", "CHAR_MAX", "CHAR_MIN", "GUEST_ARG", "GUEST_FORMAT",
            "GUEST_TEXT", "INT_MAX", "INT_MIN", "LONG_MAX", "LONG_MIN", "NAME_MAX", "PATH_MAX", "PTRDIFF_MAX",
            "PTRDIFF_MIN", "RAND_MAX", "SIZE_MAX", "UINT_MAX");

    private final Api api;

    private final Dialect dialect;

    DeclaredTypes(Api api, Dialect dialect) {
        this.api = api;
        this.dialect = dialect;
    }

    List<Map<String, Object>> enums() {
        Set<String> taken = new HashSet<>(MACROS);
        taken.addAll(typeNames());
        Names macros = new Names(Spelling::constant, taken);
        return this.api.declarations()
            .stream()
            .filter(Enumeration.class::isInstance)
            .map((declaration) -> enumeration((Enumeration) declaration, macros))
            .toList();
    }

    private Map<String, Object> enumeration(Enumeration enumeration, Names macros) {
        Names names = new Names(Words::free, List.of());
        return Map.of("name", Words.free(enumeration.name()), "comment", Words.comment(enumeration.docs(), ""), "repr",
                CDialect.primitive(Primitive.of(enumeration.repr())), "bitFlag", enumeration.bitFlag(), "variants",
                enumeration.variants()
                    .stream()
                    .map((variant) -> variant(variant, enumeration, names, macros))
                    .toList());
    }

    private static Map<String, Object> variant(Variant variant, Enumeration owner, Names names, Names macros) {
        String macro = macros.of(owner.name() + "." + variant.name());
        String suffix = (owner.repr() == Repr.U64) ? "ull" : "u";
        return Map.of("name", names.of(variant.name()), "owner", Words.free(owner.name()), "macro", macro, "value",
                Long.toUnsignedString(variant.value()) + suffix, "comment", Words.comment(variant.docs(), ""),
                "fieldComment", Words.comment(variant.docs(), INDENT));
    }

    /**
     * {@return the records, each behind those that it contains}
     */
    List<Map<String, Object>> structs() {
        Set<Struct> ordered = new LinkedHashSet<>();
        for (Declaration declaration : this.api.declarations()) {
            if (declaration instanceof Struct struct) {
                addWithContained(struct, ordered);
            }
        }
        return ordered.stream().map(this::struct).toList();
    }

    private void addWithContained(Struct struct, Set<Struct> ordered) {
        for (Field field : struct.fields()) {
            if (field.type() instanceof Reference reference
                    && this.api.declaration(reference) instanceof Struct contained) {
                addWithContained(contained, ordered);
            }
        }
        ordered.add(struct);
    }

    private Map<String, Object> struct(Struct struct) {
        Layout layout = Layout.of(this.api, struct.fields());
        return Map.of("name", Words.free(struct.name()), "comment", Words.comment(struct.docs(), ""), "fields",
                fields(struct.fields(), layout, Words.free(struct.name())), "size", layout.size(), "plain",
                isPlain(new Reference(struct.name())));
    }

    private boolean isPlain(Type type) {
        if (type instanceof Reference reference) {
            return !(this.api.declaration(reference) instanceof Struct struct)
                    || struct.fields().stream().allMatch((field) -> isPlain(field.type()));
        }
        return type != Primitive.STRING_VIEW && type != Primitive.BUFFER;
    }

    /** What they are called, which in C hides a type from the parameters that follow. */
    private List<String> typeNames() {
        return this.api.declarations().stream().map((declaration) -> Words.free(declaration.name())).toList();
    }

    /**
     * Returns fields or parameters.
     * @param fields of the api
     * @param layout where they lie
     * @param owner the type that has them
     * @return what templates want to know of each
     */
    List<Map<String, Object>> fields(List<Field> fields, Layout layout, String owner) {
        Names names = new Names(Words::free, typeNames());
        List<Map<String, Object>> views = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            String name = names.of(field.name());
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("name", name);
            view.put("owner", owner);
            view.put("comment", Words.comment(field.docs(), INDENT));
            view.put("field", Dialect.declaration(this.dialect.field(field.type()), name));
            view.put("wire", Dialect.declaration(this.dialect.wire(field.type()), name));
            view.put("parameter", Dialect.declaration(this.dialect.parameter(this.api, field.type()), name));
            view.put("sample", this.dialect.sample(this.api, field.type()));
            view.put("offset", layout.offsets().get(i));
            view.put("read", (fields.size() == 1) ? "*in" : "in->" + name);
            views.add(view);
        }
        return views;
    }

}
