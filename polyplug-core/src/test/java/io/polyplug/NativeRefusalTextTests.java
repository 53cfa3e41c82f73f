package io.polyplug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.testing.MessageRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The whole text of refusals of native code: only what has run is said to have failed,
 * and the system's words name the user's folder.
 */
@Timeout(60)
class NativeRefusalTextTests {

    private static final String SERVING = ". Version 1.0.0 (generation 1) goes on serving. ";

    @RegisterExtension
    final Stage stage = new Stage();

    private Path bundle() {
        return this.stage.bundle("reload-v1", "reload");
    }

    private void assertRefused(String alone, String reason, String cure) {
        assertThat(refusal(() -> this.stage.another((builder) -> {
        }).loadBundle(bundle()))).isEqualTo(alone + ". " + cure);
        assertThat(refusal(() -> this.stage.runtime().reloadBundle("reload")))
            .isEqualTo("reload failed for bundle 'reload': " + reason + SERVING + cure);
    }

    private String refusal(Runnable call) {
        PolyplugException failure = catchThrowableOfType(PolyplugException.class, call::run);
        assertThat(failure).isNotNull();
        MessageRules.check(failure.getMessage(), this.stage.work(), "reload");
        return failure.getMessage();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("ER-06: builds that do not get as far as their init")
    @CsvSource(delimiter = '|',
            textBlock = """
                    reload-wrong-abi  | was built for ABI 2, and this runtime speaks ABI 1: ABI version mismatch | Rebuild the bundle for ABI 1
                    reload-no-version | does not export polyplug_abi_version: init symbol missing | Export it with default visibility
                    reload-no-init    | does not export polyplug_init: init symbol missing | Export it with default visibility
                    """)
    void buildsWhoseInitDoesNotRun(String build, String defect, String cure) {
        String reason = "its library " + NativeFixtures.library(bundle()) + " " + defect;
        this.stage.runtime().loadBundle(bundle());
        NativeFixtures.copyTo(build, bundle());
        assertRefused("Bundle 'reload' was not loaded: " + reason, reason, cure);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("ER-06: inits that fail")
    @CsvSource(delimiter = '|',
            textBlock = """
                    reload-init-fails                | the licence file is missing                           | Look in the bundle's source for what its polyplug_init misses
                    reload-init-registers-then-fails | registered, then changed its mind                     | Look in the bundle's source for what its polyplug_init misses
                    reload-init-fails-silently       | polyplug_init returned error code 256 | Look in the bundle's source for what its polyplug_init misses
                    reload-duplicate                 | polyplug_init returned error code 7, after the host had refused it this: it is a duplicate provider of contract 'reload.test', which it has registered before | Register each contract once
                    """)
    void initsThatFail(String build, String reason, String cure) {
        this.stage.runtime().loadBundle(bundle());
        NativeFixtures.copyTo(build, bundle());
        assertRefused("init failed for bundle 'reload': " + reason, "init failed: " + reason, cure);
    }

    @Test
    @DisplayName("what the system's loader says of the private copy is told of the user's folder")
    void librariesThatTheSystemDoesNotOpen() throws IOException {
        this.stage.runtime().loadBundle(bundle());
        Path library = NativeFixtures.library(bundle());
        String bytes = Files.readString(library, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("libc.so.6");
        Files.writeString(library, bytes.replace("libc.so.6", "libq.so.6"), StandardCharsets.ISO_8859_1);
        String reason = "its library " + library + " could not be opened: libq.so.6: cannot open shared object file: No"
                + " such file or directory";
        assertRefused("Bundle 'reload' was not loaded: " + reason, reason,
                "Install what it needs, or put it beside the library and link with -Wl,-rpath,'$ORIGIN'");
        Files.writeString(library,
                bytes.replace("__cxa_finalize", "__cxa_finalyze").replace("GLIBC_2.2.5", "GLIBC_2.9.5"),
                StandardCharsets.ISO_8859_1);
        String versioned = refusal(() -> this.stage.runtime().reloadBundle("reload"));
        assertThat(versioned)
            .startsWith("reload failed for bundle 'reload': its library " + library + " could not be opened: ")
            .contains("(required by " + library + ")")
            .endsWith(SERVING + "Build it on a system whose glibc is not newer than this one");
    }

}
