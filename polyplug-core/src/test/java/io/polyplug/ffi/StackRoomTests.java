package io.polyplug.ffi;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

import io.polyplug.backend.BackendChoice;
import io.polyplug.ffi.NativeBackend.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Room on the stack: what was reserved is there. What this tests where pages are larger
 * than 4 KiB, it tests when it runs there, which the module {@code aarch64-tests} does.
 */
@Timeout(60)
class StackRoomTests {

    private static final int STACK = 512 * 1024;

    private static final long ENVIRONMENT = 9;

    private static final long PAGES = 6;

    @Test
    @DisplayName("the page size is the one that the C library knows")
    void pageSizeIsTheSystems() {
        try (NativeBackend backend = BackendChoice.of("auto").create()) {
            int known = (int) backend.invoke(Shape.WORD, backend.processSymbol("getpagesize"), 0);
            assertThat(PageSize.current()).isEqualTo(known);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 4096, 16_384, 65_536 })
    void pageSizeIsFoundAmongOthers(int size, @TempDir Path folder) throws IOException {
        assertThat(PageSize.in(vector(folder, ENVIRONMENT, 65_536, PAGES, size, 0, 0), "aarch64")).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({ "amd64, 4096", "aarch64, 65536", "riscv64, 65536" })
    void whereTheSystemDoesNotSayItIsTheLargest(String processor, int size, @TempDir Path folder) throws IOException {
        assertThat(PageSize.in(folder.resolve("missing"), processor)).isEqualTo(size);
        assertThat(PageSize.in(vector(folder, ENVIRONMENT, 1, PAGES, 0), processor)).isEqualTo(size);
    }

    private static Path vector(Path folder, long... words) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(words);
        return Files.write(folder.resolve("auxv"), bytes.array());
    }

    @Test
    @DisplayName("the stack ends where room is reserved, and never in what is called after that")
    void reservedRoomIsThere() throws InterruptedException {
        assertRoom(60, StackRoom::reserve, 60);
    }

    @Test
    @DisplayName("a frame of 256 KiB is only entered where the stack has as much, interpreted or compiled")
    void largeFrameNeedsItsRoom() throws InterruptedException {
        MethodHandle frame = LargeFrame.of(256 * 1024);
        assertRoom(20, (depth) -> {
            try {
                frame.invokeExact(depth);
            }
            catch (RuntimeException | Error ex) {
                throw ex;
            }
            catch (Throwable ex) {
                throw new IllegalStateException(ex);
            }
        }, 1000);
    }

    /**
     * Uses up the stacks of threads.
     * @param threads how many, one after the other
     * @param reserve throws where there is no room
     * @param frames how many frames of any compiler or interpreter fit into the room
     */
    private static void assertRoom(int threads, LongConsumer reserve, int frames) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            AtomicBoolean inside = new AtomicBoolean();
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread thread = new Thread(null, () -> {
                try {
                    untilTheStackEnds(reserve, frames, inside, 1);
                }
                catch (Throwable ex) {
                    end.set(ex);
                }
            }, "overflowing", STACK + i * 16L);
            thread.start();
            thread.join();
            assertThat(end.get()).isInstanceOf(StackOverflowError.class);
            assertThat(inside).as("in the room of thread %d", i).isFalse();
        }
    }

    private static long untilTheStackEnds(LongConsumer reserve, int frames, AtomicBoolean inside, long depth) {
        reserve.accept(depth);
        inside.set(true);
        long used = use(frames);
        inside.set(false);
        return used + untilTheStackEnds(reserve, frames, inside, depth + 1);
    }

    private static int use(int frames) {
        return (frames == 0) ? 0 : use(frames - 1) + 1;
    }

}
