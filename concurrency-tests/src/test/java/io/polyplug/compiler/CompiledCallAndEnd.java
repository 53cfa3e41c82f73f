package io.polyplug.compiler;

import io.polyplug.store.SharedCallAndEnd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a compiled call has chosen of two that share a cell is not unmapped.
 */
public final class CompiledCallAndEnd {

    private CompiledCallAndEnd() {
    }

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("choice, pin and second look as compiled proxies do them")
    @State
    public static class Claim extends SharedCompiledReload {

        public Claim() {
            super(Homes.AS_THEY_ARE);
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

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("the same where the system has no barrier")
    @State
    public static class ClaimWithAFence extends SharedCompiledReload {

        public ClaimWithAFence() {
            super(Homes.FENCED);
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

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("the same by the other backend")
    @State
    public static class ClaimByJna extends SharedCompiledReload {

        public ClaimByJna() {
            super(Homes.BY_JNA);
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

    @JCStressTest
    @JCStressMeta(SharedCallAndEnd.class)
    @Description("the pin does not look whether the choice stands")
    @State
    public static class TwinPinsWhatItDidNotSee extends SharedCompiledReload {

        public TwinPinsWhatItDidNotSee() {
            super(Homes.AS_THEY_ARE);
        }

        @Override
        boolean pin(long slot, Object callee) {
            return pinUnseen(slot);
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
