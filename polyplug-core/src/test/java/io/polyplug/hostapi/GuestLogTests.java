package io.polyplug.hostapi;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.Version;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.jna.JnaBackend;
import io.polyplug.ledger.BundleLedger;
import io.polyplug.store.CallRules;
import io.polyplug.store.Generation;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.RuntimeExtension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What guests log (docs/abi.md 7.19).
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
    @DisplayName("LG-03, LG-08: text that nobody wants is not even read")
    void droppedTextIsNotRead() {
        AtomicInteger copies = new AtomicInteger();
        try (NativeBackend real = new JnaBackend(); CapturedLog log = CapturedLog.of("polyplug.guest.counted")) {
            NativeBackend counting = counting(real, copies);
            long text = real.allocate(4, 1);
            real.copyIn("text".getBytes(StandardCharsets.UTF_8), text);
            GuestLog guestLog = new GuestLog(counting);
            log.setLevel(Level.ERROR);
            for (int level = 2; level <= 5; level++) {
                guestLog.log(generationOf("counted"), level, new long[] { text, 4, text, 4 }, 0);
            }
            assertThat(copies).hasValue(0);
            assertThat(log.lines()).isEmpty();
            guestLog.log(generationOf("counted"), 1, new long[] { text, 4, text, 4 }, 0);
            assertThat(log.lines()).containsExactly("ERROR [text] text");
            assertThat(copies).hasValue(2);
            real.free(text);
        }
    }

    private static NativeBackend counting(NativeBackend real, AtomicInteger copies) {
        return (NativeBackend) Proxy.newProxyInstance(NativeBackend.class.getClassLoader(),
                new Class<?>[] { NativeBackend.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("copyOut")) {
                        copies.incrementAndGet();
                    }
                    return method.invoke(real, arguments);
                });
    }

    private static Generation generationOf(String bundleName) {
        return new Generation(new BundleLedger(bundleName), new Version(1, 0, 0), 1, 0, Set.of(), CallRules.USUAL);
    }

    @Test
    @DisplayName("W-22: bytes that are not UTF-8 are spelled out")
    void malformedTextIsSpelledOut() {
        BytesInLog malformed = polyplug.contract(BytesInLog.class);
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            malformed.log(3, "s", new Bytes(new byte[] { 'a', (byte) 0xff, (byte) 0xfe, 'b' }));
            malformed.log(3, "s", new Bytes(new byte[] { (byte) 0xc3, (byte) 0xa9, '\n', (byte) 0xc3 }));
            malformed.log(3, "s", new Bytes(new byte[] { (byte) 0xed, (byte) 0xa0, (byte) 0x80 }));
            malformed.log(3, "s", new Bytes("\ufffd".getBytes(StandardCharsets.UTF_8)));
            assertThat(log.lines()).containsExactly("INFO [s] a\\xff\\xfeb", "INFO [s] \u00e9\\n\\xc3",
                    "INFO [s] \\xed\\xa0\\x80", "INFO [s] \ufffd");
        }
    }

    @Test
    @DisplayName("W-22: a record is one line, and nothing in it drives a terminal or turns text around")
    void recordsCannotBeForged() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.hostapi")) {
            this.guest.log(3, "s]\nERROR [t", "fine\r\n2026-01-01 ERROR [root] forged");
            this.guest.log(3, "s", "\u001b[2Jgone \u0000 \u007f \u0085 \u009b \u2028 \u2029");
            this.guest.log(3, "s", "\u202eevil\u2066\u200f");
            this.guest.log(3, "s", "tab\tand \ud83d\udc68\u200d\ud83d\udc69 stay");
            assertThat(log.lines()).containsExactly("INFO [s]\\nERROR [t] fine\\r\\n2026-01-01 ERROR [root] forged",
                    "INFO [s] \\u001b[2Jgone \\u0000 \\u007f \\u0085 \\u009b \\u2028 \\u2029",
                    "INFO [s] \\u202eevil\\u2066\\u200f", "INFO [s] tab\tand \ud83d\udc68\u200d\ud83d\udc69 stay");
        }
    }

    @Test
    void whoIsNotKnownHasALoggerToo() {
        try (CapturedLog log = CapturedLog.of("polyplug.guest.unknown")) {
            new GuestLog(new JnaBackend()).log(null, 3, new long[4], 0);
            assertThat(log.lines()).containsExactly("INFO [] ");
        }
    }

    @Test
    @DisplayName("W-22: scopes name no loggers, and bundles only so many, with plain names")
    void loggersAreBounded() {
        int before = loggers("polyplug.guest.").size();
        for (int i = 0; i < 100; i++) {
            this.guest.log(3, "scope-" + i, "text");
        }
        assertThat(loggers("polyplug.guest.")).hasSize(before);
        GuestLog guestLog = new GuestLog(new JnaBackend());
        for (int i = 0; i < 1200; i++) {
            guestLog.log(generationOf("bounded-" + i), 5, new long[4], 0);
        }
        assertThat(loggers("polyplug.guest.bounded-")).hasSize(1000);
        new GuestLog(new JnaBackend()).log(generationOf("a b\nERROR c.d-e_\u00e9"), 5, new long[4], 0);
        assertThat(loggers("polyplug.guest.a")).contains("polyplug.guest.a_b_ERROR_c.d-e_\u00e9");
    }

    private static List<String> loggers(String prefix) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList()
            .stream()
            .map(Logger::getName)
            .filter((name) -> name.startsWith(prefix))
            .toList();
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

    /** Bytes lie like a text, with one word behind it. */
    record Bytes(byte[] data) {
    }

    /** Hands the guest bytes that it takes for a text and logs. */
    @GuestContract(name = "demo.HostApi", version = "1.0")
    interface BytesInLog {

        @ContractFunction(22)
        void log(int level, String scope, Bytes message);

    }

}
