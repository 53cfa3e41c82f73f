package io.polyplug.store;

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
 * What a call has chosen of two that share a cell is not unmapped, although it chose
 * before it pinned. Compiled calls have the same outcomes.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the candidate was used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the candidate was used, and unmapped after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE,
        desc = "what serves was used; a pin or a stale word held back in vain")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "what serves was used")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class SharedCallAndEnd {

    private SharedCallAndEnd() {
    }

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("choice, pin and second look as the interpreter does them")
    @State
    public static class Claim extends SharedReload {

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void ends(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void isOver() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("the call does not look again whether its choice stands")
    @State
    public static class TwinLooksOnce extends SharedReload {

        @Override
        protected GuestInterface provider(Split split) {
            return (split != null) ? split.candidate().provider() : super.provider(null);
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callRepeatedly();
        }

        @Actor
        public void ends(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void isOver() {
            cleanUp();
        }

    }

}
