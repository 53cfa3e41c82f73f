package io.polyplug;

import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.store.Generation;
import io.polyplug.store.Generation.LiveInstances;

/**
 * Tells which instances are alive when a generation goes (specification 6.2-9, 7.1-5): as
 * a warning if guests made some and did not give them back, for debugging if there are
 * only those that Java calls. Once a generation.
 */
final class InstanceReport {

    private static final Logger runtimeLogger = LoggerFactory.getLogger("polyplug.runtime");

    private static final Logger reloadLogger = LoggerFactory.getLogger("polyplug.reload");

    private final Generation generation;

    private volatile boolean told;

    InstanceReport(Generation generation) {
        this.generation = generation;
    }

    /** Tells what is alive before the generation is replaced. */
    void beforeReload() {
        tell(reloadLogger, "reload", this.generation.instancesByContract());
    }

    /** Tells what is alive before the generation is taken away. */
    void beforeUnload() {
        tell(runtimeLogger, "unload", this.generation.instancesByContract());
    }

    /**
     * Tells what nobody had given back when the generation was closed, unless it was told
     * before.
     * @param left what was destroyed then
     */
    void whenClosed(List<LiveInstances> left) {
        if (!this.told) {
            tell(runtimeLogger, "close", left);
        }
    }

    private void tell(Logger logger, String occasion, List<LiveInstances> live) {
        boolean guestsHoldSome = live.stream().anyMatch((each) -> each.ofGuests() > 0);
        this.told |= guestsHoldSome;
        if (live.isEmpty() || !(guestsHoldSome ? logger.isWarnEnabled() : logger.isDebugEnabled())) {
            return;
        }
        String text = live.stream().map(LiveInstances::toString).collect(Collectors.joining(", "));
        logger.atLevel(guestsHoldSome ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG)
            .log("{}: bundle '{}' (generation {}) has {} live instances: {}. Each is destroyed once when no call is in"
                    + " the generation any more; a guest must not use what it keeps", occasion,
                    this.generation.bundleName(), this.generation.number(),
                    live.stream().mapToLong(LiveInstances::total).sum(), text);
    }

}
