package io.polyplug.compiler;

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
 * A compiled call that pins what is replaced is seen by the scan: its store and look
 * against the barrier.
 */
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the scan saw the pin")
@Outcome(id = "2, .", expect = Expect.ACCEPTABLE, desc = "the call saw that it was replaced")
@Outcome(id = "3, .", expect = Expect.ACCEPTABLE, desc = "the call did not wait for the scan")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "neither saw the other")
public final class CompiledCallIsSeen {

    private CompiledCallIsSeen() {
    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("as compiled proxies pin")
    @State
    public static class Claim extends HomeEncounter {

        public Claim() {
            super(Homes.AS_THEY_ARE);
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("the same where the system has no barrier")
    @State
    public static class ClaimWithAFence extends HomeEncounter {

        public ClaimWithAFence() {
            super(Homes.FENCED);
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("the same by the other backend")
    @State
    public static class ClaimByJna extends HomeEncounter {

        public ClaimByJna() {
            super(Homes.BY_JNA);
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("the same by the other backend, where the system has no barrier")
    @State
    public static class ClaimWithAFenceByJna extends HomeEncounter {

        public ClaimWithAFenceByJna() {
            super(Homes.FENCED_BY_JNA);
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("as compiled proxies pin, and the whole of the reclaimer's round")
    @State
    public static class ClaimOfARound extends HomeEncounter {

        public ClaimOfARound() {
            super(Homes.AS_THEY_ARE);
        }

        @Override
        boolean look() {
            return round();
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("neither a barrier nor a fence")
    @State
    public static class TwinPassesNoBarrier extends HomeEncounter {

        public TwinPassesNoBarrier() {
            super(Homes.UNORDERED);
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
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(CompiledCallIsSeen.class)
    @Description("neither a barrier nor a fence, by the other backend")
    @State
    public static class TwinPassesNoBarrierByJna extends HomeEncounter {

        public TwinPassesNoBarrierByJna() {
            super(Homes.UNORDERED_BY_JNA);
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
            cleanUp();
        }

    }

}
