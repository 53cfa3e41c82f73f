package io.polyplug.epoch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A scan knows the reader of each word that it reads.
 */
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the scan came first")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the scan saw the pin")
@Outcome(id = "-1", expect = Expect.FORBIDDEN, desc = "the word of a reader that is not known")
public final class WordsThenReaders {

    private WordsThenReaders() {
    }

    @JCStressTest
    @JCStressMeta(WordsThenReaders.class)
    @Description("words, then readers")
    @State
    public static class Claim extends NewReader {

        @Actor
        public void pins() {
            pinAnew();
        }

        @Actor
        public void scans(I_Result result) {
            result.r1 = scanOnce();
        }

        @Arbiter
        public void ends() {
            end();
        }

    }

    @JCStressTest
    @JCStressMeta(WordsThenReaders.class)
    @Description("the list of readers before the words")
    @State
    public static class TwinReadsReadersFirst extends NewReader {

        @Override
        protected int scan() {
            return scanReadersFirst();
        }

        @Actor
        public void pins() {
            pinAnew();
        }

        @Actor
        public void scans(I_Result result) {
            result.r1 = scanOnce();
        }

        @Arbiter
        public void ends() {
            end();
        }

    }

}
