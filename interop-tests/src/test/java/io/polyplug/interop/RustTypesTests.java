package io.polyplug.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Colour;
import io.polyplug.interop.Contracts.Distance;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Line;
import io.polyplug.interop.Contracts.Person;
import io.polyplug.interop.Contracts.Point;
import io.polyplug.interop.Contracts.Size;
import io.polyplug.interop.Contracts.Star;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every type of the ABI, to and from a Rust guest whose glue upstream has generated.
 */
class RustTypesTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private Everything everything;

    @BeforeEach
    void load() {
        this.stage.load("everything");
        this.everything = this.stage.contract(Everything.class);
    }

    @Test
    @DisplayName("DS-24: this host drives a Rust plugin: add(3, 5) is 8, and it wraps")
    void rustAdds() {
        assertThat(this.everything.add(3, 5)).isEqualTo(8);
        assertThat(this.everything.add(-1, 1)).isZero();
    }

    @Test
    @DisplayName("integers of each width arrive and come back with all their bits")
    void integersOfEachWidth() {
        for (byte v : new byte[] { 0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE }) {
            assertThat(this.everything.echoU8(v)).isEqualTo(v);
            assertThat(this.everything.echoI8(v)).isEqualTo(v);
        }
        for (short v : new short[] { 0, 1, -1, Short.MIN_VALUE, Short.MAX_VALUE }) {
            assertThat(this.everything.echoU16(v)).isEqualTo(v);
            assertThat(this.everything.echoI16(v)).isEqualTo(v);
        }
        for (int v : new int[] { 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE }) {
            assertThat(this.everything.echoU32(v)).isEqualTo(v);
            assertThat(this.everything.echoI32(v)).isEqualTo(v);
        }
        for (long v : new long[] { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE }) {
            assertThat(this.everything.echoU64(v)).isEqualTo(v);
            assertThat(this.everything.echoI64(v)).isEqualTo(v);
            assertThat(this.everything.echoPtr(v)).isEqualTo(v);
        }
    }

    @Test
    void unsignedNumbersFitTheNextWiderType() {
        Contracts.WideNumbers wide = this.stage.contract(Contracts.WideNumbers.class);
        assertThat(wide.echoU8((short) 255)).isEqualTo((short) 255);
        assertThat(wide.echoU16(65535)).isEqualTo(65535);
        assertThat(wide.echoU32(4294967295L)).isEqualTo(4294967295L);
        assertThatThrownBy(() -> wide.echoU8((short) 256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void floatingPointNumbersAndBooleans() {
        for (float v : new float[] { 0, -0.0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY }) {
            assertThat(this.everything.echoF32(v)).isEqualTo(v);
        }
        for (double v : new double[] { 0, -0.0, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY }) {
            assertThat(this.everything.echoF64(v)).isEqualTo(v);
        }
        assertThat(this.everything.echoF64(Double.NaN)).isNaN();
        assertThat(this.everything.opposite(true)).isFalse();
        assertThat(this.everything.opposite(false)).isTrue();
    }

    @Test
    void twelveParametersLieWhereRustLooksForThem() {
        assertThat(this.everything.describe((byte) -1, (byte) -1, (short) -1, (short) -1, -1, -1, -1, -1, 1.5f, 0.25,
                true, 4096))
            .isEqualTo("255 -1 65535 -1 4294967295 -1 18446744073709551615 -1 1.5 0.25 true 4096");
    }

    @Test
    void aPointerLeadsToMemoryOfJava() {
        ByteBuffer memory = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        memory.putLong(0, 0x1122334455667788L);
        assertThat(this.everything.readPtr(com.sun.jna.Pointer.nativeValue(Native.getDirectBufferPointer(memory))))
            .isEqualTo(memory.getLong(0));
    }

    @Test
    void enumsOfEachWidth() {
        assertThat(this.everything.nextColour(Colour.RED)).isEqualTo(Colour.GREEN);
        assertThat(this.everything.nextColour(Colour.GREEN)).isEqualTo(Colour.BLUE);
        assertThat(this.everything.nextColour(Colour.BLUE)).isEqualTo(Colour.RED);
        assertThat(this.everything.nextSize(Size.SMALL)).isEqualTo(Size.LARGE);
        assertThat(this.everything.nextSize(Size.LARGE)).isEqualTo(Size.SMALL);
        assertThat(this.everything.nextDistance(Distance.NEAR)).isEqualTo(Distance.FAR);
        assertThat(this.everything.nextDistance(Distance.FAR)).isEqualTo(Distance.NEAR);
        assertThat(this.everything.nextStar(Star.SUN)).isEqualTo(Star.SIRIUS);
        assertThat(this.everything.nextStar(Star.SIRIUS)).isEqualTo(Star.SUN);
    }

    @Test
    void flagsAreNumbers() {
        assertThat(this.everything.grantWrite(1)).isEqualTo(3);
        assertThat(this.everything.grantWrite(0x80000000)).isEqualTo(0x80000002);
    }

    @Test
    void texts() {
        assertThat(this.everything.greet("world")).isEqualTo("v100: hello world");
        assertThat(this.everything.greet("")).isEqualTo("v100: hello ");
        assertThat(this.everything.greet("Grüße, 世界 😀")).isEqualTo("v100: hello Grüße, 世界 😀");
        assertThat(this.everything.chorus("na: ", (byte) 200, "ab")).isEqualTo("na: " + "ab".repeat(200));
        assertThat(this.everything.textInLibrary()).isEqualTo("borrowed from the library");
        assertThat(this.everything.nullText()).isEmpty();
    }

    /** The host answers a request for no bytes with null, as the ABI says. */
    @Test
    @DisplayName("a Rust guest cannot allocate an empty text: upstream's own crate makes an error of it")
    void anEmptyTextIsAnErrorOfTheGuestsOwnCrate() {
        assertThatExceptionOfType(GuestCallException.class)
            .isThrownBy(() -> this.everything.chorus("", (byte) 0, "never"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isEqualTo("allocation failed"));
    }

    @Test
    void aTextOfManyPages() {
        String text = "0123456789".repeat(100_000);
        assertThat(this.everything.greet(text)).hasSize(text.length() + 12).endsWith(text);
    }

    @Test
    void records() {
        assertThat(this.everything.mirror(new Point(1.5f, -2))).isEqualTo(new Point(-1.5f, 2));
        Line line = new Line(new Point(1, 2), Size.SMALL, new Point(3, 4));
        assertThat(this.everything.stretch((byte) 3, line, Colour.RED, new Point(0.5f, 10)))
            .isEqualTo(new Line(new Point(1, 2), Size.SMALL, new Point(4.5f, 34)));
        assertThat(this.everything.stretch((byte) 0, line, Colour.BLUE, new Point(0, 0)))
            .isEqualTo(new Line(new Point(1, 2), Size.LARGE, new Point(3, 4)));
    }

    @Test
    void aRecordWithTextsInIt() {
        Person before = new Person(-2, "Ada", Colour.BLUE, false, new Point(1, 2), "first");
        assertThat(this.everything.rename(before, "Grace"))
            .isEqualTo(new Person(-2, "Grace", Colour.BLUE, true, new Point(1, 2), "was Ada, first"));
    }

    @Test
    void anInterfaceThatWantsMoreThanTheBundleHasIsNeverCalled() {
        Contracts.TooMuch tooMuch = this.stage.contract(Contracts.TooMuch.class);
        assertThatThrownBy(tooMuch::missing).isInstanceOf(ContractUnavailableException.class)
            .hasMessageContaining("demo.all");
    }

}
