package io.polyplug.store;

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
 * Whoever sees the revision sees cells and view, and whoever sees a cell sees the view:
 * W1.
 */
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "nothing yet")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "the view")
@Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "view and cell")
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "all")
@Outcome(id = "2, 1, .", expect = Expect.FORBIDDEN, desc = "the revision before a cell")
@Outcome(id = "., ., 1", expect = Expect.FORBIDDEN, desc = "revision or cell before the view")
public final class ViewCellsRevision {

    private ViewCellsRevision() {
    }

    @JCStressTest
    @JCStressMeta(ViewCellsRevision.class)
    @Description("the store as it is")
    @State
    public static class Claim extends Publication {

        @Actor
        public void publishes() {
            publishOnce();
        }

        @Actor
        public void reads(III_Result result) {
            result.r1 = revision();
            result.r2 = cell();
            result.r3 = view();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(ViewCellsRevision.class)
    @Description("the same for who looks at a cell first")
    @State
    public static class ClaimByCells extends Publication {

        @Actor
        public void publishes() {
            publishOnce();
        }

        @Actor
        public void reads(III_Result result) {
            result.r1 = 1;
            result.r2 = awaitCell();
            result.r3 = view();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(ViewCellsRevision.class)
    @Description("a store that publishes cells before the view")
    @State
    public static class TwinCellsBeforeTheView extends DisorderedPublication {

        @Override
        protected void publish() {
            setCell();
            setView();
            growRevision();
        }

        @Actor
        public void publishes() {
            publishOnce();
        }

        @Actor
        public void reads(III_Result result) {
            result.r1 = revision();
            result.r2 = cell();
            result.r3 = view();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(ViewCellsRevision.class)
    @Description("a store that tells the revision before it sets the cells")
    @State
    public static class TwinRevisionBeforeCells extends DisorderedPublication {

        @Override
        protected void publish() {
            setView();
            growRevision();
            setCell();
        }

        @Actor
        public void publishes() {
            publishOnce();
        }

        @Actor
        public void reads(III_Result result) {
            result.r1 = revision();
            result.r2 = cell();
            result.r3 = view();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

    @JCStressTest
    @JCStressMeta(ViewCellsRevision.class)
    @Description("a store that tells the revision first")
    @State
    public static class TwinRevisionBeforeTheView extends DisorderedPublication {

        @Override
        protected void publish() {
            growRevision();
            setView();
            setCell();
        }

        @Actor
        public void publishes() {
            publishOnce();
        }

        @Actor
        public void reads(III_Result result) {
            result.r1 = revision();
            result.r2 = cell();
            result.r3 = view();
        }

        @Arbiter
        public void ends() {
            cleanUp();
        }

    }

}
