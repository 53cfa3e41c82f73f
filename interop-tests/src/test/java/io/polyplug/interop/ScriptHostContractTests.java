package io.polyplug.interop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.PolyplugRuntime;
import io.polyplug.error.GuestCallException;
import io.polyplug.interop.Contracts.Desk;
import io.polyplug.interop.Contracts.Everything;
import io.polyplug.interop.Contracts.Relay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scripts call Java, and a native bundle, through the callers that upstream has
 * generated.
 */
class ScriptHostContractTests {

    @RegisterExtension
    final ScriptStage stage = new ScriptStage();

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final AtomicReference<@Nullable GuestCallException> refusal = new AtomicReference<>();

    private volatile Runnable onGreeting = () -> {
    };

    private Relay load(Engine engine) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.registerHostContract(Desk.class, new FrontDesk());
        runtime.loadBundle(this.stage.withoutEngines().bundle("peer"));
        runtime.loadBundle(this.stage.bundle(engine, "relay"));
        return runtime.contract(Relay.class);
    }

    @ParameterizedTest
    @EnumSource
    void eachFunctionOfAHostContract(Engine engine) {
        Relay relay = load(engine);
        assertThat(relay.greet("Ada")).isEqualTo("Good morning, Ada");
        assertThat(relay.greet("Grüße 😀")).isEqualTo("Good morning, Grüße 😀");
        assertThat(relay.greet("")).isEqualTo("Good morning, ");
        assertThat(relay.add(-1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(relay.add(Integer.MIN_VALUE, 0)).isEqualTo(Integer.MIN_VALUE);
        relay.tell("hello", 3);
        assertThat(this.told).containsExactly("hello", "hello", "hello");
    }

    @ParameterizedTest
    @CsvSource({ "LUA, unknown", "JAVASCRIPT, host contract call fail failed (code 3)", "PYTHON, unknown" })
    void ofWhatJavaThrowsGeneratedCallersKeepAtMostTheCode(Engine engine, String seen) {
        Relay relay = load(engine);
        assertThat(relay.tryFail("out of paper")).isEqualTo(seen);
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> relay.greet("nobody"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1));
        assertThat(relay.greet("Ada")).isEqualTo("Good morning, Ada");
    }

    @ParameterizedTest
    @CsvSource({ "LUA, 0", "JAVASCRIPT, 3", "PYTHON, 3" })
    void aNativePeer(Engine engine, int codeOfPanic) {
        Relay relay = load(engine);
        assertThat(relay.peerBuild()).isEqualTo(100);
        assertThat(relay.peerStamp(7)).isEqualTo(7100);
        assertThat(relay.peerShout("hey")).isEqualTo("HEY from 100");
        assertThat(relay.codeOfPeerPanic("on purpose")).as("Lua's caller tells nobody").isEqualTo(codeOfPanic);
        this.stage.runtime(engine).reloadBundle(this.stage.withoutEngines().bundle("peer-next"));
        assertThat(relay.peerBuild()).isEqualTo(200);
        assertThat(relay.peerShout("hey")).isEqualTo("HEY from 200");
    }

    @ParameterizedTest
    @CsvSource({ "LUA, true", "LUA, false", "JAVASCRIPT, true", "JAVASCRIPT, false", "PYTHON, true" })
    void aScriptIsThePeer(Engine engine, boolean ofANativeBundle) {
        PolyplugRuntime runtime = this.stage.runtime(engine);
        runtime.loadBundle(this.stage.bundle(engine, "peer"));
        runtime.loadBundle(
                ofANativeBundle ? this.stage.withoutEngines().bundle("relay") : this.stage.bundle(engine, "relay"));
        Relay relay = runtime.contract(Relay.class);
        assertThat(relay.peerBuild()).isEqualTo(300);
        assertThat(relay.peerStamp(7)).isEqualTo(7300);
        assertThat(relay.peerShout("hey")).isEqualTo("HEY from 300");
        if (ofANativeBundle) {
            assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> relay.peerFail("on purpose"))
                .satisfies((ex) -> assertThat(ex.code()).isEqualTo(1));
        }
        assertThat(relay.peerBuild()).isEqualTo(300);
    }

    @Test
    @DisplayName("a thread that is in a Python bundle is refused another one, instead of ending the process")
    void onePythonBundleDoesNotCallAnother() {
        PolyplugRuntime runtime = this.stage.runtime(Engine.PYTHON);
        Relay relay = load(Engine.PYTHON);
        runtime.loadBundle(this.stage.bundle(Engine.PYTHON, "everything"));
        Everything everything = runtime.contract(Everything.class);
        this.onGreeting = () -> everything.greet("you");
        relay.greet("Ada");
        assertThat(this.refusal.get()).isInstanceOf(GuestCallException.class)
            .hasMessageContaining("a thread that is in a bundle of the same language");
        assertThat(everything.greet("you")).isEqualTo("v100: hello you");
        this.onGreeting = () -> {
        };
        assertThat(relay.greet("Ada")).isEqualTo("Good morning, Ada");
    }

    private final class FrontDesk implements Desk {

        @Override
        public String greet(String name) {
            try {
                ScriptHostContractTests.this.onGreeting.run();
            }
            catch (GuestCallException ex) {
                ScriptHostContractTests.this.refusal.set(ex);
            }
            if (name.equals("nobody")) {
                throw new IllegalArgumentException("I know no nobody");
            }
            return "Good morning, " + name;
        }

        @Override
        public long add(int a, long b) {
            return a + b;
        }

        @Override
        public void fail(String text) {
            throw new IllegalStateException(text);
        }

        @Override
        public void tell(String text) {
            ScriptHostContractTests.this.told.add(text);
        }

    }

}
