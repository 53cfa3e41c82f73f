package io.polyplug.ffi;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.ffi.NativeBackend.Shape;
import org.jspecify.annotations.Nullable;
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

    /** Enough for the compiler that optimises most. */
    private static final int OFTEN = 50_000;

    /** Frames of any compiler or interpreter that fit into the room. */
    private static final int FRAMES = 60;

    private static final long ENVIRONMENT = 9;

    private static final long PAGES = 6;

    @Test
    @DisplayName("the page size is the one that the C library knows")
    void pageSizeIsTheSystems() {
        try (NativeBackend backend = BackendChoice.of("auto").backend()) {
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
    @DisplayName("a frame larger than what is left of the stack is a StackOverflowError, interpreted or compiled, and a"
            + " smaller one is nothing")
    void frameNeedsItsRoom() throws InterruptedException {
        MethodHandle small = LargeFrame.of(STACK / 4);
        MethodHandle large = LargeFrame.of(STACK - STACK / 16);
        assertThat(enter(small, 1, STACK)).isNull();
        assertThat(enter(large, 1, STACK)).isInstanceOf(StackOverflowError.class);
        assertThat(enter(small, OFTEN, 8 * STACK)).isNull();
        assertThat(enter(large, OFTEN, 8 * STACK)).isNull();
        assertThat(enter(small, OFTEN, STACK)).isNull();
        assertThat(enter(large, 1, STACK)).as("compiled").isInstanceOf(StackOverflowError.class);
    }

    @Test
    @DisplayName("the stack ends where room is reserved, and never in what is called after that")
    void reservedRoomIsThere() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            AtomicBoolean inside = new AtomicBoolean();
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread thread = new Thread(null, () -> {
                try {
                    untilTheStackEnds(inside, 1);
                }
                catch (Throwable ex) {
                    end.set(ex);
                }
            }, "overflowing", STACK + i * 16L);
            thread.start();
            thread.join();
            assertThat(end.get()).isInstanceOf(StackOverflowError.class);
            assertThat(inside).as("in the room, stack %d", i).isFalse();
        }
    }

    private static long untilTheStackEnds(AtomicBoolean inside, long depth) {
        StackRoom.reserve(depth);
        inside.set(true);
        long used = use(FRAMES);
        inside.set(false);
        return used + untilTheStackEnds(inside, depth + 1);
    }

    private static int use(int frames) {
        return (frames == 0) ? 0 : use(frames - 1) + 1;
    }

    private static @Nullable Throwable enter(MethodHandle frame, int times, int stack) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(null, () -> {
            try {
                for (int i = 1; i <= times; i++) {
                    frame.invokeExact((long) i);
                }
            }
            catch (Throwable ex) {
                thrown.set(ex);
            }
        }, "frames", stack);
        thread.start();
        thread.join();
        return thrown.get();
    }

}
