package io.polyplug;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing of ours waits between pin and unpin unless a native frame stands above it.
 * <p>
 * What is looked at: every method of ours that may run there, through whatever of ours
 * calls it, for monitors and for the JDK's and SLF4J's methods below. What is not: code
 * of others beyond that list, records of the application, and what the JVM does by itself
 * (classes are loaded and call sites linked below a frame of the JVM, so the carrier
 * stays).
 */
class PinnedCodeTests {

    /** Before the pin, and where it has ended. */
    private static final Set<String> ENDS = Set.of("io/polyplug/store/Cell.takeSeat", "io/polyplug/store/Cell.pin",
            "io/polyplug/store/Cell.awaitInstance", "io/polyplug/boundary/CallStack.endPin",
            "io/polyplug/store/NativeCallee.leave");

    /** Whole classes whose methods park, log, sleep, or take a monitor. */
    private static final List<String> WAITING_TYPES = List.of("org.slf4j.", "java.util.concurrent.locks.",
            "java.util.concurrent.CountDownLatch.", "java.util.concurrent.Semaphore.",
            "java.util.concurrent.CyclicBarrier.", "java.util.concurrent.ExecutorService.",
            "java.util.concurrent.Executor.", "java.util.concurrent.BlockingQueue.",
            "java.util.concurrent.LinkedBlockingQueue.", "java.util.concurrent.ArrayBlockingQueue.",
            "java.lang.Process", "java.nio.file.", "java.io.File", "java.util.Vector.", "java.util.Hashtable.",
            "java.util.Collections.synchronized", "java.lang.StringBuffer.");

    private static final Set<String> WAITING = Set.of("java.lang.Object.wait", "java.lang.Thread.sleep",
            "java.lang.Thread.join", "java.lang.Thread.yield", "java.util.concurrent.Future.get",
            "java.util.concurrent.CompletableFuture.get", "java.util.concurrent.CompletableFuture.join",
            "java.nio.ByteBuffer.allocateDirect");

    /** A {@code Map} may be a concurrent one, a {@code HashMap} is not. */
    private static final Set<String> MAPS = Set.of("java.util.Map", "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.ConcurrentHashMap");

    /** Those that only read take no monitor. */
    private static final Set<String> MAP_WRITES = Set.of("put", "putIfAbsent", "computeIfAbsent", "computeIfPresent",
            "compute", "merge", "remove", "replace", "replaceAll", "clear", "putAll");

    /** None of these waits. */
    private static final Set<String> HARMLESS = Set.of("java.util.concurrent.locks.ReentrantLock.tryLock",
            "java.util.concurrent.locks.ReentrantLock.unlock", "java.util.concurrent.locks.LockSupport.unpark",
            "java.util.concurrent.Semaphore.release");

    private static PinnedCode code;

    @BeforeAll
    static void followCalls() throws ReflectiveOperationException {
        Class<?> guestCall = Class.forName("io.polyplug.proxy.GuestCall");
        code = new PinnedCode(List.of(folder(guestCall), folder(Class.forName("io.polyplug.ffm.FfmBackend"))), ENDS,
                PinnedCodeTests::mayWait);
        code.follow(guestCall, "call");
        code.follow(Class.forName("io.polyplug.compiler.HomeCall"), "peek", "data", "contract", "pin", "pinMachine",
                "unpin", "unpinAndFree", "leave", "leaveAndFree", "uncount", "putText", "putNullableText", "putBytes",
                "putRemaining", "clearError");
        code.follow(Class.forName("io.polyplug.compiler.HomeFunction"), "address", "call", "callMachine", "read",
                "readBoolean", "readText", "readBytes");
    }

    private static Path folder(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static boolean mayWait(String method) {
        int dot = method.lastIndexOf('.');
        boolean mapWrite = MAPS.contains(method.substring(0, dot)) && MAP_WRITES.contains(method.substring(dot + 1));
        return !HARMLESS.contains(method)
                && (mapWrite || WAITING.contains(method) || WAITING_TYPES.stream().anyMatch(method::startsWith));
    }

    @Test
    @DisplayName("nothing that runs between pin and unpin waits, locks or logs")
    void nothingWaits() {
        assertThat(code.violations()).isEmpty();
    }

    @Test
    @DisplayName("the rule sees the whole of a call: arguments, call, result, memory, errors, both backends")
    void theWholeCallIsSeen() {
        assertThat(code.reached()).extracting((each) -> each.substring(0, each.indexOf('(')))
            .contains("io/polyplug/store/Cell.publishCallee", "io/polyplug/store/FirstInstance.create",
                    "io/polyplug/boundary/NativeInstances.create", "io/polyplug/types/RecordType.write",
                    "io/polyplug/proxy/CallFrame.share", "io/polyplug/jna/JnaBackend.callGuest",
                    "io/polyplug/ffm/FfmBackend.callGuest", "io/polyplug/ffm/FfmBackend.callMachine",
                    "io/polyplug/jna/BufferMemory.callGuest", "io/polyplug/ffm/ForeignMemory.callGuest",
                    "io/polyplug/jna/JnaBackend.invoke", "io/polyplug/proxy/ResultBytes.handOver",
                    "io/polyplug/memory/GuestMemory.returned", "io/polyplug/quarantine/Quarantine.keep",
                    "io/polyplug/boundary/CallStack.leave", "io/polyplug/memory/ViewRings.handOver",
                    "io/polyplug/memory/LeftBlocks.end", "io/polyplug/memory/CallArena.release",
                    "io/polyplug/boundary/FloatingPointWatch.tell", "io/polyplug/ffi/FloatingPoint.restore",
                    "io/polyplug/epoch/HomeSlots.adopt");
        assertThat(code.ended()).isEqualTo(ENDS);
    }

    @Test
    @DisplayName("the rule finds monitors and what waits, in lambdas as well, and tells the way")
    void theRuleFindsWhatWaits() {
        PinnedCode weak = new PinnedCode(List.of(folder(Waiting.class)), Set.of(), PinnedCodeTests::mayWait);
        weak.follow(Waiting.class, "begin");
        assertThat(weak.violations()).hasSize(4)
            .anyMatch((each) -> each.contains("synchronize()V is synchronized"))
            .anyMatch((each) -> each.contains("takes a monitor"))
            .anyMatch((each) -> each.contains(
                    "CompletableFuture.join, from PinnedCodeTests$Waiting.synchronize, from PinnedCodeTests$Waiting.begin"))
            .anyMatch((each) -> each.contains("Thread.yield"));
    }

    /** Waits in every way that there is. */
    static class Waiting {

        private final Object monitor = new Object();

        void begin() {
            synchronize();
            Runnable lambda = () -> {
                synchronized (this.monitor) {
                    Thread.yield();
                }
            };
            lambda.run();
        }

        private synchronized void synchronize() {
            waitForAFuture();
        }

        void waitForAFuture() {
            new CompletableFuture<>().join();
        }

    }

}
