package io.polyplug.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.contract.BundleId;
import io.polyplug.fixtures.NativeFixtures;

/**
 * Many bundles. The first one is {@code measured}, the others have its code with a name,
 * an id and a contract of their own. Immutable.
 */
final class Crowd {

    private static final String BUNDLE = "measured";

    private static final String CONTRACT = "bench.Measured";

    /** A file that was changed within two seconds is read twice when it is copied. */
    private static final long SETTLING_NANOS = Effort.chosen().nanos(Duration.ofSeconds(3).toNanos());

    private final List<Path> bundles;

    private final long made;

    private Crowd(List<Path> bundles) {
        this.bundles = List.copyOf(bundles);
        this.made = System.nanoTime();
    }

    /**
     * Makes one.
     * @param folder where the bundles' folders go
     * @param size how many
     */
    static Crowd in(Path folder, int size) throws IOException {
        List<Path> bundles = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Path bundle = NativeFixtures.copyTo(BUNDLE, folder.resolve(BUNDLE + i));
            if (i > 0) {
                disguise(bundle, i);
            }
            bundles.add(bundle);
        }
        return new Crowd(bundles);
    }

    /** The id of a contract is computed from its name, which may not become longer. */
    private static void disguise(Path bundle, int number) throws IOException {
        String name = BUNDLE + number;
        String contract = String.format("bench.M%07d", number);
        Path library = NativeFixtures.library(bundle);
        Files.write(library, replaced(Files.readAllBytes(library), contract));
        Path manifest = bundle.resolve("manifest.toml");
        String text = new String(replaced(Files.readAllBytes(manifest), contract), StandardCharsets.UTF_8);
        Files.writeString(manifest, text.replace("name = \"" + BUNDLE + '"', "name = \"" + name + '"')
            .replaceAll("(?m)^id = .*$", "id = 0x" + Long.toHexString(BundleId.of(name).value())));
    }

    private static byte[] replaced(byte[] content, String contract) {
        String bytes = new String(content, StandardCharsets.ISO_8859_1);
        if (!bytes.contains(CONTRACT) || contract.length() != CONTRACT.length()) {
            throw new IllegalStateException(CONTRACT + " cannot become " + contract);
        }
        return bytes.replace(CONTRACT, contract).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the folders of the first ones. */
    List<Path> first(int count) {
        return this.bundles.subList(0, count);
    }

    /** Returns whether the files are as old as files are that nobody is working on. */
    boolean isSettled() {
        return System.nanoTime() - this.made > SETTLING_NANOS;
    }

}
