package io.polyplug.types;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Repr;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import io.polyplug.types.Everything.Shade16;
import io.polyplug.types.Everything.Shade32;
import io.polyplug.types.Everything.Shade64;
import io.polyplug.types.Everything.Shade8;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Java enums as unsigned integers of four widths.
 */
class EnumTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    @Test
    @DisplayName("LY-41: u8")
    void bytes() {
        assertThat(this.everything.next8(Shade8.LIGHT)).isEqualTo(Shade8.DARK);
        assertThat(this.everything.next8(Shade8.DARK)).isEqualTo(Shade8.TOP);
        assertThat(this.everything.next8(Shade8.TOP)).isEqualTo(Shade8.LIGHT);
    }

    @Test
    @DisplayName("LY-42: u16")
    void shorts() {
        assertThat(this.everything.next16(Shade16.DARK)).isEqualTo(Shade16.TOP);
        assertThat(this.everything.next16(Shade16.TOP)).isEqualTo(Shade16.LIGHT);
    }

    @Test
    @DisplayName("LY-43, LY-45: u32, the form of an enum that names none")
    void ints() {
        assertThat(this.everything.next32(Shade32.DARK)).isEqualTo(Shade32.TOP);
        assertThat(this.everything.next32(Shade32.TOP)).isEqualTo(Shade32.LIGHT);
    }

    @Test
    @DisplayName("LY-44: u64, above 2^63")
    void longs() {
        assertThat(this.everything.next64(Shade64.DARK)).isEqualTo(Shade64.TOP);
        assertThat(this.everything.next64(Shade64.TOP)).isEqualTo(Shade64.LIGHT);
    }

    @Test
    void enumsOfFourWidthsLieInOneBlock() {
        assertThat(this.everything.shades(Shade8.TOP, Shade16.TOP, Shade32.TOP, Shade64.DARK))
            .isEqualTo(200 + 60000 + 4000000000L + 2);
    }

    @Test
    void valueThatNoConstantHasIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.everything::unknownShade)
            .withMessageContaining("Function 35 (unknownShade)")
            .withMessageContaining("77 is no value of enum " + Shade8.class.getName())
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1));
    }

    @Test
    void unknownValuesAreToldAsUnsignedNumbers() {
        Partial partial = polyplug.contract(Partial.class);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> partial.next64(Partly64.DARK))
            .withMessageContaining("9223372036854775809 is no value of enum " + Partly64.class.getName());
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> partial.next32(Partly32.DARK))
            .withMessageContaining("4000000000 is no value of enum " + Partly32.class.getName());
    }

    @Test
    void nullIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.next8(null))
            .withMessageContaining("Parameter 'shade'")
            .withMessageContaining("Pass a constant of " + Shade8.class.getName());
    }

    @Test
    void constantsMayHaveBodies() {
        Partial partial = polyplug.contract(Partial.class);
        assertThat(partial.next8(WithBodies.LIGHT)).isEqualTo(WithBodies.DARK);
    }

    @AbiEnum
    enum Partly32 {

        @AbiValue(2)
        DARK

    }

    @AbiEnum(Repr.U64)
    enum Partly64 {

        @AbiValue(2)
        DARK

    }

    @AbiEnum(Repr.U8)
    enum WithBodies {

        @AbiValue(1)
        LIGHT {
            @Override
            boolean isDark() {
                return false;
            }
        },

        @AbiValue(2)
        DARK;

        boolean isDark() {
            return true;
        }

    }

    /** Enums that do not know the guest's largest value. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Partial {

        @ContractFunction(31)
        WithBodies next8(WithBodies shade);

        @ContractFunction(33)
        Partly32 next32(Partly32 shade);

        @ContractFunction(34)
        Partly64 next64(Partly64 shade);

    }

}
