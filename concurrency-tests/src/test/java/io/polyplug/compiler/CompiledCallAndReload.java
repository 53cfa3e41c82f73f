package io.polyplug.compiler;

import java.util.function.Predicate;

import io.polyplug.epoch.PinAndReload;
import io.polyplug.epoch.Reader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a compiled call uses in its thread's home slot is not unmapped.
 */
public final class CompiledCallAndReload {

    private CompiledCallAndReload() {
    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("pin and unpin as compiled proxies do them")
    @State
    public static class Claim extends CompiledReload {

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
    @JCStressMeta(PinAndReload.class)
    @Description("the same where the system has no barrier")
    @State
    public static class ClaimWithAFence extends CompiledReload {

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
    @JCStressMeta(PinAndReload.class)
    @Description("the same by the other backend")
    @State
    public static class ClaimByJna extends CompiledReload {

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
    @JCStressMeta(PinAndReload.class)
    @Description("the same by the other backend, where the system has no barrier")
    @State
    public static class ClaimWithAFenceByJna extends CompiledReload {

        public ClaimWithAFenceByJna() {
            super(Homes.FENCED_BY_JNA);
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
    @JCStressMeta(PinAndReload.class)
    @Description("the pin does not look whether what is called is still current")
    @State
    public static class TwinPinsWhatItDidNotSee extends CompiledReload {

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
        public void reloads(II_Result result) {
            result.r2 = reloadOnce();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
    @Description("a scan that leaves out the readers of home slots")
    @State
    public static class TwinIgnoresHomeSlots extends CompiledReload {

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
