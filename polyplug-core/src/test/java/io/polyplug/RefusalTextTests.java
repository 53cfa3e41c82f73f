package io.polyplug;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import io.polyplug.contract.BundleId;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.PolyplugException;
import io.polyplug.fixtures.NativeFixtures;
import io.polyplug.signing.SigningKey;
import io.polyplug.spi.BundleContext;
import io.polyplug.spi.BundleLoader;
import io.polyplug.testing.CapturedLog;
import io.polyplug.testing.MessageRules;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The whole text of each refusal, alone, of a reload and in the log: the thing, the
 * cause, what goes on serving, and the cure, each of them once.
 */
@Timeout(60)
class RefusalTextTests {

    private static final String FIT = "Load a version of the bundle that fits, or change the Java interface";

    @RegisterExtension
    final Stage stage = new Stage();

    /** The generation of version 1.0.0 that serves. */
    private long generation = 1;

    private String serving() {
        return ". Version 1.0.0 (generation " + this.generation + ") goes on serving. ";
    }

    /** What is told of operations; when a generation is reclaimed is another matter. */
    private static CapturedLog records() {
        CapturedLog log = CapturedLog.of("polyplug.lifecycle");
        log.setLevel(Level.INFO);
        return log;
    }

    private Path bundle() {
        return this.stage.bundle("reload-v1", "reload");
    }

    private PolyplugRuntime runtime() {
        return this.stage.runtime();
    }

    /** Asserts what a load throws, and the one record of it. */
    private void assertNotLoaded(ThrowingCallable load, String summary, String logged, String cure) {
        String message = summary + ". " + cure;
        try (CapturedLog log = records()) {
            assertThat(catchThrowableOfType(PolyplugException.class, load)).hasMessage(message);
            assertThat(log.lines()).containsExactly("WARN Refused to load " + logged + ". " + cure);
        }
        MessageRules.check(message, this.stage.work(), "reload");
    }

    /** Asserts the same of bundle {@code reload}. */
    private void assertNotLoaded(ThrowingCallable load, String reason, String cure) {
        assertNotLoaded(load, "Bundle 'reload' was not loaded: " + reason, "bundle 'reload': " + reason, cure);
    }

    /** Asserts what a reload of bundle {@code reload} throws, tells and logs. */
    private void assertNotReloaded(ThrowingCallable reload, String reason, String cure) {
        this.stage.phases.clear();
        String message = "reload failed for bundle 'reload': " + reason + serving() + cure;
        try (CapturedLog log = records()) {
            assertThat(catchThrowableOfType(PolyplugException.class, reload)).hasMessage(message);
            assertThat(log.lines())
                .containsExactly("WARN Refused to reload bundle 'reload': " + reason + serving() + cure);
        }
        assertThat(this.stage.phases(ReloadPhase.Failed.class)).singleElement()
            .satisfies((failed) -> assertThat(failed.reason()).isEqualTo(reason + ". " + cure));
        MessageRules.check(message, this.stage.work(), "reload");
    }

    private void assertNotReloaded(String reason, String cure) {
        assertNotReloaded(() -> runtime().reloadBundle("reload"), reason, cure);
    }

    private void edit(String line, String replacement) {
        Path manifest = bundle().resolve("manifest.toml");
        try {
            String text = Files.readString(manifest);
            assertThat(text).containsPattern("(?m)^" + line);
            Files.writeString(manifest, text.replaceFirst("(?m)^" + line, replacement));
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    @Test
    void bundleThatIsLoadedAlready() {
        runtime().loadBundle(bundle());
        assertNotLoaded(() -> runtime().loadBundle(bundle()), "it is already loaded from " + bundle(),
                "Reload it, or unload it first");
        runtime().loadBundle(InProcessBundle.of("tax", "1.0.0"));
        assertNotLoaded(() -> runtime().loadBundle(InProcessBundle.of("tax", "1.0.0")),
                "Bundle 'tax' was not loaded: it is already loaded as an in-process bundle",
                "bundle 'tax': it is already loaded as an in-process bundle", "Reload it, or unload it first");
    }

    @Test
    void manifestThatIsNotThere() throws IOException {
        runtime().loadBundle(bundle());
        Path manifest = bundle().resolve("manifest.toml");
        Files.delete(manifest);
        String reason = "manifest parse error in " + manifest + ": there is no such file";
        String cure = "Give the bundle's folder, or a file in it";
        assertNotReloaded(reason, cure);
        assertNotLoaded(() -> runtime().loadBundle(bundle()), reason, "a bundle: " + reason, cure);
    }

    @Test
    void manifestsThatSayWhatTheyMayNot() {
        runtime().loadBundle(bundle());
        Path manifest = bundle().resolve("manifest.toml");
        BundleId id = BundleId.of("reload");
        edit("id = .*$", "id = 1");
        String ids = "its id is 0x0000000000000001, but the id of this name is 0x" + id;
        assertNotReloaded(manifest + ": it was renamed or tampered with: " + ids,
                "Write the latter if the name is right");
        runtime().unloadBundle("reload");
        assertNotLoaded(() -> runtime().loadBundle(bundle()),
                manifest + ": bundle 'reload' was renamed or tampered with: " + ids,
                "a bundle: " + manifest + ": it was renamed or tampered with: " + ids,
                "Write the latter if the name is right");
        edit("id = .*$", "id = 0x" + id);
        this.generation = runtime().loadBundle(bundle()).generation();
        edit("file = .*$", "file = \"\"");
        assertNotReloaded(manifest + ": it names no library: empty or missing `file`",
                "Write the library's path relative to the bundle's folder, such as file = \"libreload.so\"");
        edit("file = .*$", "file = \"libreload.so\"");
        edit("version = .*$", "version = \"latest\"");
        assertNotReloaded(
                manifest + ": the version field is wrong: 'latest' is not a version of two or three numbers up to"
                        + " 4294967295",
                "Write it such as version = \"1.0.0\"");
        edit("version = .*$", "version = \"1.0.0\"");
        edit("name = .*$", "name = ");
        assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime().reloadBundle("reload")))
            .hasMessageStartingWith(
                    "reload failed for bundle 'reload': " + manifest + ": not valid TOML: line 2, column ")
            .hasMessageEndingWith(serving() + "Correct it there")
            .satisfies((ex) -> MessageRules.check(ex.getMessage(), this.stage.work(), "reload"));
    }

    @Test
    void loadersThatAreUnknownOrAnotherOne() {
        runtime().loadBundle(bundle());
        edit("loader = .*$", "loader = \"basic\"");
        assertNotReloaded("it asks for loader 'basic', and no loader is registered under that name; there are [native]",
                "Register the loader before the bundle is loaded, or use a build of the bundle for one of these");
        runtime().registerLoader(new Loader("basic", true));
        assertNotReloaded("it was loaded by loader 'native' and its manifest now names 'basic'",
                "Unload it and load it again to change the loader");
    }

    @Test
    void loaderThatThrows() {
        runtime().registerLoader(new Loader("lua", false));
        edit("loader = .*$", "loader = \"lua\"");
        String reason = "its loader 'lua' threw java.io.IOException: cannot read " + bundle() + "/libreload.so";
        assertNotLoaded(() -> runtime().loadBundle(bundle()), "init failed for bundle 'reload': " + reason,
                "bundle 'reload': init failed: " + reason, "Look at the stack trace of the cause");
    }

    @Test
    void loaderThatDoesNotReload() {
        runtime().registerLoader(new Loader("lua", true));
        edit("loader = .*$", "loader = \"lua\"");
        runtime().loadBundle(bundle());
        assertNotReloaded("its loader 'lua' does not support hot-reload", "Unload it and load it again");
    }

    @Test
    void librariesThatAreNotThereOrSomethingElse() throws IOException {
        runtime().loadBundle(bundle());
        Path library = NativeFixtures.library(bundle());
        byte[] whole = Files.readAllBytes(library);
        Files.write(library, new byte[0]);
        assertNotReloaded("its library " + library + " is empty",
                "Copy it again, or build it again and wait until the linker is done");
        Files.writeString(library, "This is not a library. ".repeat(10));
        assertNotReloaded("its library " + library + " is not a Linux library: it does not begin as an ELF file",
                "Build it for Linux, or correct 'file' in the manifest");
        Files.delete(library);
        assertNotReloaded("its manifest names the library 'libreload.so', which does not exist: " + library,
                "Build the library, or correct 'file' in the manifest");
        assertNotReloaded(() -> runtime().reloadBundle(bundle().resolve("gone.so")),
                "bundle library not found at " + bundle().resolve("gone.so"), "Correct the path, or build the library");
        Files.write(library, whole);
        edit("file = .*$", "file = \"../libreload.so\"");
        assertNotReloaded(
                "its manifest names the library '../libreload.so', which is outside the bundle directory: it is written"
                        + " so",
                "Put the library itself into the bundle's folder and write its path relative to that");
    }

    @Test
    void folderThatTurnedIntoAnotherBundle() {
        runtime().loadBundle(bundle());
        NativeFixtures.copyTo("slow", bundle());
        assertNotReloaded("its folder " + bundle() + " now holds bundle 'slow'",
                "Reload it from a folder that holds it");
    }

    @Test
    void buildsThatDoNotFit() {
        runtime().loadBundle(bundle());
        edit("\"reload.test@1\" = 1", "\"reload.test@1\" = 2");
        String counts = ": declared function_count 2 but interface exports 1";
        String cure = "Rebuild the library, or correct function_count in its manifest";
        assertNotReloaded("function count mismatch for contract 'reload.test@1'" + counts, cure);
        runtime().unloadBundle("reload");
        assertNotLoaded(() -> runtime().loadBundle(bundle()),
                "function count mismatch for contract 'reload.test@1' of bundle 'reload'" + counts,
                "bundle 'reload': function count mismatch for contract 'reload.test@1'" + counts, cure);
        NativeFixtures.copyTo("reload-v1", bundle());
        this.generation = runtime().loadBundle(bundle()).generation();
        assertThat(this.stage.answering().answer()).isEqualTo(100);
        NativeFixtures.copyTo("reload-no-functions", bundle());
        assertNotReloaded("its implementation of contract 'reload.test' has 0 functions and the Java interface uses"
                + " function 0", FIT);
        NativeFixtures.copyTo("reload-no-instance", bundle());
        assertNotReloaded("its factory for contract 'reload.test' returned no instance, and that of the version that"
                + " serves does", "Look at the bundle's log for what its create_instance misses");
        NativeFixtures.copyTo("reload-dropped", bundle());
        assertNotReloaded("the new version drops contract 'reload.test', which the application calls", FIT);
        runtime().unloadBundle("reload");
        NativeFixtures.copyTo("reload-v1", bundle());
        runtime().contract(Newer.class);
        assertNotLoaded(() -> runtime().loadBundle(bundle()),
                "it provides version 1.0.0 of contract 'reload.test' and the Java interface asks for 1.9.0", FIT);
    }

    @Test
    void contractsThatOthersNeedOrProvide() {
        runtime().loadBundle(bundle());
        this.stage.load("consumer");
        NativeFixtures.copyTo("reload-dropped", bundle());
        assertNotReloaded("the new version drops a contract, or a minor version of it, that only it provides: bundle"
                + " 'consumer' depends on 'reload.test' 1.0", "Provide it, or unload them first");
    }

    @Test
    void signatures() {
        SigningKey trusted = SigningKey.generate();
        PolyplugRuntime requiring = this.stage.another((builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED)
            .trustedKey(trusted.verifyingKey().bytes())
            .onReload(this.stage.phases::add));
        sign(trusted);
        requiring.loadBundle(bundle());
        ThrowingCallable reload = () -> requiring.reloadBundle("reload");
        SigningKey stranger = SigningKey.generate();
        sign(stranger);
        assertNotReloaded(reload,
                "it is signed with key " + stranger.verifyingKey() + ", which is not in the trusted-key allowlist",
                "Sign it with a trusted key, or trust this one");
        edit("version = .*$", "version = \"1.0.1\"");
        assertNotReloaded(reload,
                "signature verification failed (" + bundle() + "): its files or its bundle.sig are not what was signed",
                "Put the bundle there as it was signed, or sign it anew");
        assertThat(bundle().resolve("bundle.sig").toFile().delete()).isTrue();
        assertNotReloaded(reload, "it is not signed: its folder " + bundle() + " has no file bundle.sig",
                "Sign it with a trusted key");
        requiring.unloadBundle("reload");
        assertNotLoaded(() -> requiring.loadBundle(bundle()),
                "Bundle 'reload' (" + bundle() + ") is not signed: its folder has no file bundle.sig",
                "bundle 'reload': it is not signed: its folder " + bundle() + " has no file bundle.sig",
                "Sign it with a trusted key");
    }

    private void sign(SigningKey key) {
        try {
            key.sign(bundle());
        }
        catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    @Test
    void setsOfBundles() throws IOException {
        Path folder = this.stage.folder().resolve("bundles");
        String none = "there is no such folder";
        assertNotLoaded(() -> runtime().loadBundles(folder), "The bundles in " + folder + " were not loaded: " + none,
                "bundle 'bundles': " + folder + ": " + none, "Create it or correct the path");
        Path one = Declared.bundle("reload", "reload-v1")
            .provides("reload.test", "1.0", 1)
            .needs("demo.Peer", "1.0")
            .writeTo(folder.resolve("one"));
        String missing = "unsatisfied capability: it depends on 'demo.Peer' of major version 1, and no bundle of the set"
                + " and none that is loaded provides it";
        assertNotLoaded(() -> runtime().loadBundles(folder), "Bundle 'reload' was not loaded: " + missing,
                "bundles [reload]: " + missing, "Add a bundle that provides it, or remove the [[dependency]] entry");
        Declared.bundle("reload", "reload-v1").provides("reload.test", "1.0", 1).writeTo(one);
        Path two = Declared.bundle("reload", "reload-v2")
            .provides("reload.test", "1.0", 1)
            .writeTo(folder.resolve("two"));
        assertNotLoaded(() -> runtime().loadBundles(folder),
                "it is there twice: in " + one + " (1.0.0), in " + two + " (1.0.0)",
                "Keep the one that is to be loaded, and move the other folders away");
    }

    @Test
    void cycles() throws IOException {
        Path folder = this.stage.folder().resolve("bundles");
        Declared.bundle("a", "reload-v1").provides("a.A", "1.0", 1).needs("b.B", "1.0").writeTo(folder.resolve("a"));
        Declared.bundle("b", "reload-v1").provides("b.B", "1.0", 1).needs("a.A", "1.0").writeTo(folder.resolve("b"));
        String cycle = "their dependencies form a cycle: 'a' needs 'b.B' of 'b'; 'b' needs 'a.A' of 'a'";
        assertNotLoaded(() -> runtime().loadBundles(folder), "Bundles [a, b] were not loaded: " + cycle,
                "bundles [a, b]: " + cycle, "Remove one of these [[dependency]] entries, for a contract that is looked"
                        + " up after polyplug_init needs none");
    }

    @Test
    void linksThatLeadOutside() throws IOException {
        runtime().loadBundle(bundle());
        Files.createSymbolicLink(bundle().resolve("data"), this.stage.folder());
        String link = "'data' in its folder is a link to " + this.stage.folder()
                + ", which is absolute and leads out of a copy";
        String cure = "Make it a relative one that stays inside the folder";
        assertNotReloaded(bundle() + ": " + link, cure);
        runtime().unloadBundle("reload");
        assertNotLoaded(() -> runtime().loadBundle(bundle()),
                "Bundle 'reload' (" + bundle() + ") was not loaded: " + link,
                "bundle 'reload': " + bundle() + ": " + link, cure);
    }

    @Test
    void unloadingWhatOthersNeed() {
        runtime().loadBundle(bundle());
        this.stage.load("consumer");
        String reason = "bundles [consumer] depend on contracts that only it provides. Unload them first, or cascade";
        try (CapturedLog log = records()) {
            assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime().unloadBundle("reload")))
                .hasMessage("cannot unload bundle 'reload': " + reason)
                .satisfies((ex) -> MessageRules.check(ex.getMessage(), this.stage.work(), "reload"));
            assertThat(log.lines()).containsExactly("WARN Refused to unload bundle 'reload': " + reason);
        }
    }

    @Test
    void rollbacks() {
        runtime().loadBundle(bundle());
        assertRefused(() -> runtime().rollbackBundle("reload"), "rollback", "roll back",
                "nothing ran before generation 1. Reload it instead");
        NativeFixtures.copyTo("reload-v2", bundle());
        runtime().reloadBundle("reload");
        runtime().contract(Plugins.Answering.class).answer();
        runtime().reloadBundle(this.stage.bundle("reload-minor"));
        runtime().contract(OfMinor.class).answer();
        String text = "it provides version 1.0.0 of contract 'reload.test' and the Java interface asks for 1.3.0."
                + " Version 1.1.0 (generation 3) goes on serving. " + FIT;
        try (CapturedLog log = records()) {
            assertThat(catchThrowableOfType(PolyplugException.class, () -> runtime().rollbackBundle("reload")))
                .hasMessage("rollback failed for bundle 'reload': " + text)
                .satisfies((ex) -> MessageRules.check(ex.getMessage(), this.stage.work(), "reload"));
            assertThat(log.lines()).containsExactly("WARN Refused to roll back bundle 'reload': " + text);
        }
    }

    private void assertRefused(ThrowingCallable call, String noun, String verb, String text) {
        try (CapturedLog log = records()) {
            assertThat(catchThrowableOfType(PolyplugException.class, call))
                .hasMessage(noun + " refused for bundle 'reload': " + text)
                .satisfies((ex) -> MessageRules.check(ex.getMessage(), this.stage.work(), "reload"));
            assertThat(log.lines()).containsExactly("WARN Refused to " + verb + " bundle 'reload': " + text);
        }
    }

    @Test
    void reloadsThatAreSwitchedOff() {
        PolyplugRuntime fixed = this.stage.another((builder) -> builder.hotReload(false));
        fixed.loadBundle(bundle());
        String text = "hot-reload is disabled. Build the runtime with hotReload(true), or set"
                + " polyplug.hot-reload.enabled=true";
        assertRefused(() -> fixed.reloadBundle("reload"), "reload", "reload", text);
        assertRefused(() -> fixed.reloadBundle(bundle()), "reload", "reload", text);
        assertRefused(() -> fixed.rollbackBundle("reload"), "rollback", "roll back", text);
    }

    @Test
    void whatIsAskedInTheMiddleOfSomethingElse() {
        List<PolyplugException> refusals = new ArrayList<>();
        AtomicReference<PolyplugRuntime> listening = new AtomicReference<>();
        listening.set(this.stage.another((builder) -> builder.onReload((phase) -> {
            if (phase instanceof ReloadPhase.Preparing) {
                refusals
                    .add(catchThrowableOfType(PolyplugException.class, () -> listening.get().reloadBundle("reload")));
                refusals
                    .add(catchThrowableOfType(PolyplugException.class, () -> listening.get().unloadBundle("reload")));
            }
        })));
        listening.get().loadBundle(bundle());
        String busy = "this thread is in the middle of a reload, in one of its listeners or in a bundle's"
                + " initialisation. Do it from another thread";
        String itself = "it is being reloaded by an operation that this thread is in the middle of. Do it after that, or"
                + " from another thread";
        try (CapturedLog log = records()) {
            listening.get().reloadBundle("reload");
            assertThat(log.lines()).startsWith("WARN Refused to reload bundle 'reload': " + busy,
                    "WARN Refused to unload bundle 'reload': " + itself);
        }
        assertThat(refusals).extracting(Throwable::getMessage)
            .containsExactly("reload refused for bundle 'reload': " + busy,
                    "Refused to unload bundle 'reload': " + itself)
            .allSatisfy((message) -> MessageRules.check(message, this.stage.work(), "reload"));
    }

    @Test
    void dependentsThatFailAreToldOnceEach() {
        this.stage.load("peer-v1");
        Path consumer = Declared.bundle("dependent", "reload-v1")
            .provides("reload.test", "1.0", 1)
            .needs("demo.Peer", "1.0")
            .reinitialized()
            .writeTo(this.stage.folder().resolve("bundles").resolve("dependent"));
        runtime().loadBundle(consumer);
        assertThat(consumer.resolve("libreload.so").toFile().delete()).isTrue();
        String text = "its manifest names the library 'libreload.so', which does not exist: "
                + consumer.resolve("libreload.so") + serving() + "Build the library, or correct 'file' in the manifest";
        try (CapturedLog log = records()) {
            ReloadReport report = runtime().reloadBundle("peer");
            assertThat(report.cascadeFailures()).containsExactly("reload failed for bundle 'dependent': " + text);
            assertThat(log.lines()).hasSizeGreaterThanOrEqualTo(2)
                .first()
                .isEqualTo("WARN Refused to reload bundle 'dependent' after 'peer': " + text);
            assertThat(log.lines().get(1))
                .matches("INFO Reloaded bundle 'peer' 1.0.0 .+ -> 1.0.0 .+ \\(generation 2\\) in .*");
            MessageRules.check(report.cascadeFailures().get(0), this.stage.work(), "dependent");
        }
    }

    /** Asks for a minor version that nobody has. */
    @GuestContract(name = "reload.test", version = "1.9")
    interface Newer {

        @ContractFunction(0)
        int answer();

    }

    /** Asks for the minor version of {@code reload-minor}. */
    @GuestContract(name = "reload.test", version = "1.3")
    interface OfMinor {

        @ContractFunction(0)
        int answer();

    }

    /** Provides an answer, or tells that it cannot read its private copy. */
    private record Loader(String name, boolean works) implements BundleLoader {

        @Override
        public boolean supportsReload() {
            return false;
        }

        @Override
        public AutoCloseable load(BundleContext context) throws IOException {
            if (!this.works) {
                throw new IOException("cannot read " + context.directory().resolve("libreload.so"));
            }
            context.provide(Plugins.Answering.class, () -> 1);
            return () -> {
            };
        }

    }

}
