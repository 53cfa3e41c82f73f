package io.polyplug.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.signing.SigningKey;

/**
 * How long a reload takes, the private copy included: a library of 400 KiB, nothing else
 * running; without signatures and with them, and beside the same system calls made by C,
 * in turns.
 */
final class ReloadSection implements AutoCloseable {

    /** Until all that Java does for a reload is compiled. */
    private static final int WARM_UP = Effort.chosen().times(1000);

    private static final int RELOADS = Effort.chosen().times(501);

    private final Stage stage = new Stage();

    private final SigningKey key = SigningKey.generate();

    private final PolyplugRuntime plain = this.stage.runtime("ffm", (builder) -> {
    });

    private final PolyplugRuntime strict = this.stage.runtime("ffm", this::requireSignature);

    /** Reloads what it has never verified. */
    private final PolyplugRuntime fresh = this.stage.runtime("ffm", this::requireSignature);

    private final Floor newFiles;

    private final Floor writtenOver;

    /** The versions that take turns. */
    private final List<Path> builds = List.of(signed(this.stage.bundle("large")),
            signed(this.stage.bundle("large-v2")));

    private final List<Path> changing;

    private ReloadSection() throws IOException {
        Path functions = this.stage.floorLibrary();
        this.newFiles = new Floor(functions, this.stage.folder("new-files"), false);
        this.writtenOver = new Floor(functions, this.stage.folder("written-over"), true);
        Path folder = this.stage.folder("changing");
        this.changing = List.of(NativeFixtures.copyTo("large", folder.resolve("large")),
                NativeFixtures.copyTo("large-v2", folder.resolve("large-v2")));
    }

    static void run(Report report) throws IOException {
        try (ReloadSection section = new ReloadSection()) {
            section.measure(report);
        }
    }

    private void requireSignature(PolyplugRuntime.Builder builder) {
        builder.signaturePolicy(SignaturePolicy.REQUIRED).trustedKey(this.key.verifyingKey().bytes());
    }

    private void measure(Report report) {
        this.plain.loadBundle(this.builds.getLast());
        this.strict.loadBundle(this.builds.getLast());
        this.fresh.loadBundle(changed(-1));
        ReloadTimes first = new ReloadTimes("the first in a JVM");
        first.reload(this.plain, this.builds.getFirst());
        report.figure("reload: the first in a JVM, us", first.returned().median());
        reloads(WARM_UP);
        report(report, reloads(RELOADS));
    }

    /** Reloads so many times in each way. */
    private List<ReloadTimes> reloads(int count) {
        List<ReloadTimes> times = new ArrayList<>();
        for (String name : List.of("no signature", "signature required", "signature never seen before",
                "the same system calls in C, new files", "the same system calls in C, written over")) {
            times.add(new ReloadTimes(name));
        }
        for (int i = 0; i < count; i++) {
            Path build = this.builds.get(i & 1);
            Path changed = changed(i);
            Path library = NativeFixtures.library(build);
            List<Consumer<ReloadTimes>> ways = List.of((told) -> told.reload(this.plain, build),
                    (told) -> told.reload(this.strict, build), (told) -> told.reload(this.fresh, changed),
                    (told) -> this.newFiles.reload(library, told), (told) -> this.writtenOver.reload(library, told));
            for (int turn = 0; turn < ways.size(); turn++) {
                int each = (turn + i) % ways.size();
                ways.get(each).accept(times.get(each));
            }
        }
        return times;
    }

    private static void report(Report report, List<ReloadTimes> times) {
        times.forEach((each) -> each.report(report));
        ReloadTimes ours = times.getFirst();
        ReloadTimes floor = times.getLast();
        ratio(report, "reload: ours / the same system calls in C", ours.returned(), floor.returned());
        ratio(report, "reload: ours until reclaimed / the same in C", ours.reclaimed(), floor.reclaimed());
    }

    /** Of the medians, and the median of the rounds. */
    private static void ratio(Report report, String name, Samples ours, Samples floor) {
        report.figure(name, ours.median() / floor.median());
        report.figure(name + ", median", ours.medianRatioTo(floor));
    }

    /**
     * Returns a version in which one file is as never before, and that is signed anew.
     */
    private Path changed(int i) {
        Path build = this.changing.get(i & 1);
        try {
            Files.writeString(build.resolve("number.txt"), Long.toString(System.nanoTime()));
            return signed(build);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private Path signed(Path bundle) {
        try {
            this.key.sign(bundle);
            return bundle;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        this.plain.close();
        this.strict.close();
        this.fresh.close();
        this.newFiles.close();
        this.writtenOver.close();
        this.stage.close();
    }

}
