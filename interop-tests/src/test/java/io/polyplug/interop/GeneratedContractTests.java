package io.polyplug.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.polyplug.codegen.api.Api;
import io.polyplug.codegen.api.Contract;
import io.polyplug.codegen.api.Declaration;
import io.polyplug.codegen.api.Enumeration;
import io.polyplug.codegen.api.Field;
import io.polyplug.codegen.api.Function;
import io.polyplug.codegen.api.Primitive;
import io.polyplug.codegen.api.Reference;
import io.polyplug.codegen.api.Struct;
import io.polyplug.codegen.api.Type;
import io.polyplug.codegen.java.JavaApi;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Upstream's generator and ours, from one {@code api.toml}: theirs makes the guest in
 * Rust, ours the contract in Java.
 */
class GeneratedContractTests {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void everyFunctionOfUpstreamsGuestAnswersToTheGeneratedContract() throws IOException {
        this.stage.load("everything");
        GeneratedContracts contracts = GeneratedContracts.in(this.stage.folder());
        GeneratedProxy everything = contracts.proxy(this.stage.runtime(), "All");
        numbers(everything);
        texts(everything);
        enums(contracts, everything);
        records(contracts, everything);
        failures(everything);
        assertThat(everything.neverCalled()).isEmpty();
    }

    private static void numbers(GeneratedProxy everything) {
        assertThat(everything.call("build")).isEqualTo(100L);
        assertThat(everything.call("echoU8", (short) 255)).isEqualTo((short) 255);
        assertThat(everything.call("echoI8", (byte) -1)).isEqualTo((byte) -1);
        assertThat(everything.call("echoU16", 65535)).isEqualTo(65535);
        assertThat(everything.call("echoI16", (short) -1)).isEqualTo((short) -1);
        assertThat(everything.call("echoU32", 4294967295L)).isEqualTo(4294967295L);
        assertThat(everything.call("echoI32", -1)).isEqualTo(-1);
        assertThat(everything.call("echoU64", -1L)).isEqualTo(-1L);
        assertThat(everything.call("echoI64", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(everything.call("echoF32", 1.5f)).isEqualTo(1.5f);
        assertThat(everything.call("echoF64", 0.1)).isEqualTo(0.1);
        assertThat(everything.call("opposite", true)).isEqualTo(false);
        assertThat(everything.call("echoPtr", 4096L)).isEqualTo(4096L);
        ByteBuffer memory = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, 42);
        assertThat(everything.call("readPtr", Pointer.nativeValue(Native.getDirectBufferPointer(memory))))
            .isEqualTo(memory.getLong(0));
        assertThat(everything.call("add", 4294967295L, 2L)).isEqualTo(1L);
        assertThat(everything.call("describe", (short) 255, (byte) -1, 65535, (short) -1, 4294967295L, -1, -1L, -1L,
                1.5f, 0.25, true, 4096L))
            .isEqualTo("255 -1 65535 -1 4294967295 -1 18446744073709551615 -1 1.5 0.25 true 4096");
    }

    private static void texts(GeneratedProxy everything) {
        assertThat(everything.call("greet", "Grüße")).isEqualTo("v100: hello Grüße");
        assertThat(everything.call("chorus", "na: ", (short) 200, "ab")).isEqualTo("na: " + "ab".repeat(200));
        assertThat(everything.call("textInLibrary")).isEqualTo("borrowed from the library");
        assertThat(everything.call("nullText")).isEqualTo("");
    }

    private static void enums(GeneratedContracts contracts, GeneratedProxy everything) {
        assertThat(everything.call("nextColour", contracts.constant("Colour", "GREEN")))
            .isEqualTo(contracts.constant("Colour", "BLUE"));
        assertThat(everything.call("nextSize", contracts.constant("Size", "LARGE")))
            .isEqualTo(contracts.constant("Size", "SMALL"));
        assertThat(everything.call("nextDistance", contracts.constant("Distance", "NEAR")))
            .isEqualTo(contracts.constant("Distance", "FAR"));
        assertThat(everything.call("nextStar", contracts.constant("Star", "SUN")))
            .isEqualTo(contracts.constant("Star", "SIRIUS"));
        Object write = contracts.constant("Rights", "WRITE");
        assertThat(everything.call("grantWrite", Set.of())).isEqualTo(Set.of(write));
        assertThat(everything.call("grantWrite", Set.of(contracts.constant("Rights", "READ"))))
            .isEqualTo(contracts.constant("Rights", "BOTH"));
    }

    private static void records(GeneratedContracts contracts, GeneratedProxy everything) {
        Object point = contracts.record("Point", 1.5f, -2.0);
        assertThat(everything.call("mirror", point)).isEqualTo(contracts.record("Point", -1.5f, 2.0));
        Object small = contracts.constant("Size", "SMALL");
        Object blue = contracts.constant("Colour", "BLUE");
        assertThat(everything.call("stretch", (short) 2, contracts.record("Line", point, small, point), blue, point))
            .isEqualTo(contracts.record("Line", point, contracts.constant("Size", "LARGE"),
                    contracts.record("Point", 4.5f, -6.0)));
        assertThat(
                everything.call("rename", contracts.record("Person", -2L, "Ada", blue, false, point, "first"), "Grace"))
            .isEqualTo(contracts.record("Person", -2L, "Grace", blue, true, point, "was Ada, first"));
    }

    private static void failures(GeneratedProxy everything) {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.call("fail", 9L, "no"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(9))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("no"));
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.call("panic", "on purpose"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(3));
        assertThat(everything.call("calls")).as("greeted and failed").isEqualTo(2L);
    }

    @Test
    void handwrittenContractsSayTheSameButForSigns() {
        Api api = GeneratedContracts.api();
        Api written = JavaApi.of(List.of(Contracts.Everything.class, Contracts.Relay.class, Contracts.Desk.class));
        for (String name : List.of("demo.all", "demo.relay", "host.Desk")) {
            assertThat(functions(written, name)).isEqualTo(functions(api, name));
        }
        assertThat(records(written)).containsExactlyInAnyOrderElementsOf(records(api));
    }

    private static List<String> functions(Api api, String name) {
        Contract contract = api.contract(name).orElseThrow();
        return Stream
            .concat(Stream.of(contract.kind() + " " + contract.version() + " " + contract.singleton()),
                    contract.functions().stream().map((function) -> function(api, function)))
            .toList();
    }

    private static String function(Api api, Function function) {
        return function.id() + " " + function.name() + fields(api, function.parameters())
                + function.result().map((type) -> type(api, type)).orElse("nothing");
    }

    private static List<String> records(Api api) {
        return api.declarations()
            .stream()
            .filter(Struct.class::isInstance)
            .map((type) -> type.name() + fields(api, ((Struct) type).fields()))
            .toList();
    }

    private static List<String> fields(Api api, List<Field> fields) {
        return fields.stream().map((field) -> field.name() + ": " + type(api, field.type())).toList();
    }

    /**
     * Returns a type without its sign; flags are numbers, and enums what they consist of.
     */
    private static String type(Api api, Type type) {
        if (type instanceof Primitive primitive) {
            return (primitive == Primitive.PTR) ? "i64" : primitive.spelling().replaceFirst("^u", "i");
        }
        Declaration declaration = api.declaration((Reference) type);
        if (declaration instanceof Enumeration enumeration) {
            return enumeration.bitFlag() ? "i" + 8 * enumeration.repr().byteSize()
                    : enumeration.repr() + enumeration.variants()
                        .stream()
                        .map((variant) -> variant.name() + " = " + variant.value())
                        .toList()
                        .toString();
        }
        return declaration.name();
    }

}
