package io.polyplug.model;

import java.util.List;
import java.util.function.Function;

/**
 * All executions of a few short threads.
 *
 * @param count how many there are
 * @param violations in how many of them something forbidden happens
 */
record Executions(int count, int violations) {

    /**
     * Tries them all.
     * @param program makes the threads' steps, anew for each execution
     */
    static Executions of(Function<Execution, List<List<Runnable>>> program) {
        Choices choices = new Choices();
        int count = 0;
        int violations = 0;
        do {
            Execution execution = new Execution(choices);
            execution.run(program.apply(execution));
            count++;
            if (execution.violation() != null) {
                violations++;
            }
        }
        while (choices.next());
        return new Executions(count, violations);
    }

}
