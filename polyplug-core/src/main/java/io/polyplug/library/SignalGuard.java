package io.polyplug.library;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.polyplug.SignalPolicy;
import io.polyplug.elf.ElfTrait;
import io.polyplug.error.BundleLoadException;
import io.polyplug.ffi.Libraries;
import io.polyplug.process.Signal;
import io.polyplug.process.SignalHandlers;
import io.polyplug.process.SignalHandlers.Snapshot;

/**
 * Holds a library to leaving the process's signal handlers alone, from before it is
 * opened until after it is closed. Used by one thread at a time.
 * <p>
 * A signal that nobody handled is the library's to take. One that the JVM handles is not:
 * null checks, stack overflows and broken pipes of Java arrive as signals.
 */
final class SignalGuard {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.loader.native");

    private static final Set<String> JVM = Set.of("libjvm.so", "libjsig.so");

    private static final Map<ElfTrait, String> CURES = cures();

    private final SignalHandlers handlers;

    private final Libraries libraries;

    private final BundleLibraries bundle;

    private final SignalPolicy rule;

    private Snapshot before;

    private Snapshot expected;

    SignalGuard(SignalHandlers handlers, Libraries libraries, BundleLibraries bundle, SignalPolicy rule) {
        this.handlers = handlers;
        this.libraries = libraries;
        this.bundle = bundle;
        this.rule = rule;
        this.before = handlers.snapshot();
        this.expected = this.before;
    }

    private static Map<ElfTrait, String> cures() {
        Map<ElfTrait, String> cures = new EnumMap<>(ElfTrait.class);
        cures.put(ElfTrait.NIM, "Compile it with -d:noSignalHandler");
        cures.put(ElfTrait.ADA, "Have the start that gnatbind writes call Runtime_Initialize (0)");
        cures.put(ElfTrait.OCAML, "Have it set the handler of SIGSEGV as it was once OCaml is started");
        cures.put(ElfTrait.HASKELL, "Start Haskell's runtime with --install-signal-handlers=no");
        return cures;
    }

    /**
     * Puts back what the library has taken since the last time.
     * @throws BundleLoadException if the rule refuses such a library; everything is put
     * back then, too
     */
    void settle() {
        Set<Signal> handled = this.expected.handled();
        Snapshot now = this.handlers.snapshot(handled);
        Set<Signal> taken = this.expected.differences(now);
        taken.retainAll(handled);
        taken.removeIf((signal) -> isOfTheJvm(now.handler(signal)));
        if (taken.isEmpty()) {
            return;
        }
        if (this.rule == SignalPolicy.IGNORE || this.bundle.have(ElfTrait.GO)) {
            logger.debug("Bundle '{}' handles {} from now on", name(), taken);
            this.expected = this.handlers.snapshot();
            return;
        }
        taken.forEach((signal) -> this.handlers.restore(signal, this.expected));
        String what = "installs handlers of its own for " + names(taken) + ", which the JVM needs for itself";
        if (this.rule == SignalPolicy.REFUSE) {
            throw new LibraryRefusal(what, cure()).of(this.bundle.source());
        }
        logger.warn("Bundle '{}' {}: those of the JVM were put back. {}", name(), what, cure());
    }

    private boolean isOfTheJvm(long handler) {
        Optional<String> owner = this.libraries.owner(handler).map((file) -> String.valueOf(file.getFileName()));
        return owner.filter(JVM::contains).isPresent();
    }

    /** For code of the library, which may block signals on the calling thread. */
    SignalHandlers.Blocked blocked() {
        return this.handlers.blocked();
    }

    /**
     * Returns what the close has to be held against.
     * @return the handlers now
     */
    Snapshot beforeClose() {
        return this.handlers.snapshot();
    }

    /**
     * Puts back what destructors have reset, unless it has been unmapped meanwhile.
     * @param reference the handlers before the destructors ran
     */
    void afterDestructors(Snapshot reference) {
        Set<Signal> handled = reference.handled();
        Snapshot now = this.handlers.snapshot(handled);
        Set<Signal> reset = EnumSet.noneOf(Signal.class);
        for (Signal signal : handled) {
            if (!now.isHandled(signal) && isOfOthers(reference.handler(signal))) {
                this.handlers.restore(signal, reference);
                reset.add(signal);
            }
        }
        if (!reset.isEmpty()) {
            logger.warn("Bundle '{}' took away the handlers of the JVM for {} when it was closed: they were put back",
                    name(), names(reset));
        }
    }

    /**
     * Returns the signals whose handlers are code of the bundle.
     * @param now the handlers, while the library is still mapped
     * @return the signals
     */
    Set<Signal> handledByBundle(Snapshot now) {
        Set<Signal> handled = now.handled();
        handled.removeIf((signal) -> !isOfTheBundle(now.handler(signal)));
        return handled;
    }

    private boolean isOfTheBundle(long handler) {
        return this.libraries.owner(handler).filter(this::isOfTheBundle).isPresent();
    }

    /** Code of nobody is none any more. */
    private boolean isOfOthers(long handler) {
        return this.libraries.owner(handler).filter((file) -> !isOfTheBundle(file)).isPresent();
    }

    private boolean isOfTheBundle(Path file) {
        return file.normalize().startsWith(this.bundle.folder());
    }

    /**
     * Puts back what was there before the bundle, where a handler went with the library.
     * @param left the signals that code of the bundle handled
     */
    void afterUnmapping(Set<Signal> left) {
        if (left.isEmpty()) {
            return;
        }
        Snapshot now = this.handlers.snapshot(left);
        Set<Signal> dangling = EnumSet.noneOf(Signal.class);
        for (Signal signal : left) {
            if (now.isHandled(signal) && this.libraries.owner(now.handler(signal)).isEmpty()) {
                boolean good = !this.before.isHandled(signal)
                        || this.libraries.owner(this.before.handler(signal)).isPresent();
                if (good) {
                    this.handlers.restore(signal, this.before);
                }
                else {
                    this.handlers.reset(signal);
                }
                dangling.add(signal);
            }
        }
        if (!dangling.isEmpty()) {
            logger.warn("Bundle '{}' left handlers for {} behind when it was unmapped: what handled them before was put"
                    + " back", name(), names(dangling));
        }
    }

    private String name() {
        return this.bundle.source().manifest().name();
    }

    private static String names(Set<Signal> signals) {
        return signals.stream().map(Signal::name).collect(Collectors.joining(", "));
    }

    private String cure() {
        return CURES.entrySet()
            .stream()
            .filter((each) -> this.bundle.have(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("Have it install none, or start the JVM with its libjsig.so in LD_PRELOAD");
    }

}
