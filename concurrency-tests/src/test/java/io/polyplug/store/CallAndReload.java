package io.polyplug.store;

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
 * A generation is not unmapped while a call through a cell that was ever bound to its
 * bundle is pinned.
 */
public final class CallAndReload {

    private CallAndReload() {
    }

    @JCStressTest
    @JCStressMeta(PinAndReload.class)
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
    @JCStressMeta(PinAndReload.class)
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
