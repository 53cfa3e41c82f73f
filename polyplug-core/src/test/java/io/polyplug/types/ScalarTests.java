package io.polyplug.types;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Numbers, {@code bool} and {@code Ptr} between Java and native code.
 */
class ScalarTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    private final Widened widened = polyplug.contract(Widened.class);

    @Test
    @DisplayName("LY-57: numbers of two widths are packed with their natural alignment")
    void resultsAndArgumentsOfTwoWidths() {
        assertThat(this.everything.version()).isEqualTo(100);
        assertThat(this.everything.add(2, 40)).isEqualTo(42);
        assertThat(this.everything.add(-1, Long.MIN_VALUE + 1)).isEqualTo(Long.MIN_VALUE);
        assertThat(this.everything.add(Integer.MIN_VALUE, 0x1_0000_0000L)).isEqualTo(0x8000_0000L);
    }

    @Test
    void signedNumbersKeepTheirSign() {
        assertThat(this.everything.minusI8((byte) -100, (byte) 27)).isEqualTo((byte) -127);
        assertThat(this.everything.minusI8((byte) -128, (byte) 1)).as("wraps").isEqualTo((byte) 127);
        assertThat(this.everything.minusI16((byte) -1, Short.MAX_VALUE)).isEqualTo(Short.MIN_VALUE);
        assertThat(this.everything.minusI32((short) -1, Integer.MAX_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(this.everything.minusI64((byte) -1, Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void unsignedNumbersOfTheSameWidthKeepTheirBits() {
        assertThat(this.everything.minusU8((byte) 0, (byte) 1)).isEqualTo((byte) 0xff);
        assertThat(this.everything.minusU16((byte) 255, (short) 256)).isEqualTo((short) 0xffff);
        assertThat(this.everything.minusU32((short) 0xffff, 0x10000)).isEqualTo(-1);
        assertThat(this.everything.minusU64((byte) 200, -1L)).as("200 - (2^64 - 1)").isEqualTo(201);
        assertThat(this.everything.minusU64((byte) 0, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void unsignedNumbersInTheNextWiderTypeAreNeverNegative() {
        assertThat(this.widened.minusU8((short) 255, (short) 0)).isEqualTo((short) 255);
        assertThat(this.widened.minusU8((short) 200, (short) 201)).isEqualTo((short) 255);
        assertThat(this.widened.minusU16((short) 255, 65535)).isEqualTo(256);
        assertThat(this.widened.minusU16((short) 255, 0)).isEqualTo(255);
        assertThat(this.widened.minusU32(65535, 4294967295L)).isEqualTo(65536);
        assertThat(this.widened.minusU32(0, 1)).isEqualTo(4294967295L);
        assertThat(this.widened.minusU64((short) 255, 255)).as("u64 stays a long").isZero();
        assertThat(this.widened.minusU64((short) 200, -1L)).as("200 - (2^64 - 1)").isEqualTo(201);
        assertThat(this.widened.minusU64((short) 0, 1)).as("2^64 - 1").isEqualTo(-1);
    }

    @Test
    void valuesBeyondAnUnsignedRangeAreRefusedBeforeTheCall() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU8((short) 256, (short) 0))
            .withMessage(
                    "Parameter 'a' of " + Widened.class.getName() + ".minusU8: 256 is no u8, which goes from 0 to 255");
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU8((short) 0, (short) -1))
            .withMessageContaining("'b'")
            .withMessageContaining("-1 is no u8");
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU16((short) 0, 65536))
            .withMessageContaining("65536 is no u16");
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU16((short) 0, -1))
            .withMessageContaining("-1 is no u16");
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU32(0, 4294967296L))
            .withMessageContaining("4294967296 is no u32, which goes from 0 to 4294967295");
        assertThatIllegalArgumentException().isThrownBy(() -> this.widened.minusU32(0, -1L))
            .withMessageContaining("-1 is no u32");
    }

    @ParameterizedTest
    @ValueSource(floats = { 0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY, Float.NaN })
    void floatsKeepTheirBits(float value) {
        float answer = this.everything.minusF32((byte) 0, value);
        assertThat(Float.floatToIntBits(answer)).isEqualTo(Float.floatToIntBits(0f - value));
    }

    @Test
    void doublesKeepTheirPrecision() {
        assertThat(this.everything.minusF64(0.5f, 1.0e-300)).isEqualTo(0.5 - 1.0e-300);
        assertThat(this.everything.minusF64(0f, Math.PI)).isEqualTo(-Math.PI);
        assertThat(this.everything.minusF64(0f, Double.NaN)).isNaN();
    }

    @Test
    @DisplayName("LY-35: bool is one byte, 0 or 1")
    void booleans() {
        assertThat(this.everything.negate(true)).isFalse();
        assertThat(this.everything.negate(false)).isTrue();
        assertThat(this.everything.choose(0.25f, true, 2.0)).isEqualTo(2.25);
        assertThat(this.everything.choose(0.25f, false, 2.0)).isEqualTo(-1.75);
    }

    @Test
    void aByteThatIsNoBoolIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.everything::oddBool)
            .withMessageContaining("Function 48 (oddBool) of contract 'demo.Everything' in bundle 'everything' 1.2.0")
            .withMessageContaining("a bool is 0 or 1, not 2")
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1))
            .satisfies((ex) -> assertThat(ex.guestMessage()).isNull());
    }

    @Test
    @DisplayName("LY-30, LY-31, LY-32, LY-33, LY-34, LY-36: twelve parameters of all widths lie where C expects them")
    void twelveParameters() {
        assertThat(this.everything.prims((byte) 255, (byte) -128, (short) 65535, Short.MIN_VALUE, -1, Integer.MIN_VALUE,
                -1L, Long.MIN_VALUE, 1.5f, -2.25, true, 0xdeadbeefL))
            .isEqualTo("255 -128 65535 -32768 4294967295 -2147483648 18446744073709551615 -9223372036854775808"
                    + " 1.5 -2.25 1 3735928559");
        assertThat(this.widened.prims((short) 254, (byte) 1, 65534, (short) 2, 4294967294L, 3, 4, 5, 6f, 7, false, 8))
            .isEqualTo("254 1 65534 2 4294967294 3 4 5 6 7 0 8");
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 41, Long.MAX_VALUE, -2 })
    @DisplayName("LY-34: a Ptr is 64 bits that nobody follows")
    void pointersAreOpaque(long address) {
        assertThat(this.everything.pointer(address)).isEqualTo(address + 1);
        assertThat(this.widened.pointer(address)).isEqualTo(address + 1);
    }

    @Test
    void functionWithoutArgumentsOrResultReachesTheGuest() {
        long before = this.everything.calls();
        this.everything.nothing();
        this.everything.nothing();
        assertThat(this.everything.calls()).isEqualTo(before + 2);
    }

    /** Unsigned numbers in the next wider type; fewer functions than the guest has. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Widened {

        @ContractFunction(9)
        @Unsigned
        short minusU8(@Unsigned short a, @Unsigned short b);

        @ContractFunction(10)
        @Unsigned
        int minusU16(@Unsigned short a, @Unsigned int b);

        @ContractFunction(11)
        @Unsigned
        long minusU32(@Unsigned int a, @Unsigned long b);

        @ContractFunction(12)
        @Unsigned(Repr.U64)
        long minusU64(@Unsigned(Repr.U8) short a, @Unsigned(Repr.U64) long b);

        @ContractFunction(17)
        String prims(@Unsigned short a, byte b, @Unsigned(Repr.U16) int c, short d, @Unsigned(Repr.U32) long e, int f,
                @Unsigned(Repr.U64) long g, long h, float i, double j, boolean k, @Ptr long l);

        @ContractFunction(37)
        @Ptr
        long pointer(@Ptr long address);

    }

}
