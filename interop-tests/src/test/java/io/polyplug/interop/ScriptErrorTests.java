package io.polyplug.interop;

import io.polyplug.error.BundleLoadException;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Everything;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a script's failures look like in Java.
 */
class ScriptErrorTests {

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    @ParameterizedTest
    @CsvSource({ "LUA, everything.lua", "JAVASCRIPT, eval_script:", "PYTHON, everything.py" })
    void anErrorHasTheTextOfTheScriptAndItsPlace(Engine engine, String place) {
        this.stage.load(engine, "everything");
        Everything everything = this.stage.runtime(engine).contract(Everything.class);
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.fail(9, "no: Grüße"))
                .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1))
                .satisfies((ex) -> assertThat(ex.guestMessage()).contains("no: Grüße").contains(place));
            assertThat(everything.greet("you")).isEqualTo("v100: hello you");
        }
        assertThat(everything.calls()).as("the same instance all along").isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThrownNeedNotBeAnError(Engine engine) {
        this.stage.load(engine, "everything");
        Everything everything = this.stage.runtime(engine).contract(Everything.class);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> everything.panic("on purpose"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1));
        assertThat(everything.greet("you")).isEqualTo("v100: hello you");
    }

    @ParameterizedTest
    @CsvSource({ "LUA, polyplug-loaders-lua==0.1.3, polyplug.engines.lua.library",
            "JAVASCRIPT, polyplug-loaders-js==0.1.3, polyplug.engines.js-quickjs.library",
            "PYTHON, polyplug-loaders-python==0.1.3, polyplug.engines.python.library" })
    void withoutAnEngineTheRefusalNamesWheelAndProperty(Engine engine, String wheel, String property) {
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> this.stage.withoutEngines().runtime().loadBundle(this.stage.bundle(engine, "everything")))
            .satisfies((ex) -> assertThat(ex.explanation().toString()).contains(engine.loader())
                .contains(wheel)
                .contains(property));
    }

}
