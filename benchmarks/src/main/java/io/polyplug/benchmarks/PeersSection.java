package io.polyplug.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.polyplug.benchmarks.peers.PeerKind;

/**
 * The same contract replaced under load by polyplug and by others, each in a process of
 * its own. What ends its process is told, and the others go on.
 */
final class PeersSection {

    private PeersSection() {
    }

    static void run(Report report) throws IOException, InterruptedException {
        List<PeerKind> kinds = List.of(PeerKind.values());
        for (PeerKind kind : kinds) {
            int exit = kind.isAvailable()
                    ? ChildJvm.another(Effort.chosen()).with(kind.options()).run(PeerRun.class, kind.name()) : 0;
            if (exit != 0) {
                report.note("The process of " + kind.label() + " ended with " + exit + '.');
            }
        }
        String missing = Arrays.stream(PeerKind.values())
            .filter((kind) -> !kind.isAvailable())
            .map(PeerKind::label)
            .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            report.note("Not measured without the profile peers (-Ppeers): " + missing + '.');
        }
    }

}
