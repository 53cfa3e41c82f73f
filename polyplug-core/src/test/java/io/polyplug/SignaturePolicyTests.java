package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ManifestException;
import io.polyplug.error.PolyplugException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.error.SignatureException.Kind;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.signing.SigningKey;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import io.polyplug.testing.CapturedLog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which bundles a signature policy lets in, at each of the three ways in: load, reload,
 * rollback.
 */
@Timeout(300)
class SignaturePolicyTests {

    @RegisterExtension
    final Stage stage = new Stage();

    private final SigningKey key = SigningKey.generate();

    private final SigningKey other = SigningKey.generate();

    private final List<ReloadPhase> phases = new CopyOnWriteArrayList<>();

    private PolyplugRuntime runtime(SignaturePolicy policy, byte[]... trusted) {
        return this.stage.another((builder) -> {
            builder.signaturePolicy(policy).onReload(this.phases::add);
            Arrays.asList(trusted).forEach(builder::trustedKey);
        });
    }

    private PolyplugRuntime requiring(SigningKey... trusted) {
        return runtime(SignaturePolicy.REQUIRED,
                Stream.of(trusted).map((each) -> each.verifyingKey().bytes()).toArray(byte[][]::new));
    }

    private Path bundle() {
        return this.stage.bundle("reload-v1", "reload");
    }

    private Path signed(SigningKey signer) {
        return sign(signer, bundle());
    }

    private static Path sign(SigningKey signer, Path bundle) {
        try {
            signer.sign(bundle);
            return bundle;
        }
        catch (IOException ex) {
            throw new AssertionError(ex);
        }
    }

    private static void tamper(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
    }

    private static int answer(PolyplugRuntime runtime) {
        return runtime.contract(Plugins.Answering.class).answer();
    }

    private SignatureException refusal(Kind kind, String token, ThrowingCallable load) {
        SignatureException failure = catchThrowableOfType(SignatureException.class, load);
        assertThat(failure).hasMessageContainingAll(token, "'reload'");
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }

    private void assertRefused(Path bundle, Kind kind, String token, SigningKey... trusted) {
        try (PolyplugRuntime runtime = requiring(trusted)) {
            SignatureException failure = refusal(kind, token, () -> runtime.loadBundle(bundle));
            assertThat(failure).hasMessageContaining(bundle.toString());
            assertThat(failure.bundleName()).isEqualTo("reload");
            assertThat(runtime.bundles()).isEmpty();
            assertThat(this.stage.privateCopies()).isEmpty();
        }
    }

    @Test
    @DisplayName("SG-01 SG-10: under OFF a bundle loads unsigned, badly signed, and signed by whomever; keys are ignored")
    void off() throws IOException {
        byte[] malformed = new byte[32];
        for (byte[] trusted : List.of(malformed, this.other.verifyingKey().bytes())) {
            try (PolyplugRuntime runtime = runtime(SignaturePolicy.OFF, trusted)) {
                runtime.loadBundle(bundle());
                runtime.unloadBundle("reload");
                runtime.loadBundle(signed(this.key));
                Files.writeString(bundle().resolve("bundle.sig"), "no signature");
                runtime.reloadBundle("reload");
                assertThat(answer(runtime)).isEqualTo(100);
            }
        }
    }

    @Test
    @DisplayName("the signer of a bundle is the key whose signature was verified, and nobody where none was good or looked at")
    void signerIsVerified() throws IOException {
        Path bundle = signed(this.key);
        try (PolyplugRuntime runtime = requiring()) {
            assertThat(runtime.loadBundle(bundle).signer()).contains(this.key.verifyingKey());
            sign(this.other, bundle);
            assertThat(runtime.bundle("reload").orElseThrow().signer()).as("what runs, not what lies in the folder")
                .contains(this.key.verifyingKey());
            runtime.reloadBundle("reload");
            assertThat(runtime.bundle("reload").orElseThrow().signer()).contains(this.other.verifyingKey());
        }
        try (PolyplugRuntime runtime = runtime(SignaturePolicy.OFF)) {
            assertThat(runtime.loadBundle(bundle).signer()).isEmpty();
        }
        Files.writeString(bundle.resolve("added"), "after signing");
        try (PolyplugRuntime runtime = runtime(SignaturePolicy.WARN_ONLY)) {
            assertThat(runtime.loadBundle(bundle).signer()).isEmpty();
        }
    }

    @Test
    @DisplayName("trusted keys under OFF are warned of: nothing looks at them")
    void keysWithoutPolicy() {
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            runtime(SignaturePolicy.OFF, this.key.verifyingKey().bytes());
            assertThat(log.lines()).anyMatch((line) -> line.startsWith("WARN Trusted keys are set"));
        }
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            runtime(SignaturePolicy.OFF);
            requiring(this.key);
            assertThat(log.lines()).noneMatch((line) -> line.startsWith("WARN"));
        }
    }

    @Test
    @DisplayName("SG-02: under REQUIRED a signed bundle loads, whoever signed it")
    void signedBundleLoads() {
        for (SigningKey signer : List.of(this.key, this.other)) {
            try (PolyplugRuntime runtime = requiring()) {
                runtime.loadBundle(signed(signer));
                assertThat(answer(runtime)).isEqualTo(100);
            }
        }
    }

    @Test
    @DisplayName("SG-03: under REQUIRED an unsigned bundle is refused as not signed")
    void unsignedBundleIsRefused() {
        assertRefused(bundle(), Kind.UNSIGNED, "not signed");
        assertRefused(bundle(), Kind.UNSIGNED, "not signed", this.key);
    }

    @Test
    @DisplayName("SG-04 SG-14: under REQUIRED a change of library, manifest, a nested or an added file is refused")
    void tamperedBundleIsRefused() throws IOException {
        Path bundle = bundle();
        Path nested = Files.writeString(Files.createDirectories(bundle.resolve("data/models")).resolve("m.bin"), "m");
        for (Path file : List.of(NativeFixtures.library(bundle), nested)) {
            signed(this.key);
            tamper(file);
            assertRefused(bundle, Kind.VERIFICATION_FAILED, "signature verification failed");
        }
        signed(this.key);
        Files.writeString(bundle.resolve("manifest.toml"), "\n# harmless\n", StandardOpenOption.APPEND);
        assertRefused(bundle, Kind.VERIFICATION_FAILED, "signature verification failed");
        signed(this.key);
        Files.createFile(bundle.resolve("data/models/bundle.sig"));
        assertRefused(bundle, Kind.VERIFICATION_FAILED, "signature verification failed");
    }

    @ParameterizedTest
    @ValueSource(strings = { "real/", "../../elsewhere/", "absolute", "missing" })
    @DisplayName("SG-05: under REQUIRED a library that is a link is refused by its signature, wherever the link leads")
    void linkedLibraryIsRefused(String where) throws IOException {
        Path bundle = signed(this.key);
        Path library = NativeFixtures.library(bundle);
        Path target = switch (where) {
            case "absolute" -> this.stage.folder().resolve("absolute").resolve(library.getFileName());
            case "missing" -> Path.of("missing.so");
            default -> Path.of(where).resolve(library.getFileName());
        };
        Path absolute = bundle.resolve(target).normalize();
        Files.createDirectories(absolute.getParent());
        Files.move(library, absolute);
        if (where.equals("missing")) {
            Files.delete(absolute);
        }
        Files.createSymbolicLink(library, target);
        assertRefused(bundle, Kind.VERIFICATION_FAILED, "signature verification failed");
        try (PolyplugRuntime runtime = requiring()) {
            assertThat(catchThrowableOfType(SignatureException.class, () -> runtime.loadBundle(bundle)))
                .hasMessageContainingAll(library.getFileName().toString(), "symbolic link");
        }
        try (PolyplugRuntime runtime = runtime(SignaturePolicy.OFF)) {
            if (where.equals("real/")) {
                runtime.loadBundle(bundle);
                assertThat(answer(runtime)).as("a link that stays inside is fine without a signature").isEqualTo(100);
            }
            else {
                assertThat(catchThrowableOfType(BundleLoadException.class, () -> runtime.loadBundle(bundle)))
                    .hasMessageContaining(library.getFileName().toString());
            }
        }
    }

    @Test
    @DisplayName("under REQUIRED a folder that cannot be copied for another reason says that reason")
    void folderThatCannotBeCopied() {
        Path bundle = signed(this.key);
        PolyplugRuntime runtime = this.stage.another(
                (builder) -> builder.workDirectory(bundle.resolve("work")).signaturePolicy(SignaturePolicy.REQUIRED));
        BundleLoadException failure = catchThrowableOfType(BundleLoadException.class, () -> runtime.loadBundle(bundle));
        assertThat(failure).hasMessageContaining("the work directory lies in it");
    }

    @Test
    @DisplayName("SG-06: under WARN_ONLY an unsigned bundle loads with one warning, a signed one without any")
    void warnOnly() {
        PolyplugRuntime runtime = runtime(SignaturePolicy.WARN_ONLY);
        assertThat(warnings(() -> runtime.loadBundle(bundle()))).hasSize(1)
            .allMatch((line) -> line.contains("signature check failed") && line.contains("is not signed")
                    && line.contains("'reload'"));
        assertThat(answer(runtime)).isEqualTo(100);
        signed(this.key);
        assertThat(warnings(() -> runtime.reloadBundle("reload"))).isEmpty();
    }

    @Test
    @DisplayName("SG-14: under WARN_ONLY each activation of a bad bundle warns once: load, reload and rollback")
    void warnOnlyAtEachActivation() throws IOException {
        PolyplugRuntime runtime = runtime(SignaturePolicy.WARN_ONLY);
        signed(this.key);
        Files.writeString(bundle().resolve("added"), "x");
        for (Runnable activation : List.<Runnable>of(() -> runtime.loadBundle(bundle()),
                () -> runtime.reloadBundle("reload"), () -> runtime.rollbackBundle("reload"))) {
            assertThat(warnings(activation)).hasSize(1)
                .allMatch((line) -> line.contains("signature check failed")
                        && line.contains("signature verification failed"));
        }
        assertThat(runtime.bundle("reload").orElseThrow().generation()).isEqualTo(3);
    }

    private static List<String> warnings(Runnable action) {
        try (CapturedLog log = CapturedLog.of("polyplug.runtime")) {
            action.run();
            return log.events()
                .stream()
                .filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map((event) -> event.getFormattedMessage())
                .toList();
        }
    }

    @Test
    @DisplayName("SG-07 SG-08: with trusted keys REQUIRED lets in what one of them signed, and nobody else's")
    void pinnedKeys() {
        try (PolyplugRuntime runtime = requiring(this.other, this.key)) {
            runtime.loadBundle(signed(this.key));
            assertThat(answer(runtime)).isEqualTo(100);
        }
        assertRefused(signed(this.key), Kind.UNTRUSTED_KEY, "trusted-key allowlist", this.other);
    }

    @Test
    @DisplayName("SG-09: under WARN_ONLY a bundle that a stranger signed loads with a warning")
    void pinnedKeysWarnOnly() {
        PolyplugRuntime runtime = runtime(SignaturePolicy.WARN_ONLY, this.other.verifyingKey().bytes());
        assertThat(warnings(() -> runtime.loadBundle(signed(this.key)))).hasSize(1)
            .allMatch((line) -> line.contains("signature check failed") && line.contains("trusted-key allowlist"));
        assertThat(answer(runtime)).isEqualTo(100);
    }

    @Test
    @DisplayName("SG-13: a trusted key is copied: overwriting the array before and after build() changes nothing")
    void keysAreCopied() {
        byte[] array = this.key.verifyingKey().bytes();
        PolyplugRuntime runtime = this.stage.another((builder) -> {
            builder.signaturePolicy(SignaturePolicy.REQUIRED).trustedKey(array);
            System.arraycopy(this.other.verifyingKey().bytes(), 0, array, 0, array.length);
        });
        Arrays.fill(array, (byte) 7);
        runtime.loadBundle(signed(this.key));
        runtime.unloadBundle("reload");
        refusal(Kind.UNTRUSTED_KEY, "trusted-key allowlist", () -> runtime.loadBundle(signed(this.other)));
    }

    @Test
    @DisplayName("W-05 SG-14: a bundle that was tampered with between load and reload is not reloaded; the old one serves")
    void reloadVerifies() throws IOException {
        PolyplugRuntime runtime = requiring(this.key);
        Path bundle = signed(this.key);
        runtime.loadBundle(bundle);
        NativeFixtures.copyTo("reload-v2", bundle);
        for (ThrowingCallable reload : List.<ThrowingCallable>of(() -> runtime.reloadBundle("reload"),
                () -> runtime.reloadBundle(bundle), () -> runtime.reloadBundle(NativeFixtures.library(bundle)))) {
            assertReloadRefused(runtime, Kind.VERIFICATION_FAILED, "signature verification failed", reload);
        }
        sign(this.other, bundle);
        assertReloadRefused(runtime, Kind.UNTRUSTED_KEY, "trusted-key allowlist", () -> runtime.reloadBundle("reload"));
        Files.delete(bundle.resolve("bundle.sig"));
        assertReloadRefused(runtime, Kind.UNSIGNED, "not signed", () -> runtime.reloadBundle("reload"));
        sign(this.key, bundle);
        runtime.reloadBundle("reload");
        assertThat(answer(runtime)).isEqualTo(200);
    }

    private void assertReloadRefused(PolyplugRuntime runtime, Kind kind, String token, ThrowingCallable reload) {
        this.phases.clear();
        ReloadException failure = catchThrowableOfType(ReloadException.class, reload);
        assertThat(failure).hasMessageContainingAll(token, "goes on serving")
            .cause()
            .isInstanceOfSatisfying(SignatureException.class, (cause) -> assertThat(cause.kind()).isEqualTo(kind));
        assertThat(this.phases).singleElement()
            .isInstanceOfSatisfying(ReloadPhase.Failed.class, (phase) -> assertThat(phase.reason()).contains(token));
        assertThat(runtime.bundle("reload").orElseThrow().generation()).isEqualTo(1);
        assertThat(answer(runtime)).isEqualTo(100);
        assertThat(this.stage.privateCopies()).hasSize(1);
    }

    @Test
    @DisplayName("W-05: a reload from another folder is verified there")
    void reloadFromAnotherFolder() {
        PolyplugRuntime runtime = requiring(this.key);
        runtime.loadBundle(signed(this.key));
        Path next = this.stage.bundle("reload-v2");
        assertReloadRefused(runtime, Kind.UNSIGNED, "not signed", () -> runtime.reloadBundle(next));
        sign(this.key, next);
        runtime.reloadBundle(next);
        assertThat(answer(runtime)).isEqualTo(200);
    }

    @Test
    @DisplayName("W-05: what was verified is what is opened: overwriting the folder after the check changes nothing")
    void whatWasVerifiedIsWhatIsOpened() {
        Path bundle = bundle();
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED).onReload((phase) -> {
                if (phase instanceof ReloadPhase.Preparing) {
                    NativeFixtures.copyTo("reload-init-fails", bundle);
                }
            }));
        runtime.loadBundle(signed(this.key));
        NativeFixtures.copyTo("reload-v2", bundle);
        signed(this.key);
        runtime.reloadBundle("reload");
        assertThat(answer(runtime)).isEqualTo(200);
        assertThat(catchThrowableOfType(ReloadException.class, () -> runtime.reloadBundle("reload")))
            .hasMessageContaining("signature verification failed");
    }

    @Test
    @DisplayName("W-05 W-26: a rollback verifies the files that were kept, and not the folder they came from")
    void rollbackVerifiesTheKeptFiles() throws IOException {
        PolyplugRuntime runtime = requiring(this.key);
        Path bundle = signed(this.key);
        runtime.loadBundle(bundle);
        NativeFixtures.copyTo("reload-v2", bundle);
        signed(this.key);
        runtime.reloadBundle("reload");
        tamper(NativeFixtures.library(bundle));
        runtime.rollbackBundle("reload");
        assertThat(answer(runtime)).isEqualTo(100);
        runtime.rollbackBundle("reload");
        assertThat(answer(runtime)).isEqualTo(200);
        assertThat(runtime.awaitReclamation(Duration.ofSeconds(60))).isTrue();
        List<Path> kept = privateFiles();
        for (Path file : kept) {
            file.toFile().setWritable(true);
            tamper(file);
        }
        assertThat(kept).hasSize(1);
        this.phases.clear();
        ReloadException failure = catchThrowableOfType(ReloadException.class, () -> runtime.rollbackBundle("reload"));
        assertThat(failure).hasCauseInstanceOf(SignatureException.class)
            .hasMessageContaining("signature verification failed");
        assertThat(this.phases).singleElement().isInstanceOf(ReloadPhase.Failed.class);
        assertThat(answer(runtime)).isEqualTo(200);
    }

    /** Returns the libraries of the private copies that are not mapped. */
    private List<Path> privateFiles() throws IOException {
        List<String> mapped = this.stage.mappedLibraries();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(this.stage.work())) {
            all.filter((each) -> each.toString().endsWith(".so") && !mapped.contains(each.toString()))
                .filter((each) -> !each.getParent().toString().endsWith(".spare"))
                .forEach(files::add);
        }
        return files;
    }

    @Test
    @DisplayName("docs/abi.md 8.3: the manifest's identity comes before the signature, the rest of it afterwards")
    void orderOfChecks() throws IOException {
        Path bundle = bundle();
        Path manifest = bundle.resolve("manifest.toml");
        String text = Files.readString(manifest);
        PolyplugRuntime runtime = requiring(this.key);
        for (String late : List.of(text.replaceFirst("(?m)^loader = .*$", "loader = \"lua\""),
                text.replaceFirst("(?m)^version = .*$", "version = \"latest\""),
                text.replaceFirst("(?m)^\\[function_count\\]$", "[function_counts]"))) {
            assertThat(late).isNotEqualTo(text);
            Files.writeString(manifest, late);
            refusal(Kind.UNSIGNED, "not signed", () -> runtime.loadBundle(bundle));
            sign(this.key, bundle);
            assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime.loadBundle(bundle)))
                .isNotInstanceOf(SignatureException.class);
            Files.delete(bundle.resolve("bundle.sig"));
        }
        for (String early : List.of("this is no TOML", text.replaceFirst("(?m)^id = .*$", "id = 1"),
                text.replaceFirst("(?m)^provides = .*$", "provides = [\"@\"]"))) {
            assertThat(early).isNotEqualTo(text);
            Files.writeString(manifest, early);
            assertThat(catchThrowableOfType(ManifestException.class, () -> runtime.loadBundle(bundle))).isNotNull();
        }
    }

    @Test
    @DisplayName("under REQUIRED a folder of bundles with an unsigned one among them loads none")
    void foldersOfBundles() {
        sign(this.key, bundle());
        Path slow = this.stage.bundle("slow");
        PolyplugRuntime runtime = requiring(this.key);
        Path parent = bundle().getParent();
        assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime.loadBundles(parent)))
            .hasMessageContainingAll("not signed", "'slow'");
        assertThat(runtime.bundles()).isEmpty();
        sign(this.key, slow);
        assertThat(runtime.loadBundles(parent)).extracting(BundleInfo::name).containsExactly("reload", "slow");
    }

    @Test
    @DisplayName("SG-14: a bundle of Java objects has no files to sign, and is the application's own: it loads under each"
            + " policy, without a warning")
    void inProcessBundles() {
        InProcessBundle bundle = InProcessBundle.of("reload", "1.0.0").provide(Plugins.Answering.class, () -> 42);
        for (SignaturePolicy policy : SignaturePolicy.values()) {
            try (PolyplugRuntime runtime = runtime(policy)) {
                assertThat(warnings(() -> runtime.loadBundle(bundle))).isEmpty();
                assertThat(warnings(() -> runtime.reloadBundle(bundle))).isEmpty();
                assertThat(answer(runtime)).isEqualTo(42);
            }
        }
    }

    @Test
    @DisplayName("W-05: what a loader of the application opens is verified before it sees it")
    void loadersOfTheApplication() throws IOException {
        List<String> answers = new ArrayList<>();
        BundleLoader loader = new BundleLoader() {

            @Override
            public String name() {
                return "text";
            }

            @Override
            public AutoCloseable load(BundleContext context) throws IOException {
                answers.add(Files.readString(context.file()));
                context.provide(Plugins.Answering.class, () -> 7);
                return () -> {
                };
            }

        };
        PolyplugRuntime runtime = this.stage
            .another((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED).loader(loader));
        Path bundle = bundle();
        Path manifest = bundle.resolve("manifest.toml");
        Path text = Files.writeString(bundle.resolve("answer.txt"), "seven");
        Files.writeString(manifest,
                Files.readString(manifest)
                    .replaceFirst("(?m)^loader = .*$", "loader = \"text\"")
                    .replaceFirst("(?m)^file = .*$", "file = \"answer.txt\""));
        refusal(Kind.UNSIGNED, "not signed", () -> runtime.loadBundle(bundle));
        signed(this.key);
        runtime.loadBundle(bundle);
        Files.writeString(text, "eight");
        assertThat(catchThrowableOfType(ReloadException.class, () -> runtime.reloadBundle("reload")))
            .hasCauseInstanceOf(SignatureException.class);
        assertThat(answers).containsExactly("seven");
        assertThat(answer(runtime)).isEqualTo(7);
    }

    @Test
    @DisplayName("a rotation of keys: both are trusted for a while, then the old one no more")
    void rotation() {
        Path bundle = signed(this.key);
        try (PolyplugRuntime runtime = requiring(this.key, this.other)) {
            runtime.loadBundle(bundle);
            sign(this.other, bundle);
            runtime.reloadBundle("reload");
        }
        assertRefused(signed(this.key), Kind.UNTRUSTED_KEY, HexFormat.of().formatHex(this.key.verifyingKey().bytes()),
                this.other);
    }

}
