package io.polyplug.store;

import io.polyplug.epoch.Pace;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A peer that a guest resolves during a call is not unmapped before the call ends.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "used, and unmapped after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "it was gone; the call was waited for in vain")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "it was gone")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class ReachForPeer {

    private ReachForPeer() {
    }

    @JCStressTest
    @JCStressMeta(ReachForPeer.class)
    @Description("the mark before the view, as upcalls do it")
    @State
    public static class Claim extends PeerCall {

        @Actor
        public void calls(II_Result result) {
            result.r1 = callPeer();
        }

        @Actor
        public void unloads(II_Result result) {
            result.r2 = unloadOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(ReachForPeer.class)
    @Description("the view before the mark")
    @State
    public static class TwinReadsTheViewBeforeTheMark extends PeerCall {

        @Override
        protected void resolve() {
            readView();
            Pace.steps(4);
            mark();
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callPeer();
        }

        @Actor
        public void unloads(II_Result result) {
            result.r2 = unloadOnce();
        }

    }

    @JCStressTest
    @JCStressMeta(ReachForPeer.class)
    @Description("no mark at all")
    @State
    public static class TwinMarksNothing extends PeerCall {

        @Override
        protected void resolve() {
            readView();
        }

        @Actor
        public void calls(II_Result result) {
            result.r1 = callPeer();
        }

        @Actor
        public void unloads(II_Result result) {
            result.r2 = unloadOnce();
        }

    }

}
