package io.polyplug.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What guests log: ABI specification 6.16.
 */
class GuestLogTests {

    @RegisterExtension
    static final RuntimeExtension polyplug = RuntimeExtension.with("hostapi");

    private final HostApiGuest guest = polyplug.contract(HostApiGuest.class);

    @Test
    @DisplayName("LG-09: levels outside of 1 to 5 become errors, and null views read as empty")
    void recordsArriveInOrder() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            this.guest.log(3, "scope", "message");
            this.guest.log(999, "scope", "unheard of");
            this.guest.logNothing(3);
            assertThat(log.lines()).containsExactly("INFO [scope] message", "ERROR [scope] unheard of", "INFO [] ");
        }
    }

    @Test
    @DisplayName("LG-02, AB-03, AB-04, AB-05: levels are 1 to 5, scope and message arrive")
    void levels() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            for (int level : new int[] { 1, 2, 3, 4, 5, 0, 6, -1 }) {
                this.guest.log(level, "s", "m \ud83d\ude00");
            }
            assertThat(log.lines()).containsExactly("ERROR [s] m \ud83d\ude00", "WARN [s] m \ud83d\ude00",
                    "INFO [s] m \ud83d\ude00", "DEBUG [s] m \ud83d\ude00", "TRACE [s] m \ud83d\ude00",
                    "ERROR [s] m \ud83d\ude00", "ERROR [s] m \ud83d\ude00", "ERROR [s] m \ud83d\ude00");
        }
    }

    @Test
    @DisplayName("LG-03: what the logger's level leaves out is not delivered")
    void levelOfTheLoggerCounts() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            log.setLevel(Level.ERROR);
            this.guest.log(2, "s", "dropped");
            this.guest.log(1, "s", "delivered");
            assertThat(log.lines()).containsExactly("ERROR [s] delivered");
        }
    }

    @Test
    void bracesInAMessageAreJustText() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            this.guest.log(3, "{}", "{} {} ${jndi:x} %s");
            assertThat(log.lines()).containsExactly("INFO [{}] {} {} ${jndi:x} %s");
        }
    }

    @Test
    @DisplayName("LG-01: eight threads of 2,000 records each lose and mix nothing")
    void threadsDoNotMixTheirRecords() throws Exception {
        int threads = 8;
        int records = 2000;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String scope = "thread-" + thread;
                done.add(executor.submit(() -> {
                    start.await();
                    for (int i = 0; i < records; i++) {
                        this.guest.log(3, scope, scope + " says " + i);
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            AtomicInteger[] next = new AtomicInteger[threads];
            java.util.Arrays.setAll(next, (i) -> new AtomicInteger());
            assertThat(log.lines()).hasSize(threads * records).allSatisfy((line) -> {
                int thread = line.charAt("INFO [thread-".length()) - '0';
                String scope = "thread-" + thread;
                assertThat(line).isEqualTo("INFO [" + scope + "] " + scope + " says " + next[thread].getAndIncrement());
            });
        }
        finally {
            executor.shutdownNow();
        }
    }

}
