package io.polyplug.quarantine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.Crew;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table of blocks, with more of them than it has places.
 */
@Timeout(60)
class BlockTableTests {

    private static final long BASE = 0x7f00_0000_1000L;

    private final BlockTable<String> table = new BlockTable<>(4);

    @Test
    void valuesAreFoundReplacedAndTakenAway() {
        Map<Long, String> expected = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            this.table.put(BASE + i * 16L, "old");
            this.table.put(BASE + i * 16L, "block " + i);
            expected.put(BASE + i * 16L, "block " + i);
        }
        assertThat(content()).isEqualTo(expected);
        assertThat(this.table.get(BASE + 3 * 16L)).isEqualTo("block 3");
        assertThat(this.table.get(BASE + 8)).isNull();
        for (int i = 0; i < 100; i += 2) {
            assertThat(this.table.remove(BASE + i * 16L)).isEqualTo("block " + i);
            assertThat(this.table.remove(BASE + i * 16L)).isNull();
            expected.remove(BASE + i * 16L);
        }
        assertThat(content()).isEqualTo(expected);
    }

    @Test
    @DisplayName("threads that put and take beside each other lose nothing, and each value is taken once")
    void manyThreads() {
        AtomicInteger taken = new AtomicInteger();
        Crew.run(4, (thread) -> {
            for (int i = 0; i < 20_000; i++) {
                long own = BASE + (4L * i + thread) * 16;
                this.table.put(own, "own");
                this.table.put(BASE - 16, "shared");
                if (this.table.remove(BASE - 16) != null) {
                    taken.incrementAndGet();
                }
                assertThat(this.table.remove(own)).isEqualTo("own");
            }
        });
        assertThat(taken.get()).isBetween(1, 80_000);
        assertThat(content()).isEmpty();
    }

    private Map<Long, String> content() {
        Map<Long, String> found = new TreeMap<>();
        this.table.forEach(found::put);
        return found;
    }

}
