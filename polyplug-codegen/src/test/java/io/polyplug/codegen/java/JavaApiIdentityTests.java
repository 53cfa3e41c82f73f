package io.polyplug.codegen.java;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes from Java returns to Java unchanged.
 */
class JavaApiIdentityTests {

    @TempDir
    Path classes;

    static Stream<Api> apis() {
        return Stream.of(Apis.everyType(), Apis.upstream(), Apis.everything());
    }

    @ParameterizedTest
    @MethodSource("apis")
    void generatedSourcesReturnByteForByte(Api api) {
        GeneratedTypes types = GeneratedTypes.of(api, "com.acme", this.classes);
        Api read = JavaApi.of(types.contracts(api));
        assertThat(JavaSources.of(read, "com.acme").texts()).isEqualTo(JavaSources.of(api, "com.acme").texts());
    }

    @Test
    void handwrittenContractsReturnWithTheSameMethodsTypesAndAnnotations() {
        Api api = JavaApi.of(List.of(Gallery.Filter.class, Gallery.Album.class));
        GeneratedTypes types = GeneratedTypes.of(api, "com.acme.gallery", this.classes);
        for (Class<?> contract : List.of(Gallery.Filter.class, Gallery.Album.class)) {
            assertThat(contract(types.type(contract.getSimpleName()))).isEqualTo(contract(contract));
        }
        for (Class<?> type : List.of(Gallery.Photo.class, Gallery.Size.class, Gallery.Span.class)) {
            assertThat(record(types.type(type.getSimpleName()))).isEqualTo(record(type));
        }
        assertThat(enumeration(types.type("Tone"))).isEqualTo(enumeration(Gallery.Tone.class));
        assertThat(enumeration(types.type("Channel"))).isEqualTo(enumeration(Gallery.Channel.class));
        assertThat(sets(types.type("Channel"))).isEqualTo(sets(Gallery.Channel.class))
            .containsExactly("COLOURS = [BLUE, GREEN, RED]", "NOTHING = []", "WITH_ALPHA = [BIT_15, RED]");
    }

    @Test
    void whatReturnedReturnsOnceMore() {
        Api api = JavaApi.of(List.of(Gallery.Filter.class, Gallery.Album.class));
        GeneratedTypes types = GeneratedTypes.of(api, "com.acme", this.classes);
        Api again = JavaApi.of(types.contracts(api));
        assertThat(JavaSources.of(again, "com.acme").texts()).isEqualTo(JavaSources.of(api, "com.acme").texts());
    }

    @ParameterizedTest
    @MethodSource("apis")
    void typesOfTheApiReturn(Api api) {
        Api read = JavaApi.of(GeneratedTypes.of(api, "com.acme", this.classes).contracts(api));
        assertThat(types(read)).isEqualTo(types(api));
    }

    private static List<String> types(Api api) {
        Stream<String> functions = api.contracts()
            .stream()
            .flatMap((contract) -> contract.functions().stream())
            .map((function) -> function.name() + types(function.parameters())
                    + function.result().map(Type::spelling).orElse(""));
        Stream<String> structs = api.declarations()
            .stream()
            .filter(Struct.class::isInstance)
            .map((struct) -> struct.name() + types(((Struct) struct).fields()));
        return Stream.concat(functions, structs).sorted().toList();
    }

    private static String types(List<io.polyplug.codegen.api.Field> fields) {
        return fields.stream()
            .map((field) -> field.name() + ": " + field.type().spelling())
            .collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<String> contract(Class<?> type) {
        List<String> lines = new ArrayList<>();
        for (Annotation annotation : type.getAnnotations()) {
            if (annotation instanceof GuestContract guest) {
                lines.add("guest " + guest.name() + " " + Version.parse(guest.version()));
            }
            if (annotation instanceof HostContract host) {
                lines.add("host " + host.name() + " " + Version.parse(host.version()) + " " + host.singleton());
            }
        }
        Stream.of(type.getMethods())
            .filter((method) -> Modifier.isAbstract(method.getModifiers()))
            .map(JavaApiIdentityTests::method)
            .sorted()
            .forEach(lines::add);
        return lines;
    }

    private static String method(Method method) {
        return method.getAnnotation(ContractFunction.class).value() + " " + type(method.getAnnotatedReturnType()) + " "
                + method.getName()
                + Arrays.stream(method.getParameters())
                    .map((parameter) -> type(parameter.getAnnotatedType()) + " " + parameter.getName())
                    .collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<String> record(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
            .map((component) -> type(component.getAnnotatedType()) + " " + component.getName())
            .toList();
    }

    private static List<String> enumeration(Class<?> type) {
        return Stream.concat(Stream.of(type.getAnnotation(AbiEnum.class).value().name()),
                Arrays.stream(type.getFields())
                    .filter(Field::isEnumConstant)
                    .map((field) -> field.getName() + " = " + field.getAnnotation(AbiValue.class).value())
                    .sorted())
            .toList();
    }

    private static List<String> sets(Class<?> type) {
        return Arrays.stream(type.getFields())
            .filter((field) -> !field.isEnumConstant())
            .map((field) -> field.getName() + " = " + names(field))
            .toList();
    }

    private static List<String> names(Field field) {
        try {
            return (field.get(null) instanceof Set<?> set) ? set.stream().map(Object::toString).sorted().toList()
                    : List.of();
        }
        catch (IllegalAccessException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Without packages and the classes that a type is nested in. */
    private static String type(AnnotatedType type) {
        return type.toString().replaceAll("[\\w.]+[.$](?=[A-Z])", "");
    }

}
