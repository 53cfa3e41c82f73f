package io.polyplug.upcall;

import java.nio.file.Path;

import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.ChildJvm;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of the stack in compiled code: a JVM of its own, which compiles early and all
 * at once, so that a check that its compiler could leave out is missing from the
 * beginning.
 */
@Timeout(600)
class EndOfStackTests {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("calls that find no room on the stack end in Java, by whatever compiler they were compiled")
    void compiledCallsAskForRoom() throws Exception {
        Path everything = NativeFixtures.copyTo("everything", this.folder.resolve("everything"));
        Path caller = NativeFixtures.copyTo("caller", this.folder.resolve("caller"));
        String output = ChildJvm
            .with("-XX:TieredStopAtLevel=4", "-XX:-TieredCompilation", "-Xbatch", "-XX:CompileThreshold=200",
                    "--enable-native-access=ALL-UNNAMED")
            .run(System.getProperty("java.class.path"), EndOfStack.class,
                    System.getProperty("polyplug.test.backend", "auto"), everything, caller);
        assertThat(output.lines().toList()).as(output).contains("survived", "exit 0");
    }

}
