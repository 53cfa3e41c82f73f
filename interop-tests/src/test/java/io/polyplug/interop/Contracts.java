package io.polyplug.interop;

import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.Repr;
import io.polyplug.contract.Unsigned;

/**
 * The contracts of {@code src/test/rust/api.toml} in Java.
 */
final class Contracts {

    private Contracts() {
    }

    /** All functions of {@code demo.all}; unsigned numbers have the same bits. */
    @GuestContract(name = "demo.all", version = "1.2.0")
    interface Everything {

        @ContractFunction(0)
        int build();

        @ContractFunction(1)
        byte echoU8(byte v);

        @ContractFunction(2)
        byte echoI8(byte v);

        @ContractFunction(3)
        short echoU16(short v);

        @ContractFunction(4)
        short echoI16(short v);

        @ContractFunction(5)
        int echoU32(int v);

        @ContractFunction(6)
        int echoI32(int v);

        @ContractFunction(7)
        long echoU64(long v);

        @ContractFunction(8)
        long echoI64(long v);

        @ContractFunction(9)
        float echoF32(float v);

        @ContractFunction(10)
        double echoF64(double v);

        @ContractFunction(11)
        boolean opposite(boolean v);

        @ContractFunction(12)
        long echoPtr(long v);

        @ContractFunction(13)
        long readPtr(long v);

        @ContractFunction(14)
        String describe(byte a, byte b, short c, short d, int e, int f, long g, long h, float i, double j, boolean k,
                long l);

        @ContractFunction(15)
        Colour nextColour(Colour v);

        @ContractFunction(16)
        Size nextSize(Size v);

        @ContractFunction(17)
        Distance nextDistance(Distance v);

        @ContractFunction(18)
        Star nextStar(Star v);

        @ContractFunction(19)
        int grantWrite(int v);

        @ContractFunction(20)
        String greet(String name);

        @ContractFunction(21)
        String chorus(String before, byte times, String text);

        @ContractFunction(22)
        String textInLibrary();

        @ContractFunction(23)
        String nullText();

        @ContractFunction(24)
        Point mirror(Point p);

        @ContractFunction(25)
        Line stretch(byte times, Line line, Colour colour, Point by);

        @ContractFunction(26)
        Person rename(Person person, String name);

        @ContractFunction(27)
        void fail(int code, String text);

        @ContractFunction(28)
        int panic(String text);

        @ContractFunction(29)
        long calls();

        @ContractFunction(30)
        int add(int a, int b);

    }

    /** The unsigned functions of {@code demo.all} with the next wider types. */
    @GuestContract(name = "demo.all", version = "1.0")
    interface WideNumbers {

        @ContractFunction(1)
        @Unsigned
        short echoU8(@Unsigned short v);

        @ContractFunction(3)
        @Unsigned
        int echoU16(@Unsigned int v);

        @ContractFunction(5)
        @Unsigned
        long echoU32(@Unsigned long v);

    }

    /** Has one function more than any provider. */
    @GuestContract(name = "demo.all", version = "1.2")
    interface TooMuch {

        @ContractFunction(31)
        int missing();

    }

    /** Called by the relay, and by Java to see what serves. */
    @GuestContract(name = "demo.peer", version = "1.0.0")
    interface Peer {

        @ContractFunction(0)
        int build();

        @ContractFunction(1)
        long stamp(long v);

        @ContractFunction(2)
        String shout(String v);

    }

    /** Hands on what it is asked. */
    @GuestContract(name = "demo.relay", version = "1.0.0")
    interface Relay {

        @ContractFunction(0)
        int peerBuild();

        @ContractFunction(1)
        long peerStamp(long v);

        @ContractFunction(2)
        String peerShout(String v);

        @ContractFunction(3)
        void peerFail(String text);

        @ContractFunction(4)
        int codeOfPeerPanic(String text);

        @ContractFunction(5)
        String greet(String name);

        @ContractFunction(6)
        long add(int a, long b);

        @ContractFunction(7)
        String tryFail(String text);

        @ContractFunction(8)
        void tell(String text, int times);

    }

    /** What the operator has set for the bundle. */
    @GuestContract(name = "demo.configured", version = "1.0.0")
    interface Configured {

        @ContractFunction(0)
        String text(String key);

        @ContractFunction(1)
        long integer(String key);

    }

    /** What the relay calls in Java. */
    @HostContract(name = "host.Desk", version = "1.0.0")
    interface Desk {

        @ContractFunction(0)
        String greet(String name);

        @ContractFunction(1)
        long add(int a, long b);

        @ContractFunction(2)
        void fail(String text);

        @ContractFunction(3)
        void tell(String text);

    }

    record Point(float x, double y) {
    }

    record Line(Point head, Size size, Point tail) {
    }

    record Person(long id, String name, Colour colour, boolean active, Point home, String note) {
    }

    @AbiEnum(Repr.U8)
    enum Colour {

        @AbiValue(0)
        RED,

        @AbiValue(1)
        GREEN,

        @AbiValue(200)
        BLUE

    }

    @AbiEnum(Repr.U16)
    enum Size {

        @AbiValue(1)
        SMALL,

        @AbiValue(0xffff)
        LARGE

    }

    @AbiEnum(Repr.U32)
    enum Distance {

        @AbiValue(0)
        NEAR,

        @AbiValue(0xffff_ffffL)
        FAR

    }

    @AbiEnum(Repr.U64)
    enum Star {

        @AbiValue(1)
        SUN,

        @AbiValue(-2)
        SIRIUS

    }

}
