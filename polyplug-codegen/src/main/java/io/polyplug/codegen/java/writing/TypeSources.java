package io.polyplug.codegen.java.writing;

import java.util.stream.Stream;

import com.palantir.javapoet.TypeSpec;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Struct;

/**
 * The types that an api is in Java: an interface for each contract, a record or enum for
 * each declaration.
 */
public final class TypeSources {

    private TypeSources() {
    }

    /**
     * Writes all types of an api.
     * @param api an api that Java can say
     * @param packageName the package of all of them
     * @return the types, contracts before others
     */
    public static Stream<TypeSpec> of(Api api, String packageName) {
        JavaTypes types = new JavaTypes(api, packageName);
        InterfaceSource interfaces = new InterfaceSource(types);
        return Stream.concat(api.contracts().stream().map(interfaces::of),
                api.declarations().stream().map((declaration) -> of(declaration, types)));
    }

    private static TypeSpec of(Declaration declaration, JavaTypes types) {
        return (declaration instanceof Struct struct) ? new RecordSource(types).of(struct)
                : new EnumSource(types).of((Enumeration) declaration);
    }

}
