package io.polyplug.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.polyplug.BundleInfo;
import io.polyplug.PolyplugRuntime;
import io.polyplug.ReloadReport;
import io.polyplug.SignaturePolicy;
import io.polyplug.archive.BundleArchive;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.DependencyInUseException;
import io.polyplug.error.ReloadException;
import io.polyplug.error.SignatureException;
import io.polyplug.interop.Contracts.Configured;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Peer;
import io.polyplug.interop.Contracts.Relay;
import io.polyplug.signing.SigningKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is done to bundles that are libraries is done to bundles that are scripts.
 */
class ScriptLifecycleTests {

    private static final String BUNDLE = "everything";

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private final SigningKey key = SigningKey.generate();

    private static String nameOf(Engine engine, String member) {
        return engine.folder() + "-" + member;
    }

    private PolyplugRuntime requiringSignatures(Engine engine) {
        return this.stage.runtime(engine, (builder) -> builder.signaturePolicy(SignaturePolicy.REQUIRED)
            .trustedKey(this.key.verifyingKey().bytes()));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSignedIsLoadedAndWhatWasChangedSinceIsNot(Engine engine) throws IOException {
        PolyplugRuntime runtime = requiringSignatures(engine);
        Path bundle = this.stage.bundle(engine, BUNDLE);
        assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> runtime.loadBundle(bundle));
        this.key.sign(bundle);
        this.stage.edit(engine, BUNDLE, "BUILD = 100", "BUILD = 200");
        assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> runtime.loadBundle(bundle))
            .withMessageContaining(nameOf(engine, BUNDLE));
        assertThat(runtime.statistics().machines()).isEmpty();
        this.stage.edit(engine, BUNDLE, "BUILD = 200", "BUILD = 100");
        runtime.loadBundle(bundle);
        assertThat(runtime.contract(Everything.class).build()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void aChangedScriptReplacesNothingUntilItIsSigned(Engine engine) throws IOException {
        PolyplugRuntime runtime = requiringSignatures(engine);
        Path bundle = this.stage.bundle(engine, BUNDLE);
        this.key.sign(bundle);
        runtime.loadBundle(bundle);
        Everything everything = runtime.contract(Everything.class);
        this.stage.edit(engine, BUNDLE, "BUILD = 100", "BUILD = 200");
        assertThatExceptionOfType(ReloadException.class).isThrownBy(() -> runtime.reloadBundle(bundle))
            .withCauseInstanceOf(SignatureException.class);
        assertThat(everything.build()).isEqualTo(100);
        this.key.sign(bundle);
        runtime.reloadBundle(bundle);
        assertThat(everything.build()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void aSignedArchiveIsLoaded(Engine engine) throws IOException {
        PolyplugRuntime runtime = requiringSignatures(engine);
        Path archive = this.stage.withoutEngines().folder().resolve("script" + BundleArchive.EXTENSION);
        BundleArchive.pack(List.of(this.stage.bundle(engine, BUNDLE)), archive, this.key);
        BundleInfo info = runtime.loadBundle(archive);
        assertThat(info.name()).isEqualTo(nameOf(engine, BUNDLE));
        assertThat(runtime.contract(Everything.class).greet("you")).isEqualTo("v100: hello you");
    }

    @ParameterizedTest
    @EnumSource
    void verifyingRunsTheScriptAndLeavesNothing(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        Path bundle = this.stage.bundle(engine, BUNDLE);
        assertThat(runtime.verifyBundle(bundle).contracts()).singleElement()
            .satisfies((contract) -> assertThat(contract.name()).isEqualTo("demo.all"));
        assertThat(runtime.bundles()).isEmpty();
        assertThat(runtime.statistics().machines()).isEmpty();
        this.stage.append(engine, BUNDLE, ")");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.verifyBundle(bundle))
            .withMessageContaining(nameOf(engine, BUNDLE));
        assertThat(runtime.statistics().machines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void whoeverAsksForItIsReinitialisedWithWhatItDependsOn(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        Stage libraries = this.stage.withoutEngines();
        ScriptStage.reinitialiseWithDependencies(this.stage.bundle(engine, "middle"));
        ScriptStage.reinitialiseWithDependencies(libraries.bundle("relay"));
        runtime.loadBundle(libraries.bundle("everything"));
        this.stage.load(engine, "middle");
        runtime.loadBundle(libraries.bundle("relay"));
        Relay relay = runtime.contract(Relay.class);
        assertThat(relay.peerShout("you")).isEqualTo("m300 asked: v100: hello you");
        ReloadReport report = libraries.reload("everything-next");
        assertThat(report.cascadeFailures()).isEmpty();
        assertThat(report.cascaded()).extracting(ReloadReport::bundleName).containsExactly(nameOf(engine, "middle"));
        assertThat(report.cascaded().get(0).cascaded()).extracting(ReloadReport::bundleName)
            .containsExactly("upstream-relay");
        assertThat(relay.peerShout("you")).isEqualTo("m300 asked: v200: hello you");
        this.stage.edit(engine, "middle", "BUILD = 300", "BUILD = 400");
        assertThat(this.stage.reload(engine, "middle").cascaded()).extracting(ReloadReport::bundleName)
            .containsExactly("upstream-relay");
        assertThat(relay.peerShout("you")).isEqualTo("m400 asked: v200: hello you");
        libraries.awaitReclamation();
        assertThat(runtime.statistics().machines()).singleElement()
            .satisfies((each) -> assertThat(each.machines()).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void whatAScriptNeedsIsNotUnloadedWithoutIt(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.loadBundle(this.stage.withoutEngines().bundle(BUNDLE));
        this.stage.load(engine, "middle");
        Peer middle = runtime.contract(Peer.class);
        assertThatExceptionOfType(DependencyInUseException.class)
            .isThrownBy(() -> runtime.unloadBundle("upstream-everything"))
            .withMessageContaining(nameOf(engine, "middle"));
        assertThat(middle.build()).isEqualTo(300);
        assertThat(runtime.unloadBundleCascade("upstream-everything")).containsExactlyInAnyOrder("upstream-everything",
                nameOf(engine, "middle"));
        assertThatExceptionOfType(ContractUnavailableException.class).isThrownBy(middle::build);
        this.stage.withoutEngines().awaitReclamation();
        assertThat(runtime.statistics().machines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void afterUnloadingAScriptIsLoadedAnew(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        this.stage.load(engine, BUNDLE);
        Everything everything = runtime.contract(Everything.class);
        everything.greet("you");
        runtime.unloadBundle(nameOf(engine, BUNDLE));
        this.stage.withoutEngines().awaitReclamation();
        assertThat(runtime.statistics().machines()).isEmpty();
        this.stage.load(engine, BUNDLE);
        assertThat(everything.calls()).as("of a new instance").isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("a script reads its settings, and those of now after a reload")
    void settings(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine, (builder) -> builder
            .config((bundle, generation) -> Map.of("name", bundle + " " + generation, "size", "7")));
        this.stage.load(engine, "configured");
        Configured configured = runtime.contract(Configured.class);
        assertThat(configured.text("name")).isEqualTo(nameOf(engine, "configured") + " 1");
        assertThat(configured.integer("size")).isEqualTo(7);
        assertThat(configured.integer("width")).isEqualTo(-1);
        this.stage.reload(engine, "configured");
        assertThat(configured.text("name")).isEqualTo(nameOf(engine, "configured") + " 2");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    @DisplayName("an instance of a peer ends with the script that made it")
    void instancesOfPeers(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.loadBundle(this.stage.withoutEngines().bundle(BUNDLE));
        this.stage.load(engine, "middle");
        Peer middle = runtime.contract(Peer.class);
        middle.stamp(1);
        long instances = runtime.statistics().liveInstances();
        for (int i = 0; i < 5; i++) {
            this.stage.reload(engine, "middle");
            assertThat(middle.stamp(1)).isEqualTo(1100);
        }
        this.stage.withoutEngines().awaitReclamation();
        assertThat(runtime.statistics().liveInstances()).isEqualTo(instances);
    }

}
