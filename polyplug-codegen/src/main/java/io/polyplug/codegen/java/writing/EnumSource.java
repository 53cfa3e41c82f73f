package io.polyplug.codegen.java.writing;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;

import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Variant;
import io.polyplug.codegen.java.naming.EnumShape;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.Repr;

/**
 * Writes the Java enum of an enum, with sets for the variants that combine bits.
 */
final class EnumSource {

    private final JavaTypes types;

    EnumSource(JavaTypes types) {
        this.types = types;
    }

    TypeSpec of(Enumeration enumeration) {
        ClassName name = this.types.classOf(enumeration.name());
        EnumShape shape = EnumShape.of(enumeration);
        TypeSpec.Builder type = TypeSpec.enumBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(Javadoc.of(enumeration.docs(), whatItIs(enumeration)).toCode())
            .addAnnotation(AnnotationSpec.builder(AbiEnum.class)
                .addMember("value", "$T.$L", Repr.class, enumeration.repr().name())
                .build());
        for (EnumShape.Constant constant : shape.constants()) {
            type.addEnumConstant(constant.name(), constant(constant, enumeration.bitFlag()));
        }
        shape.combinations().forEach((combination) -> type.addField(set(name, combination)));
        return type.build();
    }

    private static String whatItIs(Enumeration enumeration) {
        String repr = "{@code " + Primitive.of(enumeration.repr()).spelling() + "}";
        return enumeration.bitFlag() ? "Flags, which are the bits of a " + repr + " in native memory."
                : "An enum, which is a " + repr + " in native memory.";
    }

    private static TypeSpec constant(EnumShape.Constant constant, boolean isFlag) {
        String value = "{@code " + (isFlag ? hex(constant.value()) : Long.toUnsignedString(constant.value())) + "}";
        String otherwise = (isFlag ? "The flag " : "The value ") + value;
        CodeBlock javadoc = constant.variant()
            .map((variant) -> Javadoc.of(variant.docs(), otherwise + "."))
            .orElseGet(() -> Javadoc.of("", otherwise + ", which has no name of its own in the api."))
            .toCode();
        return TypeSpec.anonymousClassBuilder("")
            .addJavadoc(javadoc)
            .addAnnotation(AnnotationSpec.builder(AbiValue.class)
                .addMember("value", "$L", literal(constant.value(), isFlag))
                .build())
            .build();
    }

    private static FieldSpec set(ClassName name, EnumShape.Combination combination) {
        Variant variant = combination.variant();
        String constants = String.join(", ", combination.constants());
        CodeBlock content = constants.isEmpty() ? CodeBlock.of("$T.noneOf($T.class)", EnumSet.class, name)
                : CodeBlock.of("$T.of($L)", EnumSet.class, constants);
        String otherwise = constants.isEmpty() ? "No flag." : "The flags {@code " + hex(variant.value()) + "}.";
        return FieldSpec
            .builder(ParameterizedTypeName.get(ClassName.get(Set.class), name), combination.name(), Modifier.PUBLIC,
                    Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(Javadoc.of(variant.docs(), otherwise).toCode())
            .initializer("$T.unmodifiableSet($L)", Collections.class, content)
            .build();
    }

    private static String literal(long value, boolean isFlag) {
        String text = (isFlag || value < 0) ? hex(value) : Long.toString(value);
        return (value >= 0 && value <= Integer.MAX_VALUE) ? text : text + "L";
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

}
