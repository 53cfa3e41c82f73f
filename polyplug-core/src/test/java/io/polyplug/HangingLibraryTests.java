package io.polyplug;

import java.nio.file.Path;

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

    /** Waits for the alarm of the system: half a minute. */
    @Test
    void theProcessEndsAlthoughAConstructorDoesNot() throws Exception {
        NativeFixtures.copyTo("hanging", this.temporary.resolve("hanging"));
        Process last = new ProcessBuilder("sh", "-c", "sleep 250; : > release").directory(this.temporary.toFile())
            .start();
        try {
            String output = ChildJvm.with("--enable-native-access=ALL-UNNAMED")
                .run(System.getProperty("java.class.path"), HangingExit.class, this.temporary,
                        System.getProperty("polyplug.test.backend", "auto"));
            assertThat(output).contains("ends").endsWith("exit 142");
        }
        finally {
            last.destroy();
        }
    }

}
