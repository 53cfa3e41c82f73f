package io.polyplug.types;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.polyplug.abi.ByteSink;
import io.polyplug.contract.AbiEnum;
import io.polyplug.contract.AbiValue;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Repr;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where arguments and fields lie (docs/abi.md 5.3, 5.4).
 */
class LayoutTests {

    /** Stands for the address of whatever a view points at. */
    private static final long SOMEWHERE = 0x1111_2222_3333_4444L;

    private static final ContractDefinition DEFINITION = ContractDefinition.ofGuest(Worked.class);

    private static final ByteSink SINK = new ByteSink() {

        @Override
        public long store(byte[] bytes) {
            return SOMEWHERE;
        }

        @Override
        public long share(ByteBuffer buffer) {
            return SOMEWHERE;
        }

    };

    private static FunctionSignature function(String name) {
        Method method = Arrays.stream(Worked.class.getMethods())
            .filter((each) -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
        return DEFINITION.functions().get(method);
    }

    private static ByteBuffer packed(String function, Object... arguments) {
        FunctionSignature signature = function(function);
        ByteBuffer memory = ByteBuffer.allocate(signature.argumentSize()).order(ByteOrder.nativeOrder());
        signature.writeArguments(memory, 0, arguments, SINK);
        return memory;
    }

    @ParameterizedTest
    @CsvSource({ "none, 0, 0", "add, 8, 4", "one, 4, 0", "echo, 16, 16", "cat, 40, 24", "log, 24, 0", "modes, 8, 0",
            "prims, 64, 0", "point, 16, 16", "line, 40, 40", "mixed, 88, 88", "multi, 96, 0" })
    @DisplayName("LY-37, LY-38: sizes of the worked layouts (docs/abi.md 5.4)")
    void workedSizes(String function, int argumentSize, int resultSize) {
        assertThat(function(function).argumentSize()).isEqualTo(argumentSize);
        assertThat(function(function).resultSize()).isEqualTo(resultSize);
    }

    @ParameterizedTest
    @CsvSource({ "u32u32u64, 16", "u8u64u32, 24", "u64u8, 16", "nested, 16", "enumU64, 16", "fourBytes, 4", "gaps, 16",
            "levelAndView, 24", "u32u32, 8", "u32u64, 16", "u8ViewU32, 32", "viewEnum, 24", "bufferU32, 32",
            "handle, 8", "handleU64, 16", "allTypes, 72" })
    @DisplayName("LY-47, LY-48, LY-49, LY-50, LY-51, LY-52, LY-54, LY-55, LY-56, LY-57, LY-58, LY-59, LY-60, LY-61,"
            + " LY-40, LY-62, LY-63:" + " structs as C lays them out")
    void structSizes(String function, int size) {
        assertThat(function(function).argumentSize()).isEqualTo(size);
    }

    @Test
    void numbersLieAtTheirOffsets() {
        ByteBuffer block = packed("prims", (byte) 1, (byte) -2, (short) 3, (short) -4, 5, -6, 7L, -8L, 9.5f, -10.5,
                true, 11L);
        assertThat(block.get(0)).isEqualTo((byte) 1);
        assertThat(block.get(1)).isEqualTo((byte) -2);
        assertThat(block.getShort(2)).isEqualTo((short) 3);
        assertThat(block.getShort(4)).isEqualTo((short) -4);
        assertThat(block.getInt(8)).isEqualTo(5);
        assertThat(block.getInt(12)).isEqualTo(-6);
        assertThat(block.getLong(16)).isEqualTo(7);
        assertThat(block.getLong(24)).isEqualTo(-8);
        assertThat(block.getFloat(32)).isEqualTo(9.5f);
        assertThat(block.getDouble(40)).isEqualTo(-10.5);
        assertThat(block.get(48)).isEqualTo((byte) 1);
        assertThat(block.getLong(56)).isEqualTo(11);
    }

    @Test
    @DisplayName("LY-37, LY-38: a view is pointer and length, a buffer has its capacity behind them")
    void viewsAndBuffersLieInline() {
        ByteBuffer block = packed("cat", "four", (byte) 7, "");
        assertThat(block.getLong(0)).isEqualTo(SOMEWHERE);
        assertThat(block.getLong(8)).isEqualTo(4);
        assertThat(block.get(16)).isEqualTo((byte) 7);
        assertThat(block.getLong(24)).as("an empty text is not null").isNotZero();
        assertThat(block.getLong(32)).isZero();
        ByteBuffer multi = packed("multi", new Point(1, 2), (byte) 3,
                new Line(new Point(4, 5), Kind.B, new Point(6, 7)), Kind.A, new byte[9]);
        assertThat(multi.getFloat(0)).isEqualTo(1f);
        assertThat(multi.getDouble(8)).isEqualTo(2);
        assertThat(multi.get(16)).isEqualTo((byte) 3);
        assertThat(multi.getFloat(24)).isEqualTo(4f);
        assertThat(multi.getShort(40)).isEqualTo((short) 60000);
        assertThat(multi.getFloat(48)).isEqualTo(6f);
        assertThat(multi.getDouble(56)).isEqualTo(7);
        assertThat(multi.getShort(64)).isEqualTo((short) 1);
        assertThat(multi.getLong(72)).isEqualTo(SOMEWHERE);
        assertThat(multi.getLong(80)).isEqualTo(9);
        assertThat(multi.getLong(88)).isEqualTo(9);
    }

    @Test
    void recordOfAllKindsLiesAsWorkedOut() {
        ByteBuffer block = packed("mixed",
                new Mixed((byte) 1, true, (short) 2, 3L, "text", new Point(4, 5), Small.ONLY, new byte[6], 7L));
        assertThat(block.get(0)).isEqualTo((byte) 1);
        assertThat(block.get(1)).isEqualTo((byte) 1);
        assertThat(block.getShort(2)).isEqualTo((short) 2);
        assertThat(block.getLong(8)).isEqualTo(3);
        assertThat(block.getLong(24)).isEqualTo(4);
        assertThat(block.getFloat(32)).isEqualTo(4f);
        assertThat(block.getDouble(40)).isEqualTo(5);
        assertThat(block.get(48)).isEqualTo((byte) 200);
        assertThat(block.getLong(64)).isEqualTo(6);
        assertThat(block.getLong(72)).isEqualTo(6);
        assertThat(block.getLong(80)).isEqualTo(7);
    }

    @Test
    void argumentsReadBackAsTheyWereWritten() {
        List<Object> values = List.of((byte) 1, (byte) -2, (short) 3, (short) -4, 5, -6, 7L, -8L, 9.5f, -10.5, true,
                11L);
        ByteBuffer block = packed("prims", values.toArray());
        Object[] read = function("prims").readArguments(block, 0, (address, length) -> new byte[(int) length]);
        assertThat(read).containsExactly(values.toArray());
    }

    record Point(float x, double y) {
    }

    record Line(Point a, Kind k, Point b) {
    }

    record Mixed(byte a, boolean b, short c, long d, String text, Point at, Small small, byte[] data, long address) {
    }

    record U32U32U64(int a, int b, long c) {
    }

    record U8U64U32(byte a, long b, int c) {
    }

    record U64U8(long a, byte b) {
    }

    record Inner(int a, int b) {
    }

    record Nested(Inner inner, long c) {
    }

    record EnumU64(Level level, long b) {
    }

    record FourBytes(byte a, byte b, byte c, byte d) {
    }

    record Gaps(byte a, int b, byte c, short d, byte e) {
    }

    /** As a handle lies in a struct. */
    record Handle(int index, int generation) {

    }

    /** As an error lies in a struct. */
    record Failure(int code, String message) {

    }

    @AbiEnum(Repr.U16)
    enum Kind {

        @AbiValue(1)
        A,

        @AbiValue(60000)
        B

    }

    @AbiEnum(Repr.U8)
    enum Small {

        @AbiValue(200)
        ONLY

    }

    @AbiEnum
    enum Level {

        @AbiValue(1)
        ERROR

    }

    /** The signatures of the worked layouts (docs/abi.md 5.4). */
    @GuestContract(name = "test.Worked", version = "1.0")
    interface Worked {

        @ContractFunction(0)
        void none();

        @ContractFunction(1)
        int add(int a, int b);

        @ContractFunction(2)
        void one(int v);

        @ContractFunction(3)
        String echo(String s);

        @ContractFunction(4)
        byte[] cat(String s, byte n, String t);

        @ContractFunction(5)
        void log(int level, String message);

        @ContractFunction(6)
        void modes(Small m, int f);

        @ContractFunction(7)
        void prims(byte a, byte b, short c, short d, int e, int f, long g, long h, float i, double j, boolean k,
                long l);

        @ContractFunction(8)
        Point point(Point p);

        @ContractFunction(9)
        Line line(Line l);

        @ContractFunction(10)
        Mixed mixed(Mixed m);

        @ContractFunction(11)
        void multi(Point p, byte n, Line l, Kind k, byte[] b);

        @ContractFunction(20)
        void u32u32u64(U32U32U64 r);

        @ContractFunction(21)
        void u8u64u32(U8U64U32 r);

        @ContractFunction(22)
        void u64u8(U64U8 r);

        @ContractFunction(23)
        void nested(Nested r);

        @ContractFunction(24)
        void enumU64(EnumU64 r);

        @ContractFunction(25)
        void fourBytes(FourBytes r);

        @ContractFunction(26)
        void gaps(Gaps r);

        @ContractFunction(27)
        void levelAndView(Level level, String view);

        @ContractFunction(28)
        void u32u32(int a, int b);

        @ContractFunction(29)
        void u32u64(int a, long b);

        @ContractFunction(30)
        void u8ViewU32(byte a, String b, int c);

        @ContractFunction(31)
        void viewEnum(String a, Level b);

        @ContractFunction(32)
        void bufferU32(byte[] a, int b);

        @ContractFunction(33)
        void handle(Handle a);

        @ContractFunction(34)
        void handleU64(Handle a, long b);

        @ContractFunction(35)
        void allTypes(String a, byte[] b, Failure c, Handle d);

    }

}
