package io.polyplug.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The threads that the JVM has for itself and for Java code, by the names that Linux
 * knows them under. Immutable.
 *
 * @param javaThreads how many threads of Java have a name
 */
record JvmThreads(Map<String, Integer> javaThreads) {

    /** What Linux keeps of a name, in bytes. */
    private static final int LONGEST_NAME = 15;

    /** HotSpot's own; no Java API lists them. */
    private static final List<String> INTERNAL = List.of("C1 Comp", "C2 Comp", "GC Thread", "G1 ", "VM Thread",
            "VM Periodic", "Service Thread", "Monitor Defl", "Signal Disp", "Concurrent", "Shenandoah", "Z", "JFR",
            "Attach List", "Notification", "Sweeper", "JVMCI", "Reference Hand", "Finalizer");

    /** Looks at the threads of Java that live now, without stopping any. */
    static JvmThreads now() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[2 * group.activeCount() + 64];
        int count = group.enumerate(threads);
        Map<String, Integer> names = new HashMap<>();
        for (Thread thread : Arrays.asList(threads).subList(0, count)) {
            names.merge(shortened(thread.getName()), 1, Integer::sum);
        }
        return new JvmThreads(Map.copyOf(names));
    }

    private static String shortened(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, Math.min(LONGEST_NAME, bytes.length), StandardCharsets.ISO_8859_1).strip();
    }

    /**
     * Returns whether all threads of one name are the JVM's. A thread that a library
     * starts takes over the name of the thread that starts it, so there is one too many
     * then.
     */
    boolean explain(String name, int threads) {
        return isInternal(name) || this.javaThreads.getOrDefault(name, 0) >= threads;
    }

    private static boolean isInternal(String name) {
        return INTERNAL.stream().anyMatch(name::startsWith);
    }

}
