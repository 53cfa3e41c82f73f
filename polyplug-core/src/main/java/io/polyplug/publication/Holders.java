package io.polyplug.publication;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.polyplug.Holder;

/**
 * What keeps retired generations from being reclaimed, as people want to read it.
 */
public final class Holders {

    private Holders() {
    }

    /**
     * Returns who holds, for messages.
     * @param holders who
     * @return a list of contracts, threads and times
     */
    public static String text(List<Holder> holders) {
        return holders.stream()
            .map((holder) -> "'" + holder.contract() + "'"
                    + holder.thread().map((thread) -> " on thread '" + thread + "'").orElse("") + " for "
                    + holder.age().toMillis() + " ms")
            .collect(Collectors.joining(", "));
    }

    /** Platform threads can be looked up; of a virtual one the id is all there is. */
    static Optional<String> threadName(long id) {
        if (id <= 0) {
            return Optional.empty();
        }
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(id);
        return Optional.of((info != null) ? info.getThreadName() : "#" + id);
    }

}
