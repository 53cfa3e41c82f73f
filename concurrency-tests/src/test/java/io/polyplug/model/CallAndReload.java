package io.polyplug.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A call and a reload that meet, in the model: R1 to R4 against W1 to W4.
 *
 * @param claim how the word is set, by compare-and-set if volatile, else by a store
 * @param current how the reader reads what is current
 * @param unpin how the word is cleared
 * @param publish how what is new is published
 * @param stamp how the epoch is advanced
 * @param scan how the scan reads the word
 */
record CallAndReload(Ordering claim, Ordering current, Ordering unpin, Ordering publish, Ordering stamp,
        Ordering scan) implements Function<Execution, List<List<Runnable>>> {

    static final CallAndReload AS_IT_IS = new CallAndReload(Ordering.VOLATILE, Ordering.VOLATILE, Ordering.RELEASE,
            Ordering.VOLATILE, Ordering.VOLATILE, Ordering.VOLATILE);

    private static final long OLD = 1;

    private static final long NEW = 2;

    @Override
    public List<List<Runnable>> apply(Execution execution) {
        return new Steps(execution).threads();
    }

    /** The steps of one execution, with what its threads have in mind. */
    private final class Steps {

        private final Execution execution;

        private final int epoch;

        private final int word;

        private final int published;

        private long pinned;

        private long seen;

        private long stamped;

        Steps(Execution execution) {
            this.execution = execution;
            this.epoch = execution.location(1);
            this.word = execution.location(0);
            this.published = execution.location(OLD);
        }

        List<List<Runnable>> threads() {
            List<Runnable> call = new ArrayList<>();
            call.add(() -> this.pinned = this.execution.read(this.epoch, Ordering.VOLATILE));
            call.add(this::claim);
            call.add(() -> this.seen = this.execution.read(this.published, CallAndReload.this.current));
            call.add(this::use);
            call.add(() -> this.execution.write(this.word, 0, CallAndReload.this.unpin));
            List<Runnable> reload = new ArrayList<>();
            reload.add(() -> this.execution.write(this.published, NEW, CallAndReload.this.publish));
            reload.add(() -> this.stamped = this.execution.getAndAdd(this.epoch, 1, CallAndReload.this.stamp));
            reload.add(this::scan);
            return List.of(call, reload);
        }

        private void claim() {
            if (CallAndReload.this.claim == Ordering.VOLATILE) {
                this.execution.compareAndSet(this.word, 0, this.pinned, Ordering.VOLATILE);
            }
            else {
                this.execution.write(this.word, this.pinned, CallAndReload.this.claim);
            }
        }

        private void use() {
            if (this.seen == OLD) {
                this.execution.touch("the old library");
            }
        }

        private void scan() {
            long found = this.execution.read(this.word, CallAndReload.this.scan);
            if (found == 0 || found > this.stamped) {
                this.execution.touch("the old library");
            }
        }

    }

}
