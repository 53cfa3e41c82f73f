package io.polyplug;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;

import io.polyplug.ffi.Libraries;
import io.polyplug.runtime.LazyEngine;

/**
 * Keeps the thread on which a runtime opens and closes libraries busy, as a constructor
 * that does not come back does, but without the lock of the system's loader.
 */
final class BusyLibraries implements AutoCloseable {

    private final Libraries libraries;

    private final CountDownLatch release = new CountDownLatch(1);

    private BusyLibraries(Libraries libraries) {
        this.libraries = libraries;
    }

    /** Returns when nothing else gets to run on the thread. */
    static BusyLibraries of(PolyplugRuntime runtime) {
        LazyEngine lazy = (LazyEngine) field(runtime, "engine");
        BusyLibraries busy = new BusyLibraries((Libraries) field(lazy.open(), "libraries"));
        CountDownLatch entered = new CountDownLatch(1);
        Thread asking = new Thread(() -> busy.libraries.callAs("busy", () -> {
            entered.countDown();
            await(busy.release);
            return 0;
        }));
        asking.setDaemon(true);
        asking.start();
        await(entered);
        return busy;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static Object field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Lets it go on. */
    @Override
    public void close() {
        this.release.countDown();
    }

}
