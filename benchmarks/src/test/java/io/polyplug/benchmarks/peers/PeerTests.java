package io.polyplug.benchmarks.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everybody whom polyplug is compared with serves the same, and replaces it.
 */
class PeerTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(PeerKind.class)
    void servesWhatReplacedTheOther(PeerKind kind) throws Exception {
        Assumptions.assumeTrue(kind.isAvailable(), "the profile peers is not on");
        try (Peer peer = kind.open(this.folder)) {
            Calculator one = peer.caller(0);
            Calculator other = peer.caller(Peer.CALLERS - 1);
            assertServes(one, Version.HELLO);
            peer.replace(Version.HOWDY);
            assertServes(one, Version.HOWDY);
            assertServes(other, Version.HOWDY);
            peer.replace(Version.HELLO);
            assertServes(one, Version.HELLO);
            assertServes(other, Version.HELLO);
        }
    }

    private static void assertServes(Calculator calculator, Version version) {
        assertThat(calculator.add(40, 2L)).isEqualTo(42);
        assertThat(calculator.add(-1, 1L << 40)).isEqualTo((1L << 40) - 1);
        assertThat(calculator.greet("Frida")).isEqualTo(version.greeting() + "Frida");
    }

}
