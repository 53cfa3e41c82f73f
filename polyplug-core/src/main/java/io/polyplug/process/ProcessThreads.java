package io.polyplug.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.process.Mappings.Range;

/**
 * The threads of the process as Linux lists them, those that Java knows nothing of
 * included. Thread-safe.
 */
public final class ProcessThreads {

    private static final Path TASKS = Path.of("/proc/self/task");

    private static final Path MEMORY = Path.of("/proc/self/mem");

    /** How much of a stack is read, from where it is in use. */
    private static final int STACK = 256 * 1024;

    /** How often a thread that runs is looked at, to find it waiting. */
    private static final int LOOKS = 40;

    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

    private ProcessThreads() {
    }

    /**
     * Returns the threads that there are.
     * @return their numbers; empty where the system does not say
     */
    public static Set<String> numbers() {
        String[] names = TASKS.toFile().list();
        return (names != null) ? new HashSet<>(Arrays.asList(names)) : Set.of();
    }

    /**
     * Returns the threads that are in given code: they will return to it. Threads of the
     * JVM and of Java are left out, and a thread that never waits counts.
     * @param code where the code is
     * @param before threads that are not looked at, for they are older than the code
     * @return a description of each, such as {@code thread 4711 ('worker')}
     */
    public static List<String> inside(List<Range> code, Set<String> before) {
        Map<String, Integer> names = new HashMap<>();
        List<Task> later = new ArrayList<>();
        for (String number : numbers()) {
            Task task = Task.of(number);
            names.merge(task.name(), 1, Integer::sum);
            if (!before.contains(number)) {
                later.add(task);
            }
        }
        JvmThreads jvm = JvmThreads.now();
        later.removeIf((task) -> jvm.explain(task.name(), names.getOrDefault(task.name(), 0)));
        return later.isEmpty() ? List.of() : inside(code, later);
    }

    private static List<String> inside(List<Range> code, List<Task> tasks) {
        try (FileChannel memory = FileChannel.open(MEMORY, StandardOpenOption.READ)) {
            List<String> found = new ArrayList<>();
            for (Task task : tasks) {
                if (task.isIn(code, memory)) {
                    found.add("thread " + task.number() + " ('" + task.name() + "')");
                }
            }
            return found;
        }
        catch (IOException ex) {
            return List.of("a thread that this system does not let us look at");
        }
    }

    /**
     * One thread.
     *
     * @param number what Linux calls it
     * @param name its name, 15 bytes at most; empty when it has ended
     */
    private record Task(String number, String name) {

        static Task of(String number) {
            return new Task(number, read(number, "comm"));
        }

        private static String read(String number, String file) {
            try {
                return Files.readString(TASKS.resolve(number).resolve(file), StandardCharsets.ISO_8859_1).strip();
            }
            catch (IOException ex) {
                return "";
            }
        }

        /**
         * Reads its stack from where it waits. A thread that ends meanwhile is in no
         * code.
         */
        boolean isIn(List<Range> code, FileChannel memory) {
            for (int look = 0; look < LOOKS; look++) {
                String call = read(this.number, "syscall");
                if (call.isEmpty()) {
                    return Files.exists(TASKS.resolve(this.number));
                }
                String[] words = call.split(" ", -1);
                if (words.length > 2) {
                    return holds(code, word(words[words.length - 1]))
                            || isReturnedTo(code, memory, word(words[words.length - 2]));
                }
                LockSupport.parkNanos(PAUSE);
            }
            return true;
        }

        private static long word(String hexadecimal) {
            return Long.parseUnsignedLong(hexadecimal.substring("0x".length()), 16);
        }

        private static boolean isReturnedTo(List<Range> code, FileChannel memory, long stack) {
            ByteBuffer words = read(memory, stack & -Long.BYTES);
            while (words.remaining() >= Long.BYTES) {
                if (holds(code, words.getLong())) {
                    return true;
                }
            }
            return false;
        }

        /** Reads up to the end of what is mapped there. */
        private static ByteBuffer read(FileChannel memory, long from) {
            ByteBuffer words = ByteBuffer.allocate(STACK).order(ByteOrder.nativeOrder());
            try {
                int count = 0;
                while (count >= 0 && words.hasRemaining()) {
                    count = memory.read(words, from + words.position());
                }
            }
            catch (IOException ex) {
                // Nothing is mapped beyond.
            }
            return words.flip();
        }

        private static boolean holds(List<Range> code, long address) {
            return code.stream().anyMatch((range) -> range.holds(address));
        }

    }

}
