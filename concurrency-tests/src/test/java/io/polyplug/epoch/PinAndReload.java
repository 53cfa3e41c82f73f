package io.polyplug.epoch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What is used under a pin is not unmapped: R1 to R4 against W1 to W4. Calls through the
 * store, and compiled ones, have the same outcomes.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the old version was used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the old version was used, and unmapped after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the new version was used; a stale word held back in vain")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the new version was used")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class PinAndReload {

    private PinAndReload() {
    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("the protocol as it is")
    @State
    public static class Claim extends Reload {

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("the same while the first pin makes the slots grow")
    @State
    public static class ClaimWhileSlotsGrow extends FullReload {

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("R3 before R2: what is current is read before the pin")
    @State
    public static class TwinReadsBeforeThePin extends Reload {

        @Override
        public int call() {
            Library seen = this.current;
            Pace.step();
            PinSlot<Boolean> pin = this.pins.pin(this.calls);
            Pace.step();
            int version = seen.use();
            pin.unpinRelease();
            return version;
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("W2 before W1: the epoch ends before the new version is published")
    @State
    public static class TwinStampsBeforePublishing extends Reload {

        @Override
        protected long publishAndStamp() {
            long stamp = this.pins.epoch().advanceVolatile();
            Pace.step();
            this.current = new Library(2);
            return stamp;
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("W3 before W1: the pins are looked at before the new version is published")
    @State
    public static class TwinScansBeforePublishing extends Reload {

        private boolean held;

        @Override
        protected long publishAndStamp() {
            this.held = super.isHeld(Long.MAX_VALUE);
            Pace.step();
            return super.publishAndStamp();
        }

        @Override
        protected boolean isHeld(long stamp) {
            return this.held;
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("W4 with words below the stamp only")
    @State
    public static class TwinIgnoresPinsOfTheStamp extends Reload {

        @Override
        protected boolean isHeld(long stamp) {
            return super.isHeld(stamp - 1);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("R4 before the last use")
    @State
    public static class TwinUnpinsBeforeItIsThrough extends Reload {

        @Override
        public int call() {
            PinSlot<Boolean> pin = this.pins.pin(this.calls);
            Pace.step();
            Library seen = this.current;
            pin.unpinRelease();
            Pace.step();
            return seen.use();
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("W3 reads the array of slots before W1")
    @State
    public static class TwinScansSlotsOfBefore extends FullReload {

        private PinSlot<Boolean>[] slots;

        @Override
        protected long publishAndStamp() {
            this.slots = presentSlots();
            Pace.steps(8);
            return super.publishAndStamp();
        }

        @Override
        protected boolean isHeld(long stamp) {
            for (PinSlot<Boolean> slot : this.slots) {
                long word = slot.wordVolatile();
                if (PinSlot.readerOf(word) == this.calls.index() && word != 0 && PinSlot.epochOf(word) <= stamp) {
                    return true;
                }
            }
            return false;
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void replace(II_Result result) {
            result.r2 = replaceOnce();
        }

    }

}
