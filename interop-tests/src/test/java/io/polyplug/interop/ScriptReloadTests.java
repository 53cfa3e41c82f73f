package io.polyplug.interop;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.PolyplugException;
import io.polyplug.interop.Contracts.Everything;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A script is edited and loaded again while it is called.
 */
class ScriptReloadTests {

    private static final int CALLERS = 8;

    private static final int RELOADS = 100;

    private static final String BUNDLE = "everything";

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private Everything load(Engine engine) {
        this.stage.load(engine, BUNDLE);
        return this.stage.runtime(engine).contract(Everything.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void afterAReloadTheNewScriptAnswers(Engine engine) {
        Everything everything = load(engine);
        assertThat(everything.build()).isEqualTo(100);
        this.stage.edit(engine, BUNDLE, "BUILD = 100", "BUILD = 200");
        this.stage.reload(engine, BUNDLE);
        assertThat(everything.build()).isEqualTo(200);
        assertThat(everything.greet("you")).isEqualTo("v200: hello you");
        assertThat(everything.calls()).as("an instance of the new script").isEqualTo(1);
        this.stage.runtime(engine).rollbackBundle(engine.folder() + "-" + BUNDLE);
        assertThat(everything.build()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenScriptIsRefusedAndTheOldOneServes(Engine engine) {
        Everything everything = load(engine);
        everything.greet("you");
        this.stage.append(engine, BUNDLE, ")");
        assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> this.stage.reload(engine, BUNDLE));
        assertThat(everything.build()).isEqualTo(100);
        assertThat(everything.calls()).as("the instance all along").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void aScriptThatRegistersNothingIsRefusedAndTheOldOneServes(Engine engine) {
        Everything everything = load(engine);
        this.stage.append(engine, BUNDLE,
                (engine == Engine.LUA) ? "polyplug_init = nil" : "delete globalThis.polyplug_init;");
        assertThatExceptionOfType(PolyplugException.class).isThrownBy(() -> this.stage.reload(engine, BUNDLE));
        assertThat(everything.build()).isEqualTo(100);
        this.stage.restore(engine, BUNDLE);
        this.stage.reload(engine, BUNDLE);
        assertThat(everything.build()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void noCallFailsWhileGoodAndBrokenScriptsCome(Engine engine) {
        storm(engine, 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYTHON")
    void norWithSeveralMachines(Engine engine) {
        storm(engine, 3);
    }

    private void storm(Engine engine, int instances) {
        PolyplugRuntime runtime = this.stage.runtime(engine, instances);
        Everything everything = load(engine);
        try (Load load = Load.of(CALLERS, () -> callOnce(everything))) {
            int serving = 100;
            for (int i = 0; i < RELOADS; i++) {
                if (i % 2 == 0) {
                    this.stage.append(engine, BUNDLE, ")");
                    assertThatExceptionOfType(PolyplugException.class)
                        .isThrownBy(() -> this.stage.reload(engine, BUNDLE));
                }
                else {
                    this.stage.restore(engine, BUNDLE);
                    serving = 300 - serving;
                    this.stage.edit(engine, BUNDLE, "BUILD = 100", "BUILD = " + serving);
                    this.stage.reload(engine, BUNDLE);
                }
                assertThat(everything.build()).isEqualTo(serving);
            }
            load.awaitRounds(1);
        }
        this.stage.withoutEngines().awaitReclamation();
        assertThat(runtime.statistics().closedButMapped()).isZero();
        assertThat(runtime.statistics().reclaimedGenerations()).isGreaterThanOrEqualTo(RELOADS / 2);
    }

    private static void callOnce(Everything everything) {
        int build = everything.build();
        assertThat(build).isIn(100, 200);
        assertThat(everything.greet("you")).isIn("v100: hello you", "v200: hello you");
        assertThat(everything
            .rename(new Contracts.Person(1, "Ada", Contracts.Colour.BLUE, false, new Contracts.Point(1, 2), "first"),
                    "Grace")
            .note()).isEqualTo("was Ada, first");
    }

}
