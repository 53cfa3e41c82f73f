package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.EpochGuard;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;

/**
 * What else callers do, beside calls of {@code add}: pass and get enums, call while they
 * are in a call or while another thread has their home slot, pin, resolve a handle, be
 * called back. Being called back is beside a bare upcall that does the same.
 */
final class RuntimeSection {

    /** The call that others are compared with. */
    static final String ADD = "add";

    static final String TAKES_ENUM = "takes an enum";

    static final String RETURNS_ENUM = "returns an enum";

    static final String NESTED = "add within a call";

    static final String TAKEN = "add by a thread whose home slot is taken";

    static final String CALL_BACK = "call that calls a host contract back";

    static final String RAW_CALL_BACK = "the same by a raw upcall";

    static final String PIN = "pin() and close()";

    private static final int ROUNDS = Effort.chosen().times(100);

    private static final int CALL_BACK_FUNCTION = 4;

    private RuntimeSection() {
    }

    static void run(Report report) {
        try (Hosts hosts = new Hosts(); Hosts others = new Hosts(); Neighbour neighbour = new Neighbour()) {
            PolyplugRuntime runtime = hosts.runtime(Way.PROXY);
            Measured measured = hosts.measured(Way.PROXY);
            Variant add = Variant.of(ADD, AddCalls.alone(measured));
            add.nanos(1);
            List<Variant> variants = List.of(add, Variant.of(TAKES_ENUM, takesEnum(measured)),
                    Variant.of(RETURNS_ENUM, returnsEnum(measured)),
                    new Variant(NESTED, new NestedCalls(others.runtime(Way.PROXY))),
                    new Variant(TAKEN, neighbour.running(Variant.of(TAKEN, AddCalls.alone(measured)))),
                    Variant.of(CALL_BACK, callBack(runtime)), Variant.of(RAW_CALL_BACK, rawCallBack(hosts)),
                    Variant.of(PIN, pin(runtime)), Variant.of("pin, resolve and close", resolve(runtime)));
            PairedSlices.Slices slices = new PairedSlices(variants).measure(ROUNDS);
            report.best("runtime", slices);
            for (String call : List.of(TAKES_ENUM, RETURNS_ENUM, NESTED, TAKEN)) {
                report.ratio("runtime", call, ADD, slices);
            }
            report.ratio("runtime", CALL_BACK, RAW_CALL_BACK, slices);
        }
    }

    static Call takesEnum(Measured measured) {
        Measured.Unit[] units = Measured.Unit.values();
        return (i) -> measured.seconds(units[(i & Integer.MAX_VALUE) % units.length], i);
    }

    static Call returnsEnum(Measured measured) {
        return (i) -> {
            Measured.Unit unit = measured.largest(i & 8191);
            return (unit == Measured.Unit.SECOND) ? 0 : (unit == Measured.Unit.MINUTE) ? 1 : 2;
        };
    }

    static Call pin(PolyplugRuntime runtime) {
        return (i) -> {
            EpochGuard guard = runtime.pin();
            guard.close();
            return i;
        };
    }

    static Call resolve(PolyplugRuntime runtime) {
        GuestContractHandle handle = runtime.findGuestContract(GuestContractId.of("bench.Measured", 1), 0)
            .orElseThrow();
        return (i) -> {
            try (EpochGuard guard = runtime.pin()) {
                return runtime.resolve(handle, guard).functionCount();
            }
        };
    }

    static Call callBack(PolyplugRuntime runtime) {
        runtime.registerHostContract(Greeter.class, Integer::sum);
        Measured measured = runtime.contract(Measured.class);
        return (i) -> measured.callBack(i, 1);
    }

    static Call rawCallBack(Hosts hosts) {
        Bound bound = hosts.bound(Way.RAW, CALL_BACK_FUNCTION);
        RawFrame frame = new RawFrame();
        return (i) -> {
            RawFrame.MEMORY.set(RawFrame.INT, frame.arguments, i);
            RawFrame.MEMORY.set(RawFrame.INT, frame.arguments + Integer.BYTES, 1);
            frame.call(bound.function);
            return RawFrame.MEMORY.get(RawFrame.INT, frame.result);
        };
    }

}
