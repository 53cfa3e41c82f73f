package io.polyplug.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.polyplug.EpochGuard;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadPhase;
import io.polyplug.RunningOperation;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.PolyplugException;

/**
 * Main class of a {@link ChildJvm}: bundle {@code hanging} stays in its constructor or
 * destructor, and this tells what goes on meanwhile. It does everything once before,
 * without hanging: a native method that the JVM links for the first time would wait for
 * the system's loader, and the whole JVM for that.
 */
public final class HangingLibrary {

    private static final byte[] NOTHING = {};

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;

    private final boolean constructor;

    private final Path release;

    private final CountDownLatch reclaimed = new CountDownLatch(1);

    private HangingLibrary(Path folder, String where) {
        this.folder = folder;
        this.constructor = where.equals("constructor");
        this.release = folder.resolve("release");
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("hanging").resolve("hangs"), arguments[1] + "\n" + folder.resolve("release"));
        Files.write(folder.resolve("release"), NOTHING);
        new HangingLibrary(folder, arguments[1]).run(false);
        Files.delete(folder.resolve("release"));
        Files.delete(folder.resolve("release.reached"));
        new HangingLibrary(folder, arguments[1]).run(true);
    }

    private void run(boolean hangs) throws IOException, InterruptedException {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .workDirectory(this.folder.resolve("work"))
            .hotReload(true)
            .operationTimeout(Duration.ofMillis(300))
            .onReload((phase) -> {
                if (phase instanceof ReloadPhase.Reclaimed && phase.bundleName().equals("marker")) {
                    this.reclaimed.countDown();
                }
            })
            .build()) {
            runtime.loadBundle(this.folder.resolve("reload"));
            runtime.loadBundle(this.folder.resolve("marker"));
            Answering answering = runtime.contract(Answering.class);
            answering.answer();
            if (!this.constructor) {
                runtime.loadBundle(this.folder.resolve("hanging"));
                runtime.unloadBundle("hanging");
                awaitReached();
            }
            EpochGuard guard = runtime.pin();
            join(started(() -> runtime.unloadBundle("marker")));
            Thread loading = started(() -> {
                if (this.constructor) {
                    runtime.loadBundle(this.folder.resolve("hanging"));
                }
            });
            awaitReached();
            await(() -> !hangs || isOld(runtime));
            long end = System.nanoTime();
            guard.close();
            boolean inTime = this.reclaimed.await(LONGEST, TimeUnit.NANOSECONDS);
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - end);
            String step = runtime.runningOperation().map((each) -> each.kind() + " " + each.step()).orElse("nothing");
            int left = runtime.statistics().closedButMapped();
            System.gc();
            String refusal = refusal(runtime);
            int answer = answering.answer();
            String when = hangs ? "" : "rehearsed: ";
            System.out.println(when + "reclaimed " + inTime + ", still hanging " + !Files.exists(this.release)
                    + ", left " + left + ", at " + step + ", answer " + answer);
            System.out.println(when + refusal);
            System.out.println(when + "micros " + micros);
            Files.write(this.release, NOTHING);
            join(loading);
            await(() -> runtime.statistics().closedButMapped() == 0 && runtime.runningOperation().isEmpty());
            if (hangs) {
                runtime.loadBundle(this.folder.resolve("adder"));
                System.out.println("went on");
            }
        }
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private void awaitReached() {
        await(() -> Files.exists(Path.of(this.release + ".reached")));
    }

    private static boolean isOld(PolyplugRuntime runtime) {
        return runtime.runningOperation().map(RunningOperation::stepAge).orElse(Duration.ZERO).toMillis() > 1500;
    }

    private String refusal(PolyplugRuntime runtime) {
        try {
            runtime.verifyBundle(this.folder.resolve("adder"));
            return "not refused";
        }
        catch (PolyplugException ex) {
            return ex.getClass().getSimpleName() + ": " + ex.getMessage();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("In vain");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** What goes on. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Answering {

        @ContractFunction(0)
        int answer();

    }

}
