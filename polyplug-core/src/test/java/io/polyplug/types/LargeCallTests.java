package io.polyplug.types;

import io.polyplug.ProcessMemory;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arguments and results that do not fit the memory that a call has of its own.
 */
class LargeCallTests {

    private static final String LONG_TEXT = "0123456789".repeat(100);

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Large large = polyplug.contract(Large.class);

    @Test
    void structOfArgumentsLargerThanTheFrame() {
        assertThat(this.large.length(block("twelve bytes"))).isEqualTo(12);
        assertThat(this.large.length(block(LONG_TEXT))).isEqualTo(1000);
    }

    @Test
    void resultLargerThanTheFrame() {
        assertThat(this.large.add(1, 41).texts().a()).isEqualTo(42);
    }

    @Test
    void manyLargeTextsInOneCall() {
        String[] texts = new String[12];
        java.util.Arrays.setAll(texts, (i) -> LONG_TEXT + i);
        Texts twelve = new Texts(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7],
                texts[8], texts[9], texts[10], texts[11]);
        assertThat(this.large.greet(twelve)).isEqualTo("hello " + LONG_TEXT + 0);
    }

    @Test
    void whatALargeCallAllocatedIsGoneAfterIt() {
        Everything everything = polyplug.contract(Everything.class);
        byte[] bytes = new byte[1 << 20];
        everything.sum(bytes);
        long before = ProcessMemory.bytesAtRest();
        for (int i = 0; i < 2000; i++) {
            everything.sum(bytes);
        }
        assertThat((ProcessMemory.bytesAtRest() - before) >> 10).as("growth in KiB after 2,000 MiB of arguments")
            .isLessThan(500_000);
    }

    private static Block block(String text) {
        return new Block(text, longs(), longs(), longs());
    }

    private static Longs longs() {
        return new Longs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    record Longs(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m,
            long n, long o, long p) {
    }

    /** A text, where the guest expects it, and 384 bytes that it does not look at. */
    record Block(String text, Longs one, Longs two, Longs three) {
    }

    /** A number, where the guest writes it, and bytes that it does not write. */
    record Answer(Longs texts, Longs more, Longs most) {
    }

    record Texts(String a, String b, String c, String d, String e, String f, String g, String h, String i, String j,
            String k, String l) {
    }

    /**
     * Takes functions of the guest for larger ones, which is harmless in this direction.
     */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Large {

        @ContractFunction(1)
        Answer add(int a, long b);

        @ContractFunction(2)
        String greet(Texts texts);

        @ContractFunction(22)
        long length(Block block);

    }

}
