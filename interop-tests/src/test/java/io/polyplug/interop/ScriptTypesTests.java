package io.polyplug.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import io.polyplug.interop.Contracts.Colour;
import io.polyplug.interop.Contracts.Distance;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Line;
import io.polyplug.interop.Contracts.Person;
import io.polyplug.interop.Contracts.Point;
import io.polyplug.interop.Contracts.Size;
import io.polyplug.interop.Contracts.Star;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every type of the ABI, to and from scripts whose glue upstream has generated.
 */
class ScriptTypesTests {

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private Everything load(Engine engine) {
        this.stage.load(engine, "everything");
        return this.stage.runtime(engine).contract(Everything.class);
    }

    @ParameterizedTest
    @EnumSource
    void integersOfEachWidth(Engine engine) {
        Everything everything = load(engine);
        for (byte v : new byte[] { 0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE }) {
            assertThat(everything.echoU8(v)).isEqualTo(v);
            assertThat(everything.echoI8(v)).isEqualTo(v);
        }
        for (short v : new short[] { 0, 1, -1, Short.MIN_VALUE, Short.MAX_VALUE }) {
            assertThat(everything.echoU16(v)).isEqualTo(v);
            assertThat(everything.echoI16(v)).isEqualTo(v);
        }
        for (int v : new int[] { 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE }) {
            assertThat(everything.echoU32(v)).isEqualTo(v);
            assertThat(everything.echoI32(v)).isEqualTo(v);
        }
        for (long v : new long[] { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE }) {
            assertThat(everything.echoU64(v)).isEqualTo(v);
            assertThat(everything.echoI64(v)).isEqualTo(v);
            if (v != 0) {
                assertThat(everything.echoPtr(v)).isEqualTo(v);
            }
        }
        assertThat(everything.add(3, 5)).isEqualTo(8);
        assertThat(everything.add(-1, 1)).isZero();
    }

    /** What is generated for Lua takes a null pointer for no result. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LUA")
    void aNullPointerButInLua(Engine engine) {
        assertThat(load(engine).echoPtr(0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void fractionsAndTruth(Engine engine) {
        Everything everything = load(engine);
        for (float v : new float[] { 0, -0.0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY }) {
            assertThat(everything.echoF32(v)).isEqualTo(v);
        }
        for (double v : new double[] { 0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY }) {
            assertThat(everything.echoF64(v)).isEqualTo(v);
        }
        assertThat(everything.echoF32(Float.NaN)).isNaN();
        assertThat(everything.echoF64(Double.NaN)).isNaN();
        assertThat(everything.opposite(true)).isFalse();
        assertThat(everything.opposite(false)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eachParameterIsWhereTheScriptLooksForIt(Engine engine) {
        assertThat(load(engine).describe((byte) -1, (byte) -1, (short) -1, (short) -1, -1, -1, -1, -1, 1.5f, 0.25, true,
                4096))
            .isEqualTo("255 -1 65535 -1 4294967295 -1 18446744073709551615 -1 1.5 0.25 true 4096");
    }

    @ParameterizedTest
    @EnumSource
    void aPointerLeadsToMemoryOfJava(Engine engine) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        memory.putLong(0, 0x1122334455667788L);
        assertThat(load(engine).readPtr(com.sun.jna.Pointer.nativeValue(Native.getDirectBufferPointer(memory))))
            .isEqualTo(memory.getLong(0));
    }

    @ParameterizedTest
    @EnumSource
    void enumsOfUpToFourBytes(Engine engine) {
        Everything everything = load(engine);
        assertThat(everything.nextColour(Colour.RED)).isEqualTo(Colour.GREEN);
        assertThat(everything.nextColour(Colour.GREEN)).isEqualTo(Colour.BLUE);
        assertThat(everything.nextColour(Colour.BLUE)).isEqualTo(Colour.RED);
        assertThat(everything.nextSize(Size.SMALL)).isEqualTo(Size.LARGE);
        assertThat(everything.nextSize(Size.LARGE)).isEqualTo(Size.SMALL);
        assertThat(everything.nextDistance(Distance.NEAR)).isEqualTo(Distance.FAR);
        assertThat(everything.nextDistance(Distance.FAR)).isEqualTo(Distance.NEAR);
        assertThat(everything.grantWrite(1)).isEqualTo(3);
        assertThat(everything.grantWrite(0x80000000)).isEqualTo(0x80000002);
    }

    /** What is generated for JavaScript cannot write a number above 2 to the 53. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JAVASCRIPT")
    void enumsOfEightBytesButInJavaScript(Engine engine) {
        Everything everything = load(engine);
        assertThat(everything.nextStar(Star.SUN)).isEqualTo(Star.SIRIUS);
        assertThat(everything.nextStar(Star.SIRIUS)).isEqualTo(Star.SUN);
    }

    @ParameterizedTest
    @EnumSource
    void texts(Engine engine) {
        Everything everything = load(engine);
        assertThat(everything.greet("world")).isEqualTo("v100: hello world");
        assertThat(everything.greet("")).isEqualTo("v100: hello ");
        assertThat(everything.greet("Grüße, 世界 😀")).isEqualTo("v100: hello Grüße, 世界 😀");
        assertThat(everything.chorus("na: ", (byte) 200, "ab")).isEqualTo("na: " + "ab".repeat(200));
        assertThat(everything.chorus("", (byte) 0, "never")).isEmpty();
        assertThat(everything.textInLibrary()).isEqualTo("borrowed from the library");
        assertThat(everything.nullText()).isEmpty();
        String text = "0123456789".repeat(10_000);
        assertThat(everything.greet(text)).hasSize(text.length() + 12).endsWith(text);
        assertThat(everything.calls()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void records(Engine engine) {
        Everything everything = load(engine);
        assertThat(everything.mirror(new Point(1.5f, -2))).isEqualTo(new Point(-1.5f, 2));
        Line line = new Line(new Point(1, 2), Size.SMALL, new Point(3, 4));
        assertThat(everything.stretch((byte) 3, line, Colour.RED, new Point(0.5f, 10)))
            .isEqualTo(new Line(new Point(1, 2), Size.SMALL, new Point(4.5f, 34)));
        assertThat(everything.stretch((byte) 0, line, Colour.BLUE, new Point(0, 0)))
            .isEqualTo(new Line(new Point(1, 2), Size.LARGE, new Point(3, 4)));
        Person before = new Person(-2, "Ada", Colour.BLUE, false, new Point(1, 2), "first");
        Person after = new Person(-2, "Grüße 😀", Colour.BLUE, true, new Point(1, 2), "was Ada, first");
        for (int i = 0; i < 100; i++) {
            assertThat(everything.rename(before, "Grüße 😀")).isEqualTo(after);
        }
    }

}
