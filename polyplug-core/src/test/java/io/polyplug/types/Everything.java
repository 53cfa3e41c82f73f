package io.polyplug.types;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Repr;
import org.jspecify.annotations.Nullable;

/**
 * All 51 functions of the fixture {@code everything}; unsigned numbers have the same
 * bits.
 */
@GuestContract(name = "demo.Everything", version = "1.2.0")
public interface Everything {

    @ContractFunction(0)
    int version();

    @ContractFunction(1)
    long add(int a, long b);

    @ContractFunction(2)
    String greet(String name);

    @ContractFunction(3)
    void nothing();

    @ContractFunction(4)
    Point mid(Point a, Point b);

    @ContractFunction(5)
    byte minusI8(byte a, byte b);

    @ContractFunction(6)
    short minusI16(byte a, short b);

    @ContractFunction(7)
    int minusI32(short a, int b);

    @ContractFunction(8)
    long minusI64(byte a, long b);

    @ContractFunction(9)
    byte minusU8(byte a, byte b);

    @ContractFunction(10)
    short minusU16(byte a, short b);

    @ContractFunction(11)
    int minusU32(short a, int b);

    @ContractFunction(12)
    long minusU64(byte a, long b);

    @ContractFunction(13)
    float minusF32(byte a, float b);

    @ContractFunction(14)
    double minusF64(float a, double b);

    @ContractFunction(15)
    boolean negate(boolean a);

    @ContractFunction(16)
    double choose(float a, boolean plus, double c);

    @ContractFunction(17)
    String prims(byte a, byte b, short c, short d, int e, int f, long g, long h, float i, double j, boolean k, long l);

    @ContractFunction(18)
    String nullText();

    @ContractFunction(19)
    String emptyText();

    @ContractFunction(20)
    String malformedText();

    @ContractFunction(21)
    boolean isNull(@Nullable String text);

    @ContractFunction(22)
    long length(String text);

    @ContractFunction(23)
    byte[] reverse(byte[] bytes);

    @ContractFunction(24)
    byte[] hugeBuffer();

    @ContractFunction(25)
    byte[] emptyBuffer();

    @ContractFunction(26)
    long sum(byte[] bytes);

    @ContractFunction(27)
    byte[] nullBuffer(long length);

    @ContractFunction(28)
    Line flip(Line line);

    @ContractFunction(29)
    Named renamed(Named named);

    @ContractFunction(30)
    Named staticNamed();

    @ContractFunction(31)
    Shade8 next8(Shade8 shade);

    @ContractFunction(32)
    Shade16 next16(Shade16 shade);

    @ContractFunction(33)
    Shade32 next32(Shade32 shade);

    @ContractFunction(34)
    Shade64 next64(Shade64 shade);

    @ContractFunction(35)
    Shade8 unknownShade();

    @ContractFunction(36)
    long shades(Shade8 a, Shade16 b, Shade32 c, Shade64 d);

    @ContractFunction(37)
    long pointer(long address);

    @ContractFunction(38)
    int fail();

    @ContractFunction(39)
    int failSaying(String text);

    @ContractFunction(40)
    int failSilently();

    @ContractFunction(41)
    void failVoid();

    @ContractFunction(42)
    int failGarbled();

    @ContractFunction(43)
    Mixed echoMixed(Mixed mixed);

    @ContractFunction(44)
    double multi(Point p, byte n, Line l, Shade16 k, byte[] b);

    @ContractFunction(45)
    String failAfterWriting();

    @ContractFunction(46)
    String hugeText();

    @ContractFunction(47)
    String echo(String text);

    @ContractFunction(48)
    boolean oddBool();

    @ContractFunction(49)
    long calls();

    @ContractFunction(50)
    int errorOk();

    record Point(double x, double y, byte tag) {
    }

    record Line(Point a, Shade16 k, Point b) {
    }

    record Named(String name, int n, byte[] data) {
    }

    record Mixed(byte a, boolean b, short c, long d, String text, Point at, Shade8 shade, byte[] data, long address) {
    }

    @AbiEnum(Repr.U8)
    enum Shade8 {

        @AbiValue(1)
        LIGHT,

        @AbiValue(2)
        DARK,

        @AbiValue(200)
        TOP

    }

    @AbiEnum(Repr.U16)
    enum Shade16 {

        @AbiValue(1)
        LIGHT,

        @AbiValue(2)
        DARK,

        @AbiValue(60000)
        TOP

    }

    /** {@code u32} is what an enum is unless it says otherwise. */
    @AbiEnum
    enum Shade32 {

        @AbiValue(1)
        LIGHT,

        @AbiValue(2)
        DARK,

        @AbiValue(4000000000L)
        TOP

    }

    @AbiEnum(Repr.U64)
    enum Shade64 {

        @AbiValue(1)
        LIGHT,

        @AbiValue(2)
        DARK,

        @AbiValue(0x8000000000000001L)
        TOP

    }

}
