package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.FutureTask;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.library.Script;
import io.polyplug.fixtures.NativeFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call that waits for the machine of bundle {@code machine-script}, for another call is
 * in it, until this is closed.
 */
public final class QueueForScript implements AutoCloseable {

    /** The bundle's name. */
    public static final String BUNDLE = "machine-script";

    private final HeldCall held;

    private final FutureTask<Integer> waiting;

    private QueueForScript(HeldCall held, FutureTask<Integer> waiting) {
        this.held = held;
        this.waiting = waiting;
    }

    /**
     * Writes the engine of the bundle.
     * @param folder where it goes, for it is never closed
     * @return the property that names it
     */
    public static String engine(Path folder) {
        return "polyplug.engines.lua.library=" + NativeFixtures.engineTo("lua", folder);
    }

    /**
     * Makes the calls.
     * @param runtime a runtime with the bundle
     * @return what waits
     */
    public static QueueForScript of(PolyplugRuntime runtime) {
        Script script = runtime.contract(Script.class);
        HeldCall held = HeldCall.of(script::hold, 1);
        FutureTask<Integer> waiting = new FutureTask<>(() -> script.add(3, 5));
        new Thread(waiting, "waiting-call").start();
        QueueForScript made = new QueueForScript(held, waiting);
        Patience.await().until(() -> runtime.statistics().machines().stream().anyMatch((each) -> each.waiting() == 1));
        return made;
    }

    /**
     * Lets the call in the machine return, and then the one that waits.
     */
    @Override
    public void close() {
        this.held.close();
        assertThat(this.waiting).succeedsWithin(Patience.LONGEST).isEqualTo(8);
    }

}
