package io.polyplug.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.polyplug.PolyplugRuntime;
import io.polyplug.SignaturePolicy;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.signing.BundleSignature;
import io.polyplug.signing.SigningKey;
import io.polyplug.signing.VerifyingKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Keys and signatures of upstream's tool are good here, and ours there.
 */
class UpstreamSigningTests {

    @RegisterExtension
    final Stage stage = new Stage();

    /** Makes a bundle whose files have many kinds of names. */
    private Path bundle() throws IOException {
        Path bundle = this.stage.bundle("everything");
        Files.createDirectories(bundle.resolve("data/Zeta"));
        Files.createDirectories(bundle.resolve("data.old/empty"));
        Files.writeString(bundle.resolve("data/grün 😀.txt"), "text");
        Files.writeString(bundle.resolve("data/Zeta/a"), "");
        Files.write(bundle.resolve("data/bundle.sig"), new byte[200_000]);
        Files.writeString(bundle.resolve("data.old/b"), "b");
        return bundle;
    }

    private Path theirKeys() {
        Path keys = this.stage.folder().resolve("their-keys");
        requireSuccess(this.stage.workshop().polyplugc("keygen", "--out", keys.toString()));
        return keys;
    }

    private Tool.Run signTheirWay(Path bundle, Path key) {
        return this.stage.workshop().polyplugc("sign", "--bundle-dir", bundle.toString(), "--key", key.toString());
    }

    private Tool.Run verifyTheirWay(Path bundle) {
        return this.stage.workshop().polyplugc("verify", "--bundle-dir", bundle.toString());
    }

    private static void requireSuccess(Tool.Run run) {
        assertThat(run.succeeded()).as("%s: %s", run.command(), run.output()).isTrue();
    }

    @Test
    void whatUpstreamSignsIsVerifiedHere() throws IOException {
        Path keys = theirKeys();
        Path bundle = bundle();
        requireSuccess(signTheirWay(bundle, keys.resolve("signing.key")));
        BundleSignature signature = BundleSignature.read(bundle);
        assertThat(signature.key()).isEqualTo(VerifyingKey.read(keys.resolve("verifying.key")));
        signature.verify();
        Files.writeString(bundle.resolve("data/Zeta/a"), "changed");
        assertThatThrownBy(signature::verify).isInstanceOf(SignatureException.class);
    }

    @Test
    void whatIsSignedHereUpstreamVerifies() throws IOException {
        SigningKey key = SigningKey.generate();
        Path bundle = bundle();
        key.sign(bundle);
        Tool.Run run = verifyTheirWay(bundle);
        requireSuccess(run);
        assertThat(run.output()).contains("verifying key: " + key.verifyingKey());
        Files.writeString(bundle.resolve("data/new"), "");
        assertThat(verifyTheirWay(bundle).succeeded()).isFalse();
    }

    @Test
    void bothMakeTheSameSignatureWithTheSameKey() throws IOException {
        Path bundle = bundle();
        Path theirs = theirKeys().resolve("signing.key");
        requireSuccess(signTheirWay(bundle, theirs));
        byte[] bytes = Files.readAllBytes(bundle.resolve(BundleSignature.FILE_NAME));
        SigningKey.read(theirs).sign(bundle);
        assertThat(Files.readAllBytes(bundle.resolve(BundleSignature.FILE_NAME))).isEqualTo(bytes);

        Path ours = this.stage.folder().resolve("our.key");
        SigningKey key = SigningKey.generate();
        key.write(ours);
        key.sign(bundle);
        bytes = Files.readAllBytes(bundle.resolve(BundleSignature.FILE_NAME));
        requireSuccess(signTheirWay(bundle, ours));
        assertThat(Files.readAllBytes(bundle.resolve(BundleSignature.FILE_NAME))).isEqualTo(bytes);
    }

    @Test
    @DisplayName("SG-02 SG-07 W-05: a bundle that upstream has signed loads under REQUIRED; a reload of changed bytes is refused")
    void signedBundleLoadsUnderRequired() throws IOException {
        Path keys = theirKeys();
        Path bundle = bundle();
        requireSuccess(signTheirWay(bundle, keys.resolve("signing.key")));
        PolyplugRuntime runtime = this.stage.runtime((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED)
            .trustedKey(readTrusted(keys.resolve("verifying.key"))));
        runtime.loadBundle(bundle);
        Everything everything = runtime.contract(Everything.class);
        assertThat(everything.build()).isEqualTo(100);

        Path next = this.stage.bundle("everything-next");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(next))
            .withCauseInstanceOf(SignatureException.class);
        assertThat(everything.build()).isEqualTo(100);
        requireSuccess(signTheirWay(next, keys.resolve("signing.key")));
        runtime.reloadBundle(next);
        assertThat(everything.build()).isEqualTo(200);
    }

    @Test
    @DisplayName("SG-08: a bundle that upstream has signed with a key that is not trusted is refused")
    void untrustedKeyIsRefused() throws IOException {
        Path bundle = bundle();
        requireSuccess(signTheirWay(bundle, theirKeys().resolve("signing.key")));
        PolyplugRuntime runtime = this.stage.runtime((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED)
            .trustedKey(SigningKey.generate().verifyingKey().bytes()));
        assertThatThrownBy(() -> runtime.loadBundle(bundle)).isInstanceOf(SignatureException.class)
            .hasMessageContaining("trusted-key allowlist");
    }

    @Test
    void bothRefuseTheSameDamagedSignatures() throws IOException {
        Path bundle = bundle();
        Path file = bundle.resolve(BundleSignature.FILE_NAME);
        SigningKey.generate().sign(bundle);
        byte[] good = Files.readAllBytes(file);
        for (int at : List.of(0, 5, 6, 7, 38, 39, 102)) {
            byte[] damaged = good.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(verifyTheirWay(bundle).succeeded()).as("byte %s", at).isFalse();
            assertThatThrownBy(() -> BundleSignature.read(bundle).verify()).as("byte %s", at)
                .isInstanceOf(SignatureException.class);
        }
        Files.write(file, "short".getBytes(StandardCharsets.UTF_8));
        assertThat(verifyTheirWay(bundle).succeeded()).isFalse();
        assertThatThrownBy(() -> BundleSignature.read(bundle).verify()).isInstanceOf(SignatureException.class);
    }

    private static byte[] readTrusted(Path file) {
        try {
            return VerifyingKey.read(file).bytes();
        }
        catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

}
