package io.polyplug.compiler;

import java.util.function.Predicate;

import io.polyplug.epoch.Reader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A machine that a compiled call is in does not end.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the old machine was used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the old machine was used, and ended after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the new machine was used; a stale word held back in vain")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the new machine was used")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it had ended")
public final class MachineCallAndReload {

    private MachineCallAndReload() {
    }

    @JCStressTest
    @JCStressMeta(MachineCallAndReload.class)
    @Description("seat, pin, unpin and leave as compiled proxies do them")
    @State
    public static class Claim extends MachineReload {

        public Claim() {
            super(Homes.AS_THEY_ARE);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(MachineCallAndReload.class)
    @Description("the same where the system has no barrier")
    @State
    public static class ClaimWithAFence extends MachineReload {

        public ClaimWithAFence() {
            super(Homes.FENCED);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(MachineCallAndReload.class)
    @Description("the same by the other backend")
    @State
    public static class ClaimByJna extends MachineReload {

        public ClaimByJna() {
            super(Homes.BY_JNA);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(MachineCallAndReload.class)
    @Description("the pin does not look whether what is called is still current")
    @State
    public static class TwinPinsWhatItDidNotSee extends MachineReload {

        public TwinPinsWhatItDidNotSee() {
            super(Homes.AS_THEY_ARE);
        }

        @Override
        boolean pin(long slot, Object callee) {
            return pinUnseen(slot, callee);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(MachineCallAndReload.class)
    @Description("a scan that leaves out the readers of home slots")
    @State
    public static class TwinIgnoresHomeSlots extends MachineReload {

        public TwinIgnoresHomeSlots() {
            super(Homes.AS_THEY_ARE);
        }

        @Override
        protected Predicate<Reader> readers() {
            return (reader) -> false;
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

}
