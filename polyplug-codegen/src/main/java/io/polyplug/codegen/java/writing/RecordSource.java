package io.polyplug.codegen.java.writing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import org.jspecify.annotations.Nullable;

import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.java.naming.JavaNames;

/**
 * Writes the record of a struct. One with an array gets methods that look into it, for
 * those of Java's records do not.
 */
final class RecordSource {

    private final JavaTypes types;

    RecordSource(JavaTypes types) {
        this.types = types;
    }

    TypeSpec of(Struct struct) {
        Javadoc javadoc = Javadoc.of(struct.docs(),
                "A record, which is the struct of its components in native memory.");
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        for (Field field : struct.fields()) {
            String name = JavaNames.member(field.name());
            constructor.addParameter(ParameterSpec.builder(this.types.of(field.type()), name).build());
            javadoc.param(name, field.docs(), field.type().spelling(), this.types.phrase(field.type()));
        }
        TypeSpec.Builder type = TypeSpec.recordBuilder(this.types.classOf(struct.name()))
            .addModifiers(Modifier.PUBLIC)
            .recordConstructor(constructor.build());
        if (struct.fields().stream().anyMatch(RecordSource::isArray)) {
            javadoc
                .paragraph("Arrays are not copied, and two records are equal if their arrays have the same content.");
            type.addMethod(equals(struct)).addMethod(hashCode(struct)).addMethod(toString(struct));
        }
        return type.addJavadoc(javadoc.toCode()).build();
    }

    private static boolean isArray(Field field) {
        return field.type() == Primitive.BUFFER;
    }

    private MethodSpec equals(Struct struct) {
        CodeBlock.Builder code = CodeBlock.builder()
            .add("return object instanceof $T other$>", this.types.classOf(struct.name()));
        for (Field field : struct.fields()) {
            code.add("\n&& ").add(equal(field));
        }
        return method("equals", boolean.class)
            .addParameter(ClassName.get(Object.class).annotated(AnnotationSpec.builder(Nullable.class).build()),
                    "object")
            .addCode(code.add(";$<\n").build())
            .build();
    }

    private CodeBlock equal(Field field) {
        String name = JavaNames.member(field.name());
        TypeName type = this.types.of(field.type());
        if (isArray(field)) {
            return CodeBlock.of("$T.equals(this.$N, other.$N)", Arrays.class, name, name);
        }
        if (field.type() == Primitive.F32 || field.type() == Primitive.F64) {
            return CodeBlock.of("$T.compare(this.$N, other.$N) == 0", type.box(), name, name);
        }
        return type.isPrimitive() ? CodeBlock.of("this.$N == other.$N", name, name)
                : CodeBlock.of("$T.equals(this.$N, other.$N)", Objects.class, name, name);
    }

    private static MethodSpec hashCode(Struct struct) {
        List<CodeBlock> values = new ArrayList<>();
        for (Field field : struct.fields()) {
            values.add(shown(field, "hashCode"));
        }
        return method("hashCode", int.class)
            .addStatement("return $T.hash($L)", Objects.class, CodeBlock.join(values, ", "))
            .build();
    }

    private static MethodSpec toString(Struct struct) {
        CodeBlock.Builder code = CodeBlock.builder().add("return \"$L[\"$>", JavaNames.type(struct.name()));
        String separator = "";
        for (Field field : struct.fields()) {
            code.add("\n+ \"$L$L=\" + ", separator, JavaNames.member(field.name())).add(shown(field, "toString"));
            separator = ", ";
        }
        return method("toString", String.class).addCode(code.add(" + \"]\";$<\n").build()).build();
    }

    private static CodeBlock shown(Field field, String method) {
        String name = JavaNames.member(field.name());
        return isArray(field) ? CodeBlock.of("$T.$L(this.$N)", Arrays.class, method, name)
                : CodeBlock.of("this.$N", name);
    }

    private static MethodSpec.Builder method(String name, Class<?> result) {
        return MethodSpec.methodBuilder(name)
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(result);
    }

}
