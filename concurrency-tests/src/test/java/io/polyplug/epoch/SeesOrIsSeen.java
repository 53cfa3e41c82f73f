package io.polyplug.epoch;

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
 * Whichever comes second sees the other: R2, R3 against W1, W3.
 */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the scan saw the pin")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the reader saw what is new")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "both saw the other")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "neither saw the other")
public final class SeesOrIsSeen {

    private SeesOrIsSeen() {
    }

    @JCStressTest
    @JCStressMeta(SeesOrIsSeen.class)
    @Description("slots as they are")
    @State
    public static class Claim extends Encounter {

        @Actor
        public void pins(II_Result result) {
            result.r1 = pin();
        }

        @Actor
        public void scans(II_Result result) {
            result.r2 = scan();
        }

        @Arbiter
        public void ends() {
            end();
        }

    }

    @JCStressTest
    @JCStressMeta(SeesOrIsSeen.class)
    @Description("R2 by a release store")
    @State
    public static class TwinClaimsByRelease extends Encounter {

        @Override
        protected void claim(long mine) {
            this.place.setRelease(mine);
        }

        @Actor
        public void pins(II_Result result) {
            result.r1 = pin();
        }

        @Actor
        public void scans(II_Result result) {
            result.r2 = scan();
        }

        @Arbiter
        public void ends() {
            end();
        }

    }

}
