package io.polyplug.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The choices of one execution, and from them those of the next, until all have been
 * made. Not thread-safe.
 */
final class Choices {

    private final List<Integer> made = new ArrayList<>();

    private final List<Integer> among = new ArrayList<>();

    private int position;

    int choose(int count) {
        if (this.position == this.made.size()) {
            this.made.add(0);
            this.among.add(count);
        }
        return this.made.get(this.position++);
    }

    /** Goes on to the next execution; returns whether there is one. */
    boolean next() {
        this.position = 0;
        while (!this.made.isEmpty()) {
            int last = this.made.size() - 1;
            if (this.made.get(last) + 1 < this.among.get(last)) {
                this.made.set(last, this.made.get(last) + 1);
                return true;
            }
            this.made.remove(last);
            this.among.remove(last);
        }
        return false;
    }

}
