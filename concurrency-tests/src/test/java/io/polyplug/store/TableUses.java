package io.polyplug.store;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What is used through a guest's table is not closed.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "used all the time")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "closed after the last use")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "closed between two uses")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class TableUses {

    private TableUses() {
    }

    @JCStressTest
    @JCStressMeta(TableUses.class)
    @Description("closing by compare-and-set")
    @State
    public static class Claim extends TableUse {

        @Actor
        public void uses(II_Result result) {
            result.r1 = useRepeatedly();
        }

        @Actor
        public void closes(II_Result result) {
            result.r2 = closeOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(TableUses.class)
    @Description("closing when no use is seen")
    @State
    public static class TwinLooksAndCloses extends TableUse {

        @Override
        protected boolean tryClose() {
            return this.uses.present().isEmpty();
        }

        @Actor
        public void uses(II_Result result) {
            result.r1 = useRepeatedly();
        }

        @Actor
        public void closes(II_Result result) {
            result.r2 = closeOnce();
        }

    }

}
