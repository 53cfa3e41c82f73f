package io.polyplug.interop;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.PolyplugException;

/**
 * Loads a bundle, calls it, replaces it, and unloads it, in a JVM of its own; and looks
 * after each step whether the JVM is well. Each line that it prints is an observation,
 * and the last one tells what the process did last.
 */
final class LanguageProbe {

    /** What a line with an observation begins with. */
    static final String MARK = "observed ";

    /** How many threads call at once. */
    static final int THREADS = 4;

    static final int RELOADS = 20;

    /** How many closed generations of a bundle may stay mapped. */
    static final int LIMIT = 8;

    /** What the first build answers when asked for its version; the second adds one. */
    static final int FIRST = 1001;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Path folder;

    private final Path work;

    private final List<Path> bundles;

    private LanguageProbe(Path folder, List<Path> bundles) {
        this.folder = folder;
        this.work = folder.resolve("work");
        this.bundles = bundles;
    }

    /** Takes the backend, a folder to work in, and the folders of the two builds. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]).toRealPath();
        new LanguageProbe(folder, List.of(Path.of(arguments[2]), Path.of(arguments[3]))).run(arguments[0]);
        tell("ended", "well");
    }

    private void run(String backend) throws Exception {
        ExecutorService pooled = Executors.newSingleThreadExecutor((task) -> {
            Thread thread = new Thread(task, "pooled");
            thread.setDaemon(true);
            return thread;
        });
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .hotReload(true)
            .backend(backend)
            .workDirectory(this.work)
            .build()) {
            checkHealth("before");
            SignalHandlers before = SignalHandlers.now();
            int threads = threads();
            if (load(runtime, before)) {
                serve(runtime, pooled);
                tell("threads", threads() - threads);
                pooled.submit(() -> runtime.contract(Language.class).threads(3))
                    .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
                runtime.unloadBundle("language");
                reclaim(runtime);
                tell("left", SignalHandlers.now().changedSince(before));
                tell("mapped", mapped());
                tell("closed-but-mapped", runtime.statistics().closedButMapped());
                checkHealth("unloaded");
                JvmHealth.profile(this.folder);
                tell("well-unloaded", "profiler");
            }
        }
        checkHealth("closed");
        end(pooled);
        tell("well-closed", "end of a thread that has called");
    }

    /** The C library runs what a thread leaves behind after Java has said good-bye. */
    private static void end(ExecutorService pooled) throws Exception {
        Path thread = pooled
            .submit(() -> Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))))
            .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        pooled.shutdown();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (Files.exists(thread)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("A thread does not end");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private boolean load(PolyplugRuntime runtime, SignalHandlers before) throws Exception {
        String blocked = blockedSignals();
        try {
            runtime.loadBundle(this.bundles.get(0));
            tell("loaded", FIRST);
        }
        catch (PolyplugException ex) {
            tell("refused", ex.getMessage());
        }
        tell("handlers", SignalHandlers.now().changedSince(before));
        tell("blocked", blockedSignals().equals(blocked) ? "as before" : blockedSignals());
        return !runtime.bundles().isEmpty();
    }

    private void serve(PolyplugRuntime runtime, ExecutorService pooled) throws Exception {
        Language language = runtime.contract(Language.class);
        tell("greeting", language.greet("you"));
        tell("ran", pooled.submit(() -> language.threads(3)).get(LONGEST.toSeconds(), TimeUnit.SECONDS));
        checkHealth("loaded");
        reload(runtime, language);
        checkHealth("reloaded");
    }

    private void reload(PolyplugRuntime runtime, Language language) {
        try (Load load = Load.of(THREADS, () -> call(language))) {
            load.awaitRounds(100);
            tell("called", THREADS);
            for (int i = 1; i <= RELOADS; i++) {
                try {
                    runtime.reloadBundle(this.bundles.get(i % 2));
                }
                catch (PolyplugException ex) {
                    tell("reloads", i - 1);
                    tell("reload-refused", ex.getMessage());
                    return;
                }
                if (language.version() != FIRST + i % 2) {
                    throw new IllegalStateException("Version " + language.version() + " after reload " + i);
                }
                load.awaitRounds(10);
                // The limit counts closed generations, so the replaced one is closed
                // before the next comes.
                reclaim(runtime);
            }
            tell("reloads", RELOADS);
        }
    }

    private static void call(Language language) {
        String greeting = language.greet("you");
        if (!greeting.endsWith(" greets you") || language.add(-1, 1L << 40) != (1L << 40) - 1) {
            throw new IllegalStateException("A wrong answer: " + greeting);
        }
    }

    private static void reclaim(PolyplugRuntime runtime) {
        if (!runtime.awaitReclamation(LONGEST)) {
            throw new IllegalStateException("Not reclaimed: " + runtime.statistics().holders());
        }
    }

    private static void checkHealth(String when) throws Exception {
        JvmHealth.dereferenceNull();
        tell("well-" + when, "null dereference");
        JvmHealth.overflowTheStack();
        tell("well-" + when, "stack overflow");
        JvmHealth.writeToAClosedSocket();
        tell("well-" + when, "closed socket");
    }

    /** Returns how many libraries of private copies are mapped. */
    private long mapped() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter((each) -> each.contains(this.work.toString()))
                .map((each) -> each.substring(each.indexOf(this.work.toString())))
                .distinct()
                .count();
        }
    }

    /** Returns the mask of this thread. */
    private static String blockedSignals() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/status"))) {
            return lines.filter((each) -> each.startsWith("SigBlk")).findFirst().orElseThrow();
        }
    }

    /**
     * Returns how many threads there are that Java does not know. One that has just ended
     * for Java is known to the system for a little longer.
     */
    private static int threads() throws IOException {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                least = Math.min(least, (int) tasks.count() - ManagementFactory.getThreadMXBean().getThreadCount());
            }
            LockSupport.parkNanos(100_000);
        }
        return least;
    }

    private static void tell(String key, Object value) {
        System.out.println(MARK + key + ": " + value.toString().replace('\n', ' '));
        System.out.flush();
    }

    /** What all the bundles provide. */
    @GuestContract(name = "demo.Language", version = "1.0.0")
    interface Language {

        @ContractFunction(0)
        int version();

        @ContractFunction(1)
        long add(int a, long b);

        @ContractFunction(2)
        String greet(String name);

        @ContractFunction(3)
        int threads(int n);

    }

}
