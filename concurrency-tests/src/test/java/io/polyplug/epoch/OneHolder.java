package io.polyplug.epoch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A slot has one holder at a time, who finds what the last one left: the compare-and-set
 * of R2 after R4.
 */
@Outcome(id = "[0-4], [0-4], 0", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "two at once, or one that did not see the other's writes")
public final class OneHolder {

    private OneHolder() {
    }

    @JCStressTest
    @JCStressMeta(OneHolder.class)
    @Description("slots as they are")
    @State
    public static class Claim extends Handover {

        @Actor
        public void first(III_Result result) {
            meetAsFirst();
            result.r1 = takeTurns();
        }

        @Actor
        public void second(III_Result result) {
            meetAsSecond();
            result.r2 = takeTurns();
        }

        @Arbiter
        public void counts(III_Result result) {
            result.r3 = counted() - result.r1 - result.r2;
        }

    }

    @JCStressTest
    @JCStressMeta(OneHolder.class)
    @Description("R2 by a look and a volatile store")
    @State
    public static class TwinSetsInsteadOfCas extends Handover {

        @Override
        protected boolean claim(long mine) {
            if (this.word.getVolatile() != 0) {
                return false;
            }
            this.word.setVolatile(mine);
            return true;
        }

        @Actor
        public void first(III_Result result) {
            meetAsFirst();
            result.r1 = takeTurns();
        }

        @Actor
        public void second(III_Result result) {
            meetAsSecond();
            result.r2 = takeTurns();
        }

        @Arbiter
        public void counts(III_Result result) {
            result.r3 = counted() - result.r1 - result.r2;
        }

    }

}
