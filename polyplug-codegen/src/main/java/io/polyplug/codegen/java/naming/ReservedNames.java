package io.polyplug.codegen.java.naming;

import java.util.List;
import java.util.Set;

import javax.lang.model.SourceVersion;

import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Type;

/**
 * Names that Java, or what is generated, needs for something else. Answers are a clause
 * about the name, empty if it is free.
 */
final class ReservedNames {

    /** What generated sources call by its simple name. */
    private static final Set<String> TYPES = Set.of("AbiEnum", "AbiValue", "Arrays", "Collections", "ContractFunction",
            "Double", "EnumSet", "Float", "GuestContract", "GuestContractId", "HostContract", "HostContractId",
            "NullMarked", "Nullable", "Object", "Objects", "Override", "Ptr", "Repr", "Set", "String", "Unsigned");

    /** Methods of every object that take nothing. */
    private static final Set<String> METHODS = Set.of("clone", "finalize", "getClass", "hashCode", "notify",
            "notifyAll", "toString", "wait");

    private static final Set<Type> LONGS = Set.of(Primitive.I64, Primitive.U64, Primitive.PTR, Primitive.U32);

    private static final Set<Type> INTS = Set.of(Primitive.I32, Primitive.U16);

    private ReservedNames() {
    }

    static String whyNoType(String name) {
        if (TYPES.contains(name)) {
            return "is the name of a type that the generated sources use";
        }
        return whyNoVariable(name);
    }

    static String whyNoVariable(String name) {
        return SourceVersion.isKeyword(name, SourceVersion.RELEASE_17) ? "is a word of the language" : "";
    }

    static String whyNoComponent(String name) {
        return METHODS.contains(name) ? "no record may have as a component" : whyNoVariable(name);
    }

    static String whyNoMethod(String name, List<Type> parameters) {
        boolean isOfObject = (parameters.isEmpty() && METHODS.contains(name))
                || (name.equals("wait") && LONGS.contains(parameters.get(0))
                        && (parameters.size() == 1 || (parameters.size() == 2 && INTS.contains(parameters.get(1)))));
        return isOfObject ? "is a method of every object with the same parameters" : whyNoVariable(name);
    }

}
