package io.polyplug.interop;

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

}
