package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.EpochGuard;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContractHandle;
import io.polyplug.contract.GuestContractId;

/** What else callers do: pin, resolve a handle, be called back. */
final class RuntimeSection {

    private static final int ROUNDS = Effort.chosen().times(100);

    private RuntimeSection() {
    }

    static void run(Report report) {
        try (Hosts hosts = new Hosts()) {
            List<Variant> variants = List.of(
                    Variant.of("call that calls a host contract back", callBack(hosts.runtime(Way.PROXY))),
                    Variant.of("the same call alone", Operation.ADD.by(Way.PROXY, hosts)),
                    Variant.of("pin", pin(hosts.runtime(Way.PROXY))),
                    Variant.of("pin and resolve", resolve(hosts.runtime(Way.PROXY))));
            report.best("runtime", new PairedSlices(variants).measure(ROUNDS));
        }
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

}
