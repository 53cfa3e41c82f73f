package io.polyplug.epoch;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A reclaimer that is wrong on purpose: it reads the slots and takes what is retired
 * after that.
 */
final class ScanThenList {

    private final Pins<?> pins;

    private final AtomicReference<@Nullable Entry> pending = new AtomicReference<>();

    ScanThenList(Pins<?> pins) {
        this.pins = pins;
    }

    void retire(Retired retired) {
        this.pending.set(new Entry(retired, this.pins.epoch().advanceVolatile()));
    }

    void round() {
        long oldest = Long.MAX_VALUE;
        for (Pins.Standing pin : this.pins.standing((reader) -> true, Long.MAX_VALUE)) {
            oldest = Math.min(oldest, PinSlot.epochOf(pin.word()));
        }
        Pace.step();
        Entry entry = this.pending.get();
        if (entry != null && entry.stamp() < oldest) {
            entry.retired().reclaim();
        }
    }

    private record Entry(Retired retired, long stamp) {
    }

}
