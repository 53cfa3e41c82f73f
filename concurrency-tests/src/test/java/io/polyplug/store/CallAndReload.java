package io.polyplug.store;

import java.util.function.Predicate;

import io.polyplug.epoch.Reader;
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
 * A generation is not unmapped while a call through a cell that was ever bound to its
 * bundle is pinned.
 */
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the old version was used, and waited for")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the old version was used, and unmapped after that")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the new version was used; a stale word held back in vain")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the new version was used")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "used after it was unmapped")
public final class CallAndReload {

    private CallAndReload() {
    }

    @JCStressTest
    @JCStressMeta(CallAndReload.class)
    @Description("store and reclaimer as they are")
    @State
    public static class Claim extends StoreReload {

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
    @JCStressMeta(CallAndReload.class)
    @Description("the readers of what the cell shows now instead of what it ever showed")
    @State
    public static class TwinWaitsForThoseWhoAreBoundNow extends StoreReload {

        private final Generation before = this.shop.present();

        @Override
        protected Predicate<Reader> readers() {
            return (reader) -> this.shop.cell().isBoundTo(this.before);
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
