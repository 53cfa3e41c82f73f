package io.polyplug.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import io.polyplug.PolyplugRuntime;

/**
 * Main class of a {@link ChildJvm}: bundle {@code hanging} stays in its constructor, and
 * the process ends when this returns. {@link System#exit} is no way here: it may call a
 * native method that the JVM has to look for, before any hook, as signals do.
 */
public final class HangingExit {

    private HangingExit() {
    }

    public static void main(String[] arguments) throws Exception {
        // The first print links a native method, too.
        System.out.println("begins");
        Path folder = Path.of(arguments[0]);
        Path release = folder.resolve("release");
        Files.writeString(folder.resolve("hanging").resolve("hangs"), "constructor\n" + release);
        PolyplugRuntime runtime = PolyplugRuntime.builder()
            .workDirectory(folder.resolve("work"))
            .backend(arguments[1])
            .build();
        Thread loading = new Thread(() -> runtime.loadBundle(folder.resolve("hanging")));
        loading.setDaemon(true);
        loading.start();
        while (!Files.exists(Path.of(release + ".reached"))) {
            LockSupport.parkNanos(100_000);
        }
        System.out.println("ends");
    }

}
