package io.polyplug.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.boundary.InitWindow;
import io.polyplug.boundary.PrintableText;
import io.polyplug.bundle.Manifest;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.Explanation;
import io.polyplug.error.GuestCallException;
import io.polyplug.ffi.FloatingPoint;
import io.polyplug.hostapi.HostApi;
import io.polyplug.loader.BundleCode;
import io.polyplug.loader.BundleFiles;
import io.polyplug.loader.Closing;
import io.polyplug.store.Generation;
import io.polyplug.store.GuestInterface;
import io.polyplug.store.Seats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machines of one generation, each with the script in it. Closed once.
 */
final class ScriptCode implements BundleCode {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.engine");

    private final EngineLibrary engine;

    private final HostApi host;

    private final BundleFiles files;

    private final FloatingPoint floatingPoint;

    private final int count;

    private final List<Machine> machines = new ArrayList<>();

    private final List<Long> logTokens = new ArrayList<>();

    ScriptCode(EngineLibrary engine, HostApi host, BundleFiles files, int count) {
        this.engine = engine;
        this.host = host;
        this.files = files;
        this.floatingPoint = new FloatingPoint(engine.backend());
        this.count = count;
    }

    @Override
    public void initialize(Generation generation, InitWindow window) {
        Seats seats = new Seats(generation.ledger(), this.count, this.engine.interpreter());
        List<List<GuestInterface>> registered = new ArrayList<>();
        try {
            seats.beforeOthers(() -> {
                for (int i = 0; i < this.count; i++) {
                    registered.add(load(generation, window, seats.seat(i)));
                }
            });
        }
        catch (GuestCallException ex) {
            throw new BundleLoadException(generation.bundleName(), Explanation.ofInit(generation.bundleName(),
                    String.valueOf(ex.getMessage()), "Load it from another thread"), ex);
        }
        requireAlike(registered);
        this.host.provide(window, registered, seats, (each) -> promised(each));
    }

    /** Engines register minor version 0, whatever a script has. */
    private HostApi.Promise promised(GuestInterface contract) {
        Manifest manifest = this.files.manifest();
        long functions = manifest.functionCount(contract.contractName(), contract.version().major()).orElse(0);
        return manifest.provides()
            .stream()
            .filter((each) -> each.id().equals(contract.contractId()))
            .findFirst()
            .map((each) -> new HostApi.Promise(each.version(), (int) functions))
            .orElseGet(() -> new HostApi.Promise(contract.version(), (int) functions));
    }

    private List<GuestInterface> load(Generation generation, InitWindow window, Seats.Seat seat) {
        window.beginMachine(seat);
        try {
            long token = this.host.machineGuests().listen((level, scope, text) -> told(seat, level, scope, text));
            this.logTokens.add(token);
            Machine machine = Machine.create(this.engine, generation.ledger(), this.host.machineGuests().logFunction(),
                    token);
            this.machines.add(machine);
            machine.load(this.files.copy().directory(), this.host, generation, seat);
        }
        catch (IllegalStateException ex) {
            window.endMachine();
            throw failure(window, String.valueOf(ex.getMessage()), ex);
        }
        return window.endMachine();
    }

    /**
     * What goes wrong in a call is thrown to the caller, and need not be logged as well
     * unless the script does it.
     */
    private void told(Seats.Seat seat, int level, String scope, String text) {
        EngineRecord told = new EngineRecord(level, scope, this.files.shown(text));
        if (told.isFailure()) {
            seat.note(told.text());
        }
        String bundle = this.files.manifest().name();
        if (told.isOfScript()) {
            this.host.log(bundle, level, scope, told.text());
        }
        else {
            logger.atLevel(told.level())
                .log("Bundle '{}': [{}] {}", bundle, PrintableText.of(scope), PrintableText.of(told.text()));
        }
    }

    private BundleLoadException failure(InitWindow window, String words, Exception cause) {
        Explanation refusal = window.refusal();
        String reason = this.files.shown(words);
        String cure = "Correct the script";
        if (refusal != null) {
            reason += "; the host had refused it this: " + PrintableText.of(refusal.reason());
            cure = refusal.cure().isEmpty() ? cure : PrintableText.of(refusal.cure());
        }
        String bundle = this.files.manifest().name();
        return new BundleLoadException(bundle, Explanation.ofInit(bundle, reason, cure), cause);
    }

    private void requireAlike(List<List<GuestInterface>> registered) {
        List<?> first = ids(registered.get(0));
        if (registered.stream().anyMatch((each) -> !ids(each).equals(first))) {
            String bundle = this.files.manifest().name();
            throw new BundleLoadException(bundle,
                    Explanation.ofInit(bundle, "its " + this.count + " instances have registered different contracts",
                            "Have the script register the same ones each time it is loaded"));
        }
    }

    private static List<?> ids(List<GuestInterface> registered) {
        return registered.stream().map((each) -> each.contractId().value()).sorted().toList();
    }

    @Override
    public Closing close(Runnable destruction, Consumer<Closing> later) {
        destruction.run();
        this.floatingPoint.keep(() -> {
            this.machines.forEach(Machine::close);
            return this.machines.size();
        });
        this.logTokens.forEach(this.host.machineGuests()::leave);
        return Closing.UNMAPPED;
    }

}
