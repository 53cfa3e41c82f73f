package io.polyplug;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.ChildJvm;
import io.polyplug.testing.HangingExit;
import io.polyplug.testing.HangingLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A library whose constructor or destructor does not come back, in a JVM of its own: the
 * system's loader is locked for the whole process meanwhile.
 */
@Timeout(300)
class HangingLibraryTests {

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({ "constructor, LOAD opening its library, LifecycleBusyException",
            "destructor, RECLAIM closing its library, BundleLoadException" })
    void callsAndReclamationGoOn(String where, String step, String refusal, TestReporter reporter) throws Exception {
        for (String bundle : new String[] { "hanging", "marker", "adder" }) {
            NativeFixtures.copyTo(bundle, this.temporary.resolve(bundle));
        }
        NativeFixtures.copyTo("reload-v1", this.temporary.resolve("reload"));
        Process last = new ProcessBuilder("sh", "-c", "sleep 100; : > release").directory(this.temporary.toFile())
            .start();
        try {
            String output = ChildJvm.with("--enable-native-access=ALL-UNNAMED")
                .run(System.getProperty("java.class.path"), HangingLibrary.class, this.temporary, where);
            assertThat(output).contains("reclaimed true, still hanging true, left 1, at " + step + ", answer 100")
                .contains(refusal + ": ", "'hanging'")
                .contains("went on")
                .endsWith("exit 0");
            Figures.publish(reporter, "Reclaimed after the last pin's end while a library hangs in its " + where,
                    output.replaceAll("(?s).*micros (\\d+).*", "$1 us"));
        }
        finally {
            last.destroy();
        }
    }

    /** Waits for the alarm of the system: a minute. */
    @Test
    void theProcessEndsAlthoughAConstructorDoesNot() throws Exception {
        NativeFixtures.copyTo("hanging", this.temporary.resolve("signal").resolve("hanging"));
        NativeFixtures.copyTo("hanging", this.temporary.resolve("return").resolve("hanging"));
        Process last = new ProcessBuilder("sh", "-c",
                "until [ -e signal/release.reached ]; do sleep 1; done; kill -TERM $(cat signal/pid); sleep 250;"
                        + " : > signal/release; : > return/release")
            .directory(this.temporary.toFile())
            .start();
        try {
            List<CompletableFuture<String>> outputs = Stream.of("signal", "return")
                .map((end) -> CompletableFuture.supplyAsync(() -> outputOfOneThatEnds(end)))
                .toList();
            for (CompletableFuture<String> output : outputs) {
                assertThat(output.get()).contains("ends").endsWith("exit 142");
            }
        }
        finally {
            last.destroy();
        }
    }

    private String outputOfOneThatEnds(String how) {
        try {
            return ChildJvm.with("--enable-native-access=ALL-UNNAMED")
                .run(System.getProperty("java.class.path"), HangingExit.class, this.temporary.resolve(how),
                        System.getProperty("polyplug.test.backend", "auto"), how);
        }
        catch (IOException | InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
