package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.polyplug.codegen.guest.GuestLanguage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One contract, provided by upstream's guest in Rust and by ours in each language.
 */
class GeneratedGuestTests {

    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final String BACKEND = System.getProperty("polyplug.test.backend",
            (Runtime.version().feature() >= 25) ? "ffm" : "jna");

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource
    void upstreamsGuestIsReplacedByOursAndOursByUpstreams(GuestLanguage language) throws IOException {
        OurPeer ours = new OurPeer(language, this.stage.folder().resolve("project"));
        ours.require();
        Path bundle = ours.build();
        Path folder = Files.createDirectories(this.stage.folder().resolve("probe"));
        Tool.Run run = new Tool(folder, LONGEST)
            .run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Dpolyplug.test.level=WARN",
                    "-Dbasedir=" + Path.of(System.getProperty("basedir", "")).toAbsolutePath(), "-cp",
                    System.getProperty("java.class.path"), PeerProbe.class.getName(), BACKEND, folder.toString(),
                    this.stage.bundle("peer").toString(), this.stage.bundle("relay").toString(), bundle.toString(),
                    (language == GuestLanguage.GO) ? "1" : "0"));
        assertThat(run.output()).as("%s, %s", language, BACKEND).contains(PeerProbe.WELL);
        assertThat(run.succeeded()).as("%s, %s: %s", language, BACKEND, run.output()).isTrue();
    }

}
