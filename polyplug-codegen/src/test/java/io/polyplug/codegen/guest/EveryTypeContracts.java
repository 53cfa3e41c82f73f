package io.polyplug.codegen.guest;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Ptr;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;

/**
 * The contracts of {@link EveryType}, written by hand, and what bundles do: texts are
 * returned as they are, lines turned round, numbers of {@code Mixed} go up by one.
 */
public final class EveryTypeContracts {

    private EveryTypeContracts() {
    }

    @GuestContract(name = EveryType.CONTRACT, version = "1.2")
    public interface Everything {

        @ContractFunction(0)
        Scalars scalars(@Unsigned short a, byte b, @Unsigned int c, short d, @Unsigned long e, int f,
                @Unsigned(Repr.U64) long g, long h, float i, double j, boolean k, @Ptr long l);

        @ContractFunction(1)
        String echoText(String text);

        @ContractFunction(2)
        byte[] echoBytes(byte[] bytes);

        @ContractFunction(3)
        Line mirror(Line line);

        @ContractFunction(4)
        Mixed remix(Mixed mixed);

        @ContractFunction(5)
        Colour colour(Colour colour);

        @ContractFunction(6)
        Level level(Level level);

        @ContractFunction(7)
        Unit unit(Unit unit);

        @ContractFunction(8)
        Big big(Big big);

        @ContractFunction(9)
        Set<Access> toggle(Set<Access> access, Set<Access> with);

        @ContractFunction(10)
        byte[] cat(String first, @Unsigned short n, String second);

        @ContractFunction(11)
        void nothing();

        @ContractFunction(12)
        void fail(@Unsigned long code, String why);

        @ContractFunction(13)
        long now();

        @ContractFunction(14)
        String zoned(long at, String zone);

        @ContractFunction(15)
        Mixed noted(Mixed mixed);

        @ContractFunction(16)
        byte[] joined(String text, byte[] bytes);

        @ContractFunction(17)
        String recovered();

        @ContractFunction(18)
        int whileTrue(int register, int classes, int call);

    }

    @GuestContract(name = EveryType.COUNTER, version = "1.0")
    public interface Counter {

        @ContractFunction(0)
        long increment(int by);

    }

    @HostContract(name = "host.Clock", version = "1.0")
    public interface Clock {

        @ContractFunction(0)
        long now();

        @ContractFunction(1)
        String zoned(long at, String zone);

    }

    @HostContract(name = "host.Notes", version = "1.3", singleton = false)
    public interface Notes {

        @ContractFunction(0)
        Mixed note(Mixed mixed);

        @ContractFunction(1)
        byte[] join(String text, byte[] bytes);

        @ContractFunction(2)
        void forget();

    }

    public record Point(float x, double y) {
    }

    public record Line(Point a, Level k, Point b, Set<Access> access) {
    }

    /** Equal by content, bytes included. */
    public record Mixed(@Unsigned short small, boolean on, @Unsigned int medium, long large, String text, Point point,
            Colour colour, byte[] bytes, @Ptr long address) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Mixed mixed && toString().equals(mixed.toString());
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.text, this.large);
        }

        @Override
        public String toString() {
            return "Mixed[" + this.small + ", " + this.on + ", " + this.medium + ", " + this.large + ", " + this.text
                    + ", " + this.point + ", " + this.colour + ", " + Arrays.toString(this.bytes) + ", " + this.address
                    + "]";
        }

    }

    public record Scalars(@Unsigned short a, byte b, @Unsigned int c, short d, @Unsigned long e, int f,
            @Unsigned(Repr.U64) long g, long h, float i, double j, boolean k, @Ptr long l) {
    }

    @AbiEnum(Repr.U8)
    public enum Colour {

        @AbiValue(0)
        RED,

        @AbiValue(200)
        BLUE

    }

    @AbiEnum(Repr.U16)
    public enum Level {

        @AbiValue(1)
        LOW,

        @AbiValue(65535)
        HIGH

    }

    @AbiEnum(Repr.U32)
    public enum Unit {

        @AbiValue(1)
        METRE,

        @AbiValue(4294967295L)
        LIGHT_YEAR

    }

    /** Flags. */
    @AbiEnum
    public enum Access {

        @AbiValue(1)
        READ,

        @AbiValue(2)
        WRITE

    }

    @AbiEnum(Repr.U64)
    public enum Big {

        @AbiValue(1)
        ONE,

        @AbiValue(Long.MIN_VALUE)
        TOP

    }

}
