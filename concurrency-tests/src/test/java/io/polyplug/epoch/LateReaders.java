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
 * What a guest keeps beside a revision is not unmapped while it may use it: C1 to C3
 * against T1 to T3.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "what was kept was used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "what was kept was used, and unmapped after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "resolved anew; an older pin was waited for")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "resolved anew")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class LateReaders {

    private LateReaders() {
    }

    @JCStressTest
    @JCStressMeta(LateReaders.class)
    @Description("the reclaimer as it is")
    @State
    public static class Claim extends LateReader {

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reclaims(II_Result result) {
            result.r2 = reclaimOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(LateReaders.class)
    @Description("T2 before T1: the epoch ends before the revision grows")
    @State
    public static class TwinStampsBeforeTelling extends LateReader {

        @Override
        protected void reclaim() {
            long stamp = this.pins.epoch().advanceVolatile();
            this.retired.tellLateReaders();
            for (int i = 0; i < 3 && this.retired.unmapped() == 0; i++) {
                if (!this.pins.isHeld((reader) -> true, stamp)) {
                    this.retired.reclaim();
                }
            }
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reclaims(II_Result result) {
            result.r2 = reclaimOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(LateReaders.class)
    @Description("without T3: unmapped once the revision has grown")
    @State
    public static class TwinDoesNotWaitAgain extends LateReader {

        @Override
        protected void reclaim() {
            long stamp = this.pins.epoch().advanceVolatile();
            if (!this.pins.isHeld((reader) -> true, stamp)) {
                this.retired.tellLateReaders();
                this.retired.reclaim();
            }
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void reclaims(II_Result result) {
            result.r2 = reclaimOnce();
        }

    }

}
