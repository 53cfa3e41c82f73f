package io.polyplug.publication;

import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import io.polyplug.store.Generation;

/**
 * Tells which instances are alive when a generation goes (docs/behaviour.md 15.3): a
 * warning if guests made some and did not give them back; for debugging if there are only
 * those that Java calls, which is as it should be.
 */
public final class InstanceReport {

    private static final Logger runtimeLogger = LoggerFactory.getLogger("polyplug.runtime");

    private static final Logger reloadLogger = LoggerFactory.getLogger("polyplug.reload");

    private InstanceReport() {
    }

    /**
     * Tells what is alive before a generation is replaced.
     * @param generation the generation
     */
    public static void beforeReload(Generation generation) {
        tell(reloadLogger, "reload", generation, generation.instancesByContract());
    }

    /** Tells what is alive before a bundle is taken away. */
    static void beforeUnload(Generation generation) {
        tell(runtimeLogger, "unload", generation, generation.instancesByContract());
    }

    /**
     * Tells what nobody had given back by the time the runtime was closed.
     * @param left what was destroyed then
     */
    static void whenClosed(Generation generation, List<Generation.LiveInstances> left) {
        tell(runtimeLogger, "close", generation, left);
    }

    private static void tell(Logger logger, String occasion, Generation generation,
            List<Generation.LiveInstances> live) {
        if (live.isEmpty()) {
            return;
        }
        boolean guestsHoldSome = live.stream().anyMatch((each) -> each.ofGuests() > 0);
        Level level = guestsHoldSome ? Level.WARN : Level.DEBUG;
        if (!logger.isEnabledForLevel(level)) {
            return;
        }
        logger.atLevel(level)
            .log("{}: bundle '{}' (generation {}) has live instances, {} in all: {}. Each is destroyed once, when no call is in"
                    + " the generation any more; a guest that keeps one must not use it then", occasion,
                    generation.bundleName(), generation.number(),
                    live.stream().mapToLong(Generation.LiveInstances::total).sum(),
                    live.stream().map(Generation.LiveInstances::toString).collect(Collectors.joining(", ")));
    }

}
