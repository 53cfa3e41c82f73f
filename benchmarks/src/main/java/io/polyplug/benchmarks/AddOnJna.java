package io.polyplug.benchmarks;

import java.util.List;

import io.polyplug.PolyplugRuntime;

/**
 * What section {@code add-jna} measures, in a form that runs on Java 17 as well; a main
 * class for JVMs of that version.
 */
public final class AddOnJna {

    private static final int ROUNDS = Effort.chosen().times(150);

    private static final int COUNTED_CALLS = Effort.chosen().times(1_000_000);

    private AddOnJna() {
    }

    /**
     * Runs.
     * @param arguments what figures call the operation
     */
    public static void main(String[] arguments) {
        run(arguments[0], new Report());
    }

    private static void run(String what, Report report) {
        try (Stage stage = new Stage(); PolyplugRuntime runtime = stage.runtime("jna")) {
            Measured measured = runtime.contract(Measured.class);
            Variant proxy = Variant.of("proxy on JNA", (i) -> measured.add(i, 1L));
            Variant bare = Variant.of("bare JNA", bare(new Bound(new JnaHost(stage.library("bare")).function(0))));
            report.slices(what, new PairedSlices(List.of(proxy, bare)).measure(ROUNDS));
            report.figure(what + ": " + proxy.name() + ", B", proxy.allocated(COUNTED_CALLS));
        }
    }

    /** Returns calls of {@code add} by hand. */
    static Call bare(Bound bound) {
        FfiFrame frame = new FfiFrame();
        return (i) -> {
            frame.memory.putInt(FfiFrame.ARGUMENTS, i);
            frame.memory.putLong(FfiFrame.ARGUMENTS + 8, 1L);
            frame.call(bound.function);
            return frame.memory.getLong(FfiFrame.RESULT);
        };
    }

}
