package io.polyplug;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names beyond ASCII in a JVM that was started under {@code LC_ALL=C}, where Java cannot
 * write them: they work, or the locale is named as the cause.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LocaleTests {

    private static final String LOCALE = "The likely cause is the locale: this JVM takes file names for ";

    private static final String CURE = "Start it with the environment variable LC_ALL=C.UTF-8";

    @TempDir
    Path temporary;

    Path bundle;

    @BeforeEach
    void createBundle() {
        this.bundle = NativeFixtures.copyTo("reload-v1", this.temporary.resolve("bundles/reload"));
    }

    /** Names a child whatever locale this JVM has. */
    private static Path named(Path parent, String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02x", each & 0xff));
        }
        return Path.of(URI.create("file://" + parent.toUri().getRawPath().replaceAll("/$", "") + "/" + encoded));
    }

    private String start(String locale, Path work, Path location) throws Exception {
        return ChildJvm.with("-Xshare:auto", "--enable-native-access=ALL-UNNAMED")
            .environment("LC_ALL", locale)
            .run(System.getProperty("java.class.path"), Application.class, ExpectedBackend.name(), work.toUri(),
                    location.toUri());
    }

    private void nameLibrary(String name) throws IOException {
        Files.move(this.bundle.resolve("libreload.so"), named(this.bundle, name));
        Path manifest = this.bundle.resolve("manifest.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("libreload.so", name));
    }

    @Test
    void dataFilesAndFoldersOfBundlesWork() throws Exception {
        Files.writeString(named(this.bundle, "gr\u00fc\u00df"), "data");
        Path odd = named(this.temporary, "b\u00fcndel");
        Files.move(this.temporary.resolve("bundles"), odd);
        assertThat(start("C", this.temporary.resolve("work"), odd)).contains("answer 100", "exit 0");
    }

    @Test
    void libraryNamesTheLocale() throws Exception {
        nameLibrary("libgr\u00fc\u00df.so");
        assertThat(start("C", this.temporary.resolve("work"), this.temporary.resolve("bundles")))
            .contains("'reload' was not loaded", "its manifest names the library", LOCALE, CURE, "exit 1");
        assertThat(start("C.UTF-8", this.temporary.resolve("work"), this.temporary.resolve("bundles")))
            .contains("answer 100", "exit 0");
    }

    @Test
    void workDirectoryNamesTheLocale() throws Exception {
        Path work = named(this.temporary, "gr\u00f6\u00dfe");
        assertThat(start("C", work, this.temporary.resolve("bundles"))).contains("The work directory ",
                " cannot be used", LOCALE, CURE, "exit 1");
        assertThat(start("C.UTF-8", work, this.temporary.resolve("bundles"))).contains("answer 100", "exit 0");
    }

    @Test
    void linkToAWorkDirectoryNamesTheLocale() throws Exception {
        Path odd = Files.createDirectory(named(this.temporary, "gr\u00f6\u00dfe"));
        Files.createSymbolicLink(this.temporary.resolve("link"), odd);
        assertThat(start("C", this.temporary.resolve("link/work"), this.temporary.resolve("bundles")))
            .contains("The work directory ", " cannot be used", LOCALE, CURE, "exit 1");
    }

    /** Loads bundles and calls one. */
    static final class Application {

        private Application() {
        }

        /** Takes URLs, for arguments of a process go through the locale as well. */
        public static void main(String[] arguments) {
            try (PolyplugRuntime runtime = PolyplugRuntime.builder()
                .backend(arguments[0])
                .workDirectory(Path.of(URI.create(arguments[1])))
                .bundleDirectory(Path.of(URI.create(arguments[2])))
                .build()) {
                System.out.println("answer " + runtime.contract(Answering.class).answer());
            }
            catch (PolyplugException ex) {
                System.out.println(ex.getMessage());
                System.exit(1);
            }
        }

    }

    /** The contract of the bundle. */
    @GuestContract(name = "reload.test", version = "1.0.0")
    interface Answering {

        @ContractFunction(0)
        int answer();

    }

}
