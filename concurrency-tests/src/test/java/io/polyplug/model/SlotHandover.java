package io.polyplug.model;

import java.util.List;
import java.util.function.Function;

/**
 * Two holders of one slot, in the model: each claims it, uses the memory behind the word,
 * and gives it back.
 *
 * @param claim how the word is compared and set
 * @param unpin how it is cleared
 */
record SlotHandover(Ordering claim, Ordering unpin) implements Function<Execution, List<List<Runnable>>> {

    static final SlotHandover AS_IT_IS = new SlotHandover(Ordering.VOLATILE, Ordering.RELEASE);

    @Override
    public List<List<Runnable>> apply(Execution execution) {
        int word = execution.location(0);
        return List.of(holder(execution, word), holder(execution, word));
    }

    private List<Runnable> holder(Execution execution, int word) {
        boolean[] holds = new boolean[1];
        return List.of(() -> holds[0] = execution.compareAndSet(word, 0, 1, this.claim), () -> {
            if (holds[0]) {
                execution.touch("the memory behind the word");
            }
        }, () -> {
            if (holds[0]) {
                execution.write(word, 0, this.unpin);
            }
        });
    }

}
