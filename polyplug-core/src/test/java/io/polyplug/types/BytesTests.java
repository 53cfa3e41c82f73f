package io.polyplug.types;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.GuestCallException;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@code byte[]} and {@code ByteBuffer} as {@code Buffer}.
 */
class BytesTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("everything");

    private final Everything everything = polyplug.contract(Everything.class);

    private final Buffers buffers = polyplug.contract(Buffers.class);

    @Test
    void arraysGoInAndComeOut() {
        assertThat(this.everything.reverse(new byte[] { 1, 2, -1 })).containsExactly(-1, 2, 1);
        assertThat(this.everything.sum(new byte[] { 1, 2, -1 })).isEqualTo(258);
    }

    @Test
    void theCallersArrayIsNotTouched() {
        byte[] bytes = { 1, 2, 3 };
        byte[] reversed = this.everything.reverse(bytes);
        reversed[0] = 9;
        assertThat(bytes).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 7, 8, 300, 351, 352, 353, 376, 377, 4096, 1 << 20 })
    @DisplayName("DS-09: a mebibyte, and every size around the call's own memory")
    void arraysOfManySizes(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xab);
        bytes[0] = 1;
        byte[] reversed = this.everything.reverse(bytes);
        assertThat(reversed).hasSize(size).endsWith(1);
        assertThat(this.everything.sum(bytes)).isEqualTo((size - 1) * 0xabL + 1);
    }

    @Test
    @DisplayName("DS-11, AB-36, AB-37: no bytes are no bytes, and the pointer beside a length of 0 is not followed")
    void emptyBuffers() {
        assertThat(this.everything.reverse(new byte[0])).isEmpty();
        assertThat(this.everything.sum(new byte[0])).isZero();
        assertThat(this.everything.emptyBuffer()).isEmpty();
        assertThat(this.everything.nullBuffer(0)).isEmpty();
    }

    @Test
    void nullPointerWithALengthIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.everything.nullBuffer(3))
            .withMessageContaining("Function 27 (nullBuffer)")
            .withMessageContaining("the buffer says 3 bytes and points nowhere");
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.everything.nullBuffer(-1))
            .withMessageContaining("18446744073709551615 bytes");
    }

    @Test
    void absurdLengthIsAnError() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(this.everything::hugeBuffer)
            .withMessageContaining("Function 24 (hugeBuffer)")
            .withMessageContaining("9223372036854775807 bytes are more than a Java array holds")
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1));
    }

    @Test
    void nullIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.everything.sum(null))
            .withMessage("Parameter 'bytes' of " + Everything.class.getName()
                    + ".sum: null is not allowed here. Pass an empty buffer for no bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> this.buffers.sum(null))
            .withMessageContaining("null is not allowed here");
    }

    static Stream<Named<ByteBuffer>> buffersOfOneTwoThree() {
        byte[] padded = { 77, 1, 2, 3, 77 };
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(padded).position(1).limit(4);
        ByteBuffer heap = ByteBuffer.wrap(padded, 1, 3);
        return Stream.of(Named.of("direct", direct), Named.of("direct slice", direct.duplicate().slice()),
                Named.of("direct read-only", direct.asReadOnlyBuffer()), Named.of("heap", heap),
                Named.of("heap slice", heap.duplicate().slice()), Named.of("heap read-only", heap.asReadOnlyBuffer()));
    }

    @ParameterizedTest
    @MethodSource("buffersOfOneTwoThree")
    void theRemainingBytesOfABufferAreSent(ByteBuffer buffer) {
        int position = buffer.position();
        assertThat(this.buffers.reverse(buffer)).containsExactly(3, 2, 1);
        assertThat(this.buffers.sum(buffer)).isEqualTo(6);
        assertThat(buffer.position()).as("position").isEqualTo(position);
        assertThat(buffer.remaining()).as("remaining").isEqualTo(3);
    }

    @Test
    void buffersWithoutRemainingBytesAreEmpty() {
        assertThat(this.buffers.sum(ByteBuffer.allocateDirect(0))).isZero();
        assertThat(this.buffers.sum(ByteBuffer.allocate(5).position(5))).isZero();
        assertThat(this.buffers.reverse(ByteBuffer.allocateDirect(5).position(5))).isEmpty();
    }

    @Test
    void largeBuffersOfBothKindsAreSent() {
        byte[] bytes = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        long sum = this.everything.sum(bytes);
        assertThat(this.buffers.sum(ByteBuffer.wrap(bytes))).isEqualTo(sum);
        assertThat(this.buffers.sum(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip())).isEqualTo(sum);
    }

    @Test
    @DisplayName("DS-12: eight threads at once each get their own bytes back")
    void threadsDoNotShareMemory() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<byte[]>> tasks = IntStream.range(0, threads).<Callable<byte[]>>mapToObj((index) -> () -> {
                byte[] mine = new byte[4096];
                Arrays.fill(mine, (byte) (0xa0 + index));
                start.await();
                byte[] answer = mine;
                for (int i = 0; i < 500; i++) {
                    answer = this.everything.reverse(answer);
                }
                return answer;
            }).toList();
            List<Future<byte[]>> results = executor.invokeAll(tasks);
            for (int i = 0; i < threads; i++) {
                byte[] expected = new byte[4096];
                Arrays.fill(expected, (byte) (0xa0 + i));
                assertThat(results.get(i).get()).isEqualTo(expected);
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

    /** The functions that take bytes, with {@code ByteBuffer} for them. */
    @GuestContract(name = "demo.Everything", version = "1.0")
    interface Buffers {

        @ContractFunction(23)
        byte[] reverse(ByteBuffer bytes);

        @ContractFunction(26)
        long sum(ByteBuffer bytes);

    }

}
