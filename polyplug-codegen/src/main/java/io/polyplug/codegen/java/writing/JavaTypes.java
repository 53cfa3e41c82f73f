package io.polyplug.codegen.java.writing;

import java.util.Set;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.java.naming.JavaNames;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;

/**
 * The types of an api in Java.
 *
 * @param api the api
 * @param packageName where its types are in Java
 */
record JavaTypes(Api api, String packageName) {

    private static final AnnotationSpec UNSIGNED = AnnotationSpec.builder(Unsigned.class).build();

    private static final AnnotationSpec UNSIGNED_64 = AnnotationSpec.builder(Unsigned.class)
        .addMember("value", "$T.$L", Repr.class, Repr.U64)
        .build();

    private static final AnnotationSpec PTR = AnnotationSpec.builder(Ptr.class).build();

    /**
     * Returns the class of a contract, record or enum.
     * @param name the simple name in the api
     */
    ClassName classOf(String name) {
        return ClassName.get(this.packageName, JavaNames.type(name));
    }

    TypeName of(Type type) {
        if (type instanceof Primitive primitive) {
            return of(primitive);
        }
        ClassName name = classOf(type.spelling());
        return isFlags(type) ? ParameterizedTypeName.get(ClassName.get(Set.class), name) : name;
    }

    private static TypeName of(Primitive primitive) {
        return switch (primitive) {
            case I8 -> TypeName.BYTE;
            case U8 -> TypeName.SHORT.annotated(UNSIGNED);
            case I16 -> TypeName.SHORT;
            case U16 -> TypeName.INT.annotated(UNSIGNED);
            case I32 -> TypeName.INT;
            case U32 -> TypeName.LONG.annotated(UNSIGNED);
            case I64 -> TypeName.LONG;
            case U64 -> TypeName.LONG.annotated(UNSIGNED_64);
            case PTR -> TypeName.LONG.annotated(PTR);
            case F32 -> TypeName.FLOAT;
            case F64 -> TypeName.DOUBLE;
            case BOOL -> TypeName.BOOLEAN;
            case STRING_VIEW -> ClassName.get(String.class);
            case BUFFER -> ArrayTypeName.of(byte.class);
        };
    }

    private boolean isFlags(Type type) {
        if (type instanceof Reference reference) {
            Declaration declaration = this.api.declaration(reference);
            return declaration instanceof Enumeration enumeration && enumeration.bitFlag();
        }
        return false;
    }

    /**
     * Returns a phrase for a value of a type, in HTML, which tells no more than the Java
     * type does: so it is the same for an api that was read from Java.
     */
    String phrase(Type type) {
        if (type instanceof Primitive primitive) {
            return phrase(primitive);
        }
        String link = "{@link " + JavaNames.type(type.spelling()) + "}";
        return isFlags(type) ? "a set of " + link : "a value of " + link;
    }

    private static String phrase(Primitive primitive) {
        return switch (primitive) {
            case U8 -> "a number from 0 to 255";
            case U16 -> "a number from 0 to 65535";
            case U32 -> "a number from 0 to 4294967295";
            case I8, I16, I32, F32, F64 -> "a number";
            case I64 -> "a number of 64 bits";
            case U64 -> "an unsigned number of 64 bits";
            case PTR -> "an address";
            case BOOL -> "{@code true} or {@code false}";
            case STRING_VIEW -> "a text";
            case BUFFER -> "bytes";
        };
    }

}
