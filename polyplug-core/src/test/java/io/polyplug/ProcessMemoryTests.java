package io.polyplug;

import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Memory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What soak tests judge by: a leak shows, on either side, and the size that the collector
 * gives the heap does not.
 */
class ProcessMemoryTests {

    private static final int MANY = 128 << 20;

    private static final int PART = 1 << 20;

    @Test
    void garbageAndTheRoomForItDoNotCount() {
        long before = ProcessMemory.bytesAtRest();
        assertThat(blocks()).hasSize(MANY / PART);
        assertThat(ProcessMemory.bytesAtRest() - before).isLessThan(MANY / 4);
    }

    @Test
    void whatLivesInTheHeapCounts() {
        long before = ProcessMemory.bytesAtRest();
        List<byte[]> alive = blocks();
        assertThat(ProcessMemory.bytesAtRest() - before).isGreaterThan(MANY / 4 * 3);
        assertThat(alive).hasSize(MANY / PART);
    }

    @Test
    void nativeMemoryCounts() {
        long before = ProcessMemory.bytesAtRest();
        try (Memory block = new Memory(MANY)) {
            block.setMemory(0, MANY, (byte) 1);
            assertThat(ProcessMemory.bytesAtRest() - before).isGreaterThan(MANY / 4 * 3);
        }
        assertThat(ProcessMemory.bytesAtRest() - before).isLessThan(MANY / 4);
    }

    private static List<byte[]> blocks() {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < MANY / PART; i++) {
            blocks.add(new byte[PART]);
        }
        return blocks;
    }

}
