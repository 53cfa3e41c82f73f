package io.polyplug.codegen.java;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.output.GeneratedFiles;
import io.polyplug.contract.GuestContractId;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.contract.Repr;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Generated sources under a compiler that takes every warning for an error.
 */
class JavaSourcesCompileTests {

    @TempDir
    Path classes;

    @Test
    void everyTypeCompilesWithoutAWarning() {
        GeneratedTypes types = GeneratedTypes.of(Apis.everyType(), "com.acme", this.classes);
        assertThat(types.type("EveryType")).isInterface().isPublic();
        assertThat(types.type("EveryTypeHost").getAnnotation(HostContract.class).singleton()).isTrue();
        assertThat(types.type("Each").getAnnotation(HostContract.class).singleton()).isFalse();
        assertThat(types.constant("EveryType", "ID")).isEqualTo(GuestContractId.of("demo.every_type", 1));
        assertThat(types.constant("Nothing", "ID")).isEqualTo(GuestContractId.of("demo.deep.Nothing", -1));
        assertThat(types.constant("Each", "ID")).isEqualTo(HostContractId.of("host.Each", 0));
        assertThat(types.type("EveryType").getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    }

    @Test
    void upstreamsExampleCompilesWithoutAWarning() {
        GeneratedTypes types = GeneratedTypes.of(Apis.upstream(), "com.acme.up", this.classes);
        assertThat(types.contracts(Apis.upstream())).extracting(Class::getSimpleName)
            .containsExactly("All", "Peer", "Relay", "Desk");
        assertThat(types.constant("Rights", "BOTH"))
            .isEqualTo(Set.of(types.constant("Rights", "READ"), types.constant("Rights", "WRITE")));
    }

    @Test
    void hostileDocsCompileWithoutAWarning() {
        String hostile = "*/ } @return <b> & {@link Nope} \\u002a/ $L $$ \"\"\" \t \u00e4 /* //** ends.\n\n"
                + "  @since <p>\n" + "second & line ".repeat(20) + "\n\n";
        Api api = new ApiBuilder().documentedStruct("Point", hostile, "x: f64 # " + hostile, "b: Buffer # " + hostile)
            .enumeration("Tone", Repr.U8, "Low = 0 # " + hostile)
            .flags("Rights", Repr.U8, "Read = 1 # " + hostile, "Both = 3 # " + hostile)
            .documentedGuest("demo.Greeter", "1.0", hostile,
                    "greet(p: Point, t: Tone) -> Rights # " + hostile.replace("->", ""))
            .build();
        GeneratedFiles sources = JavaSources.of(api, "com.acme");
        Compilation.load(sources, this.classes);
        assertThat(sources.texts().get("com/acme/Greeter.java")).contains("&lt;b&gt; &amp; &#123;&#64;link Nope&#125;")
            .contains("&#92;u002a/ $L $$");
    }

    @Test
    void namesThatJavaUsesElsewhereCompileWhereTheyMay() {
        Api api = new ApiBuilder().struct("Integer", "object: Buffer", "other: Integer2", "equals: i32", "record: f64")
            .struct("Integer2", "value: i32")
            .guest("demo.System", "1.0", "notify(text: StringView)", "wait(text: StringView)", "yield() -> Integer",
                    "equals(object: Integer) -> bool", "var(sealed: i32, permits: i32)")
            .build();
        GeneratedTypes.of(api, "com.acme", this.classes);
    }

    @Test
    void combinationsAreSetsThatNobodyCanChange() throws ReflectiveOperationException {
        GeneratedTypes types = GeneratedTypes.of(Apis.everyType(), "com.acme", this.classes);
        Class<?> rights = types.type("Rights");
        assertThat(rights.getEnumConstants()).hasSize(32);
        assertThat(Modifier.toString(rights.getField("READ_WRITE").getModifiers())).isEqualTo("public static final");
        assertThat(rights.getField("READ_WRITE").getGenericType()).hasToString("java.util.Set<com.acme.Rights>");
        Set<?> odd = (Set<?>) types.constant("Rights", "ODD");
        assertThat(odd).hasToString("[WRITE, BIT_31]");
        assertThat((Set<?>) types.constant("Rights", "NONE")).isEmpty();
        assertThat(types.constant("Rights", "VIEW")).hasToString("[READ]");
        assertThat((Set<?>) types.constant("Rights", "ALL")).hasSize(32);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(odd::clear);
    }

    @Test
    void recordsWithArraysCompareTheirContent() {
        GeneratedTypes types = GeneratedTypes.of(Apis.everyType(), "com.acme", this.classes);
        Object one = inner(types, 1.5f, (byte) 1, (byte) 2);
        assertThat(one).isEqualTo(inner(types, 1.5f, (byte) 1, (byte) 2))
            .hasSameHashCodeAs(inner(types, 1.5f, (byte) 1, (byte) 2))
            .hasToString("Inner[someBytes=[1, 2], rights=[READ], f=1.5]")
            .isNotEqualTo(inner(types, 1.5f, (byte) 1, (byte) 3))
            .isNotEqualTo(inner(types, 2.5f, (byte) 1, (byte) 2))
            .isNotEqualTo("other");
        assertThat(inner(types, Float.NaN)).isEqualTo(inner(types, Float.NaN));
        assertThat(inner(types, 0f)).isNotEqualTo(inner(types, -0f));
    }

    private static Object inner(GeneratedTypes types, float f, byte... bytes) {
        return types.record("Inner", bytes, Set.of(types.constant("Rights", "READ")), f);
    }

    @Test
    void compilerOfTheseTestsRefusesWhatHasNoComment() {
        String source = "package com.acme;\npublic interface Bare {\n}\n";
        assertThat(Compilation.complaints(Map.of("com/acme/Bare.java", source), this.classes, List.of())).isNotEmpty();
    }

}
