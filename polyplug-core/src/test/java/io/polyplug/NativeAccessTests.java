package io.polyplug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.polyplug.testing.ChildJvm;
import io.polyplug.testing.ModulePath;
import io.polyplug.testing.TwoRuntimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a runtime does when the JVM was not told that native code may be used.
 */
class NativeAccessTests {

    private static final String REASON = "JVMs before Java 24 neither warn of native libraries nor deny them";

    private static final String DENY = "--illegal-native-access=deny";

    private final String backend = ExpectedBackend.name();

    @TempDir
    private Path temporary;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void deniedAccessIsAnErrorThatNamesTheOptionAndTheManifestLine() throws Exception {
        String denied = "denied --enable-native-access=ALL-UNNAMED or Enable-Native-Access: ALL-UNNAMED: Backend '"
                + this.backend + "' cannot reach native code: this JVM denies native access to the class path."
                + " Start the JVM with --enable-native-access=ALL-UNNAMED, or add the line"
                + " 'Enable-Native-Access: ALL-UNNAMED' to the manifest of the executable jar";
        assertThat(onClassPath(DENY).lines()).containsExactly(denied, denied, "exit 0");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void accessThatWasNotEnabledIsWarnedOfOnce() throws Exception {
        String output = onClassPath();
        assertThat(output).contains("WARNING: A restricted method");
        assertThat(output.lines()).containsSequence("built " + this.backend, "built " + this.backend)
            .filteredOn((line) -> line.startsWith("WARN "))
            .containsExactly("WARN Native access is not enabled for the class path: this JVM warns of it, and a later"
                    + " one will deny it. Start the JVM with --enable-native-access=ALL-UNNAMED, or add the line"
                    + " 'Enable-Native-Access: ALL-UNNAMED' to the manifest of the executable jar");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void enabledAccessIsQuiet() throws Exception {
        assertQuiet(onClassPath("--enable-native-access=ALL-UNNAMED", DENY));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void olderJavaWantsNoOption() throws Exception {
        assertQuiet(onClassPath());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = REASON)
    void moduleThatIsDeniedAccessIsNamed() throws Exception {
        String module = this.backend.equals("ffm") ? "io.polyplug.ffm" : "com.sun.jna";
        String denied = "denied --enable-native-access=" + module + " or nothing: Backend '" + this.backend
                + "' cannot reach native code: this JVM denies native access to module " + module
                + ". Start the JVM with --enable-native-access=" + module;
        assertThat(onModulePath(DENY).lines()).containsExactly(denied, denied, "exit 0");
        assertQuiet(onModulePath(DENY, "--enable-native-access=" + module));
    }

    @Test
    @DisabledIf(value = "isFfm", disabledReason = "backend ffm has no library of its own")
    void libraryThatJnaCannotUnpackIsAnErrorThatNamesTheFolder() throws Exception {
        Path file = Files.createFile(this.temporary.resolve("file"));
        assertThat(onClassPath("-Djna.tmpdir=" + file.resolve("folder")))
            .contains("ConfigurationException: Backend 'jna' cannot be started: ")
            .contains("'jna.tmpdir' names")
            .endsWith("exit 1");
    }

    private boolean isFfm() {
        return this.backend.equals("ffm");
    }

    private void assertQuiet(String output) {
        assertThat(output.lines()).startsWith("built " + this.backend, "built " + this.backend)
            .endsWith("exit 0")
            .noneMatch((line) -> line.startsWith("WARN"));
    }

    private String onClassPath(String... options) throws Exception {
        return ChildJvm.with(options).run(System.getProperty("java.class.path"), TwoRuntimes.class, this.temporary);
    }

    /**
     * With polyplug and what it needs as modules, and the others on the class path.
     */
    private String onModulePath(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-p", ModulePath.ofPolyplug(), "--add-modules", "ALL-MODULE-PATH"));
        return ChildJvm.with(all.toArray(String[]::new))
            .run(ModulePath.remainingClassPath(), TwoRuntimes.class, this.temporary.resolve("work"));
    }

}
