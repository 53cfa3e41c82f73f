package io.polyplug.epoch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A reclaimer that is wrong on purpose: it reads the slots first and takes the list of
 * what is retired afterwards. What is retired in between it frees on the word of a scan
 * that came before. Here to show that the test of the order can fail.
 */
final class ScanFirstReclaimer {

    private final Pins<?> pins;

    private final List<Entry> pending = new CopyOnWriteArrayList<>();

    ScanFirstReclaimer(Pins<?> pins) {
        this.pins = pins;
    }

    void retire(Retired retired) {
        this.pending.add(new Entry(retired, this.pins.epoch().advanceVolatile()));
    }

    /** One round, on the calling thread. */
    void round() {
        long oldest = oldestPin();
        this.pending.forEach((entry) -> entry.retired().tryClose());
        for (Entry entry : this.pending) {
            if (entry.stamp() < oldest) {
                this.pending.remove(entry);
                entry.retired().reclaim();
            }
        }
    }

    private long oldestPin() {
        long oldest = Long.MAX_VALUE;
        for (Entry entry : this.pending) {
            for (Pins.Standing pin : this.pins.standing(entry.retired().readers(), Long.MAX_VALUE)) {
                oldest = Math.min(oldest, PinSlot.epochOf(pin.word()));
            }
        }
        return oldest;
    }

    private record Entry(Retired retired, long stamp) {
    }

}
