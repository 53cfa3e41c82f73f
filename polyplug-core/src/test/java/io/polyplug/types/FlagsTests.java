package io.polyplug.types;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Repr;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Sets of Java enums as unsigned integers, bit by bit.
 */
class FlagsTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Flagged flagged = polyplug.contract(Flagged.class);

    @Test
    void setGoesInAsTheSumOfItsBits() {
        assertThat(this.flagged.shades(EnumSet.of(Bit8.LOW, Bit8.HIGH), Set.of(Bit16.HIGH), Set.of(Bit32.HIGH),
                Set.of(Bit64.LOW)))
            .isEqualTo(0x81 + 0x8000 + 0x8000_0000L + 1);
    }

    @Test
    void emptySetIsZero() {
        assertThat(this.flagged.shades(Set.of(), Set.of(), Set.of(), Set.of())).isZero();
    }

    @Test
    void setComesBackByItsBits() {
        assertThat(this.flagged.oneMore(Set.of(Bit64.HIGH))).containsExactly(Bit64.LOW, Bit64.HIGH);
        assertThat(this.flagged.oneMore(EnumSet.of(Bit64.HIGH, Bit64.LOW))).containsExactly(Bit64.SECOND, Bit64.HIGH);
        assertThat(this.flagged.next8(Set.of(Bit8.LOW))).containsExactly(Bit8.SECOND);
        assertThat(this.flagged.next16(Set.of(Bit16.LOW))).containsExactly(Bit16.SECOND);
        assertThat(this.flagged.next32(Set.of(Bit32.LOW))).containsExactly(Bit32.SECOND);
    }

    @Test
    void setThatComesBackCannotBeChanged() {
        Set<Bit8> set = this.flagged.next8(Set.of(Bit8.LOW));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> set.add(Bit8.HIGH));
    }

    @Test
    void setsAreFieldsOfRecords() {
        Everything.Point point = new Everything.Point(1, 2, (byte) 3);
        Set<Bit8> both = EnumSet.of(Bit8.LOW, Bit8.HIGH);
        Mixed mixed = new Mixed((byte) 1, true, (short) 2, 3, "text", point, both, new byte[] { 4 }, 5);
        assertThat(this.flagged.echoMixed(mixed).shade()).containsExactly(Bit8.LOW, Bit8.HIGH);
        both.clear();
        assertThat(this.flagged.echoMixed(mixed).shade()).isEmpty();
    }

    @Test
    void setsArePromised() {
        Promised promised = polyplug.contract(Promised.class);
        assertThat(promised.oneMore(Set.of(Bit64.HIGH)).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60))
            .isEqualTo(Set.of(Bit64.LOW, Bit64.HIGH));
    }

    @Test
    void bitThatNoConstantHasIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.flagged.next8(Set.of(Bit8.SECOND)))
            .withMessageContaining("Function 31 (next8)")
            .withMessageContaining("8 is no value of enum " + Bit8.class.getName());
    }

    @Test
    void nullIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.flagged.next8(null))
            .withMessageContaining("Parameter 'shade'")
            .withMessageContaining("Pass a Set of constants of " + Bit8.class.getName() + ", empty for none");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.flagged.next8(new HashSet<>(Collections.singletonList(null))))
            .withMessageContaining("null in a Set is no " + Bit8.class.getName());
    }

    @Test
    @SuppressWarnings({ "unchecked", "rawtypes" })
    void constantOfAnotherEnumIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.flagged.next8((Set) Set.of(Bit16.LOW)))
            .withMessageContaining("LOW in a Set is no " + Bit8.class.getName());
    }

    @Test
    void whatIsNoSetOfFlagsIsRefusedWithTheReason() {
        assertThatRefused(OfTexts.class).withMessageContaining("java.lang.String is no enum");
        assertThatRefused(OfAnything.class).withMessageContaining("java.lang.Object is no enum");
        assertThatRefused(Raw.class).withMessageContaining("java.util.Set does not say of which flags");
        assertThatRefused(OfNumbers.class).withMessageContaining("constant BOTH of enum " + Number8.class.getName())
            .withMessageContaining("has value 0x3, and a flag has one bit");
        assertThatRefused(Special.class).withMessageContaining("java.util.EnumSet");
        assertThatRefused(Lists.class).withMessageContaining("native code knows no generics");
    }

    private ThrowableAssertAlternative<ContractDefinitionException> assertThatRefused(Class<?> type) {
        return assertThatExceptionOfType(ContractDefinitionException.class).isThrownBy(() -> polyplug.contract(type));
    }

    @AbiEnum(Repr.U8)
    enum Bit8 {

        @AbiValue(0x80)
        HIGH,

        @AbiValue(1)
        LOW,

        @AbiValue(2)
        SECOND

    }

    @AbiEnum(Repr.U16)
    enum Bit16 {

        @AbiValue(1)
        LOW,

        @AbiValue(2)
        SECOND,

        @AbiValue(0x8000)
        HIGH

    }

    @AbiEnum
    enum Bit32 {

        @AbiValue(1)
        LOW,

        @AbiValue(2)
        SECOND,

        @AbiValue(0x8000_0000L)
        HIGH

    }

    @AbiEnum(Repr.U64)
    enum Bit64 {

        @AbiValue(1)
        LOW,

        @AbiValue(2)
        SECOND,

        @AbiValue(0x8000_0000_0000_0000L)
        HIGH

    }

    @AbiEnum(Repr.U8)
    enum Number8 {

        @AbiValue(3)
        BOTH

    }

    record Mixed(byte a, boolean b, short c, long d, String text, Everything.Point at, Set<Bit8> shade, byte[] data,
            long address) {
    }

    /** Numbers of the fixture, taken for flags. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Flagged {

        @ContractFunction(31)
        Set<Bit8> next8(Set<Bit8> shade);

        @ContractFunction(32)
        Set<Bit16> next16(Set<Bit16> shade);

        @ContractFunction(33)
        Set<Bit32> next32(Set<Bit32> shade);

        @ContractFunction(36)
        long shades(Set<Bit8> a, Set<Bit16> b, Set<Bit32> c, Set<? extends Bit64> d);

        @ContractFunction(37)
        Set<Bit64> oneMore(Set<Bit64> address);

        @ContractFunction(43)
        Mixed echoMixed(Mixed mixed);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Promised {

        @ContractFunction(37)
        CompletionStage<Set<Bit64>> oneMore(Set<Bit64> address);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface OfTexts {

        @ContractFunction(31)
        void next8(Set<String> shade);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface OfAnything {

        @ContractFunction(31)
        void next8(Set<?> shade);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Raw {

        @ContractFunction(31)
        @SuppressWarnings("rawtypes")
        void next8(Set shade);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface OfNumbers {

        @ContractFunction(31)
        Set<Number8> next8();

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Special {

        @ContractFunction(31)
        void next8(EnumSet<Bit8> shade);

    }

    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Lists {

        @ContractFunction(31)
        void next8(List<Bit8> shade);

    }

}
