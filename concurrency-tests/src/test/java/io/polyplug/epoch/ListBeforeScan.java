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
 * What is retired after a scan began is not unmapped on the word of that scan: W3.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "waited for")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "unmapped under the pin of its user")
public final class ListBeforeScan {

    private ListBeforeScan() {
    }

    @JCStressTest
    @JCStressMeta(ListBeforeScan.class)
    @Description("the reclaimer as it is")
    @State
    public static class Claim extends LateRetirement {

        private final HandRun reclaimer = new HandRun(this.pins);

        @Actor
        public void calls(II_Result result) {
            result.r1 = call(this.reclaimer::retire);
        }

        @Actor
        public void reclaims(II_Result result) {
            meetAsSecond();
            Pace.steps(3);
            this.reclaimer.round();
        }

    }

    @JCStressTest
    @JCStressMeta(ListBeforeScan.class)
    @Description("W3 the other way round")
    @State
    public static class TwinScansBeforeTheList extends LateRetirement {

        private final ScanThenList reclaimer = new ScanThenList(this.pins);

        @Actor
        public void calls(II_Result result) {
            result.r1 = call(this.reclaimer::retire);
        }

        @Actor
        public void reclaims(II_Result result) {
            meetAsSecond();
            Pace.steps(3);
            this.reclaimer.round();
        }

    }

}
