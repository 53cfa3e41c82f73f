package io.polyplug.codegen.java;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.java.naming.JavaNames;
import io.polyplug.contract.GuestContractId;
import io.polyplug.error.GuestCallException;
import io.polyplug.fixtures.NativeFixtures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A native bundle, called through an interface that was generated, on both backends.
 */
class GeneratedContractCallTests {

    private static final Api API = Apis.everything();

    private final Set<String> called = new TreeSet<>();

    private Class<?> contract;

    private Object proxy;

    @TempDir
    Path folder;

    static Stream<String> backends() {
        return (Runtime.version().feature() >= 25) ? Stream.of("jna", "ffm") : Stream.of("jna");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void everyFunctionIsCalledThroughTheGeneratedInterface(String backend) {
        GeneratedTypes types = GeneratedTypes.of(API, "com.acme.everything", this.folder.resolve("classes"));
        this.contract = types.type("Everything");
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .backend(backend)
            .workDirectory(this.folder.resolve("work"))
            .build()) {
            runtime.loadBundle(NativeFixtures.copyTo("everything", this.folder.resolve("bundle")));
            this.proxy = runtime.contract(this.contract);
            assertThat(runtime.findGuestContract((GuestContractId) types.constant("Everything", "ID"), 0)).isPresent();
            numbers();
            textsAndBytes();
            records(types);
            enums(types);
            failures();
        }
        assertThat(this.called).containsExactlyInAnyOrderElementsOf(
                API.guestContracts().get(0).functions().stream().map(Function::name).map(JavaNames::member).toList());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void flagsAreSetsThatAreCalledThroughTheGeneratedInterface(String backend) {
        GeneratedTypes types = GeneratedTypes.of(Apis.everythingInFlags(), "com.acme.flags",
                this.folder.resolve("classes"));
        this.contract = types.type("Everything");
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .backend(backend)
            .workDirectory(this.folder.resolve("work"))
            .build()) {
            runtime.loadBundle(NativeFixtures.copyTo("everything", this.folder.resolve("bundle")));
            this.proxy = runtime.contract(this.contract);
            flags(types);
        }
    }

    private void flags(GeneratedTypes types) {
        List<Object> ends = new ArrayList<>();
        for (String bits : List.of("8", "16", "32", "64")) {
            String shade = "Shade" + bits;
            ends.add(types.constant(shade, "ENDS"));
            assertThat(call("next" + bits, Set.of(types.constant(shade, "LIGHT"))))
                .isEqualTo(Set.of(types.constant(shade, "DARK")));
        }
        assertThat(ends.get(0)).isEqualTo(Set.of(types.constant("Shade8", "LIGHT"), types.constant("Shade8", "TOP")));
        assertThat(call("shades", ends.toArray())).isEqualTo(129 + 32769 + 2147483649L + Long.MIN_VALUE + 1);
        assertThat(call("shades", Set.of(), Set.of(), Set.of(), Set.of())).isEqualTo(0L);
        Object point = types.record("Point", 1.0, 2.0, (short) 3);
        for (Object shade : List.of(ends.get(0), Set.of(), Set.of(types.constant("Shade8", "DARK")))) {
            Object mixed = types.record("Mixed", (short) 1, true, 2, 3L, "text", point, shade, new byte[] { 9 }, 4096L);
            assertThat(call("echoMixed", mixed)).isEqualTo(mixed);
        }
        assertThat(failure("unknownShade")).hasMessageContaining("no value of enum com.acme.flags.Shade8");
    }

    private Object call(String method, Object... arguments) {
        this.called.add(method);
        return GeneratedTypes.call(this.contract, this.proxy, method, arguments);
    }

    private void numbers() {
        assertThat(call("version")).isEqualTo(100);
        assertThat(call("add", 2, 1L << 40)).isEqualTo((1L << 40) + 2);
        call("nothing");
        call("nothing");
        assertThat(call("calls")).isEqualTo(2L);
        assertThat(call("minusI8", (byte) -100, (byte) 28)).isEqualTo((byte) -128);
        assertThat(call("minusI16", (byte) 1, (short) 300)).isEqualTo((short) -299);
        assertThat(call("minusI32", (short) 1, 70000)).isEqualTo(-69999);
        assertThat(call("minusI64", (byte) 1, 1L << 40)).isEqualTo(1 - (1L << 40));
        assertThat(call("minusU8", (short) 255, (short) 5)).isEqualTo((short) 250);
        assertThat(call("minusU16", (short) 0, 1)).isEqualTo(65535);
        assertThat(call("minusU32", 0, 1L)).isEqualTo(4294967295L);
        assertThat(call("minusU64", (short) 0, 1L)).isEqualTo(-1L);
        assertThat(call("minusF32", (short) 200, 0.5f)).isEqualTo(199.5f);
        assertThat(call("minusF64", 1.5f, 0.25)).isEqualTo(1.25);
        assertThat(call("negate", true)).isEqualTo(false);
        assertThat(call("choose", 1.5f, false, 1.0)).isEqualTo(0.5);
        assertThat(call("prims", (short) 255, (byte) -1, 65535, (short) -1, 4294967295L, -1, -1L, -1L, 0.5f, 0.25, true,
                4096L))
            .isEqualTo("255 -1 65535 -1 4294967295 -1 18446744073709551615 -1 0.5 0.25 1 4096");
        assertThat(call("pointer", 4095L)).isEqualTo(4096L);
        assertThat(call("errorOk")).isEqualTo(42);
    }

    private void textsAndBytes() {
        assertThat(call("greet", "wörld")).isEqualTo("hello wörld");
        assertThat(call("nullText")).isEqualTo("");
        assertThat(call("emptyText")).isEqualTo("");
        assertThat(call("isNull", "")).isEqualTo(false);
        assertThat(call("length", "wörld")).isEqualTo(6L);
        assertThat(call("echo", "same")).isEqualTo("same");
        assertThat(call("reverse", new byte[] { 1, 2, 3 })).isEqualTo(new byte[] { 3, 2, 1 });
        assertThat(call("emptyBuffer")).isEqualTo(new byte[0]);
        assertThat(call("nullBuffer", 0L)).isEqualTo(new byte[0]);
        assertThat(call("sum", new byte[] { -1, 2 })).isEqualTo(257L);
    }

    private void records(GeneratedTypes types) {
        Object a = types.record("Point", 1.0, 2.0, (short) 200);
        Object b = types.record("Point", 3.0, 6.0, (short) 55);
        Object line = types.record("Line", a, types.constant("Shade16", "TOP"), b);
        assertThat(call("mid", a, b)).isEqualTo(types.record("Point", 2.0, 4.0, (short) 255));
        assertThat(call("flip", line)).isEqualTo(types.record("Line", b, types.constant("Shade16", "TOP"), a));
        assertThat(call("renamed", types.record("Named", "you", 4294967294L, new byte[] { 1, 2 })))
            .isEqualTo(types.record("Named", "hello you", 4294967295L, new byte[] { 2, 1 }));
        assertThat(call("staticNamed")).isEqualTo(types.record("Named", "static", 7L, new byte[] { 1, 2, 3 }));
        Object mixed = types.record("Mixed", (short) 255, true, 65535, -1L, "text", a, types.constant("Shade8", "DARK"),
                new byte[] { 9 }, 4096L);
        assertThat(call("echoMixed", mixed)).isEqualTo(mixed).hasSameHashCodeAs(mixed).hasToString(mixed.toString());
        assertThat(call("multi", a, (short) 3, line, types.constant("Shade16", "TOP"), new byte[5]))
            .isEqualTo(1.0 + 2 + 3 + 1 + 6 + 60000 + 5);
    }

    private void enums(GeneratedTypes types) {
        List<Object> tops = new ArrayList<>();
        for (String bits : List.of("8", "16", "32", "64")) {
            String shade = "Shade" + bits;
            Object top = types.constant(shade, "TOP");
            tops.add(top);
            assertThat(call("next" + bits, types.constant(shade, "DARK"))).isEqualTo(top);
            assertThat(call("next" + bits, top)).isEqualTo(types.constant(shade, "LIGHT"));
        }
        assertThat(call("shades", tops.toArray())).isEqualTo(200 + 60000 + 4000000000L + Long.MIN_VALUE + 1);
    }

    private void failures() {
        assertThat(failure("fail").code()).isEqualTo(256);
        assertThat(failure("failSaying", "no").guestMessage()).isEqualTo("refused: no");
        assertThat(failure("failSilently").code()).isEqualTo(1);
        assertThat(failure("failVoid").guestMessage()).isEqualTo("nothing came of it");
        assertThat(failure("failGarbled").code()).isEqualTo(258);
        assertThat(failure("failAfterWriting").code()).isEqualTo(259);
        assertThat(failure("malformedText")).hasMessageContaining("not valid UTF-8");
        assertThat(failure("hugeBuffer")).hasMessageContaining("more than a Java array holds");
        assertThat(failure("hugeText")).hasMessageContaining("more than a Java array holds");
        assertThat(failure("unknownShade")).hasMessageContaining("77 is no value of enum com.acme.everything.Shade8");
        assertThat(failure("oddBool")).hasMessageContaining("a bool is 0 or 1, not 2");
    }

    private GuestCallException failure(String method, Object... arguments) {
        return catchThrowableOfType(GuestCallException.class, () -> call(method, arguments));
    }

}
