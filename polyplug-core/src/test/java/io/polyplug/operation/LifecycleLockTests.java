package io.polyplug.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.polyplug.OperationKind;
import io.polyplug.backend.BackendChoice;
import io.polyplug.boundary.CallStacks;
import io.polyplug.boundary.FloatingPointWatch;
import io.polyplug.epoch.Epoch;
import io.polyplug.epoch.HomeSlots;
import io.polyplug.epoch.Pins;
import io.polyplug.epoch.Reclaimer;
import io.polyplug.ffi.Libraries;
import io.polyplug.ffi.NativeBackend;
import io.polyplug.proxy.CallFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever could not begin keeps nobody out.
 */
@Timeout(300)
class LifecycleLockTests {

    @Test
    void operationThatCannotBeginLeavesTheLock() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        OperationTrace trace = new OperationTrace(() -> {
            if (fails.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });
        try (NativeBackend backend = BackendChoice.of("auto").create();
                FloatingPointWatch watch = new FloatingPointWatch(backend);
                Libraries libraries = new Libraries(backend, Duration.ZERO)) {
            Pins<CallFrame> pins = new Pins<>(new Epoch(), HomeSlots.Plan.NONE, CallFrame.SIZE,
                    (memory) -> new CallFrame(backend, memory));
            try (Reclaimer reclaimer = new Reclaimer(pins, Duration.ofMinutes(1), () -> {
            })) {
                LifecycleLock lock = new LifecycleLock(new CallStacks(pins.homes(), watch), reclaimer, libraries, trace,
                        Duration.ZERO);
                assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> lock.enter(OperationKind.LOAD, "first", "load a bundle"));
                assertThat(trace.running()).isEmpty();
                CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(() -> {
                    boolean entered = lock.enter(OperationKind.LOAD, "second", "load a bundle");
                    lock.leave();
                    return entered;
                });
                assertThat(next.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

}
