package io.polyplug.types;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every type through Java objects: an in-process bundle hands each call on to the native
 * bundle, and must answer as that one does, also in a runtime that reaches no native code
 * itself.
 */
class JavaGuestTypeTests {

    @RegisterExtension
    final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private Everything direct;

    private Everything relayed;

    @AutoClose
    private PolyplugRuntime withoutNativeCode;

    private Everything relayedWithoutNativeCode;

    @BeforeEach
    void relay() {
        this.direct = this.polyplug.runtime().contract(Everything.class, "everything");
        InProcessBundle relay = InProcessBundle.of("relay", "1.0.0").provide(Everything.class, this.direct);
        this.polyplug.runtime().loadBundle(relay);
        this.relayed = this.polyplug.runtime().contract(Everything.class, "relay");
        this.withoutNativeCode = PolyplugRuntime.builder()
            .backend("none")
            .workDirectory(this.polyplug.workDirectory())
            .build();
        this.withoutNativeCode.loadBundle(relay);
        this.relayedWithoutNativeCode = this.withoutNativeCode.contract(Everything.class);
    }

    static Stream<Method> functions() {
        return Arrays.stream(Everything.class.getMethods())
            .filter((each) -> each.isAnnotationPresent(ContractFunction.class))
            .filter((each) -> !List.of("calls", "isNull").contains(each.getName()))
            .sorted(Comparator.comparing((each) -> each.getAnnotation(ContractFunction.class).value()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    @DisplayName("what goes through Java objects arrives unchanged: arguments, results, codes and messages")
    void answersAsTheNativeBundle(Method function) throws IllegalAccessException {
        Random random = new Random(function.getName().hashCode());
        for (int round = 0; round < 20; round++) {
            Object[] arguments = arguments(function, random);
            Object expected = outcome(this.direct, function, arguments);
            assertSame(outcome(this.relayed, function, arguments), expected);
            assertSame(outcome(this.relayedWithoutNativeCode, function, arguments), expected);
        }
    }

    private static void assertSame(Object actual, Object expected) {
        if (expected instanceof GuestCallException failure) {
            assertThat(actual).isInstanceOfSatisfying(GuestCallException.class,
                    (relayedFailure) -> assertSameFailure(relayedFailure, failure));
        }
        else {
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        }
    }

    /** A failure without a text of the guest's own gets the text that Java has for it. */
    private static void assertSameFailure(GuestCallException actual, GuestCallException expected) {
        assertThat(actual.code()).isEqualTo(expected.code());
        assertThat(actual.guestMessage())
            .isEqualTo((expected.guestMessage() != null) ? expected.guestMessage() : expected.getMessage());
    }

    private static Object outcome(Everything target, Method function, Object[] arguments)
            throws IllegalAccessException {
        try {
            Object answer = function.invoke(target, arguments);
            return (answer != null) ? answer : "nothing";
        }
        catch (InvocationTargetException ex) {
            return (GuestCallException) ex.getCause();
        }
    }

    private static Object[] arguments(Method function, Random random) {
        return Arrays.stream(function.getParameterTypes()).map((type) -> value(type, random)).toArray();
    }

    private static Object value(Class<?> type, Random random) {
        if (type == String.class) {
            return "ä€😀x".repeat(random.nextInt(40)) + '\0';
        }
        if (type == byte[].class) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return type.isRecord() ? record(type, random) : number(type, random.nextLong());
    }

    private static Object number(Class<?> type, long bits) {
        Object one = Array.newInstance(type, 1);
        switch (type.getName()) {
            case "boolean" -> Array.setBoolean(one, 0, (bits & 1) == 1);
            case "byte" -> Array.setByte(one, 0, (byte) bits);
            case "short" -> Array.setShort(one, 0, (short) bits);
            case "int" -> Array.setInt(one, 0, (int) bits);
            case "long" -> Array.setLong(one, 0, bits % 1_000_000);
            case "float" -> Array.setFloat(one, 0, (int) bits / 8.0f);
            default -> Array.setDouble(one, 0, bits / 16.0);
        }
        return Array.get(one, 0);
    }

    private static Object record(Class<?> type, Random random) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components).map((each) -> value(each.getType(), random)).toArray();
        try {
            return type
                .getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                .newInstance(values);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
