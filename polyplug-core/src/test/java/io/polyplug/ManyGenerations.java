package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Main class of a JVM of its own with a heap of fixed size: 200 reloads of a bundle that
 * stays mapped and returns texts of 64 KiB. Prints what was added.
 */
final class ManyGenerations {

    private static final int RELOADS = 200;

    private static final int SETTLED = 40;

    private ManyGenerations() {
    }

    public static void main(String[] arguments) {
        try (PolyplugRuntime runtime = PolyplugRuntime.builder()
            .hotReload(true)
            .workDirectory(Path.of(arguments[1]))
            .backend(arguments[2])
            .closedButMappedLimit(RELOADS)
            .build()) {
            runtime.loadBundle(Path.of(arguments[0]));
            ResidentLibraryTests.Actor contract = runtime.contract(ResidentLibraryTests.Actor.class);
            long held = 0;
            long before = 0;
            for (int i = 0; i < RELOADS; i++) {
                contract.act();
                for (int call = 0; call < 40; call++) {
                    contract.text();
                }
                if (i == SETTLED) {
                    held = runtime.statistics().guestBytes().get("flat");
                    before = ProcessMemory.bytesAtRest();
                }
                if (i == RELOADS - 1) {
                    long added = ProcessMemory.bytesAtRest() - before;
                    System.out.println("resident KiB each " + (added >> 10) / (RELOADS - 1 - SETTLED));
                    System.out.println("guest bytes as of one generation "
                            + (runtime.statistics().guestBytes().get("flat") == held && held > 0));
                }
                runtime.reloadBundle("flat");
                runtime.awaitReclamation(Duration.ofSeconds(60));
            }
            System.out.println("closed but mapped " + runtime.statistics().closedButMapped());
        }
    }

}
