package io.polyplug;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.BundleLoadException;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A bundle reads its settings.
 */
@Timeout(60)
class ConfigTests {

    private static final String SECRET = "hunter2";

    @RegisterExtension
    final Stage stage = new Stage();

    private final Map<String, String> settings = new ConcurrentHashMap<>();

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Hands on what the host answers. */
    @GuestContract(name = "demo.Configured", version = "1.0.0")
    interface Configured {

        @ContractFunction(0)
        String text(String key);

        @ContractFunction(1)
        long integer(String key, long otherwise);

        @ContractFunction(2)
        double real(String key, double otherwise);

        @ContractFunction(3)
        boolean truth(String key, boolean otherwise);

        @ContractFunction(4)
        long duration(String key, long otherwise);

        @ContractFunction(5)
        long size(String key, long otherwise);

        @ContractFunction(6)
        String keys();

        @ContractFunction(7)
        String greeting();

    }

    private PolyplugRuntime runtime() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.config((bundle, generation) -> {
            this.asked.add(bundle + " " + generation);
            return this.settings;
        }));
        runtime.loadBundle(this.stage.bundle("configured"));
        return runtime;
    }

    private Configured configured() {
        return runtime().contract(Configured.class);
    }

    @Test
    void textIsReadAsItIsWritten() {
        this.settings.putAll(Map.of("greeting", " gr\u00fc\u00df \u2603 ", "empty", "", "nested.key[0]", "x"));
        Configured configured = configured();
        assertThat(configured.text("greeting")).isEqualTo(" gr\u00fc\u00df \u2603 ");
        assertThat(configured.greeting()).isEqualTo(" gr\u00fc\u00df \u2603 ");
        assertThat(configured.text("empty")).isEmpty();
        assertThat(configured.text("missing")).isEqualTo("(none)");
        assertThat(configured.keys()).isEqualTo("empty\ngreeting\nnested.key[0]");
    }

    @Test
    void settingThatIsMissingIsWhatTheGuestSays() {
        Configured configured = configured();
        assertThat(configured.integer("missing", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(configured.real("missing", -0.5)).isEqualTo(-0.5);
        assertThat(configured.truth("missing", true)).isTrue();
        assertThat(configured.duration("missing", 7)).isEqualTo(7);
        assertThat(configured.size("missing", -1)).isEqualTo(-1);
        assertThat(configured.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "-12, -12", "010, 10", "0x7fffffffffffffff, 9223372036854775807", "' 5 ', 5" })
    void wholeNumbers(String text, long expected) {
        this.settings.put("n", text);
        assertThat(configured().integer("n", 99)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({ "1.5, 1.5", "-2e3, -2000", "NaN, NaN" })
    void numbers(String text, double expected) {
        this.settings.put("n", text);
        assertThat(configured().real("n", 99)).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @CsvSource({ "true, true", "ON, true", "yes, true", "1, true", "false, false", "off, false", "No, false",
            "0, false" })
    void truths(String text, boolean expected) {
        this.settings.put("b", text);
        assertThat(configured().truth("b", !expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({ "10s, PT10S", "500ms, PT0.5S", "250, PT0.25S", "3us, PT0.000003S", "4ns, PT0.000000004S", "2m, PT2M",
            "1h, PT1H", "7d, PT168H", "PT1M30S, PT90S", "-1s, PT-1S" })
    void durationsInNanoseconds(String text, String expected) {
        this.settings.put("t", text);
        assertThat(Duration.ofNanos(configured().duration("t", 99))).isEqualTo(Duration.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({ "512, 512", "10B, 10", "64KB, 65536", "10MB, 10485760", "2gb, 2147483648", "1TB, 1099511627776" })
    void sizesInBytes(String text, long expected) {
        this.settings.put("s", text);
        assertThat(configured().size("s", 99)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = { "integer", "real", "truth", "duration", "size" })
    void settingOfAnotherTypeIsNamedAndNotRepeated(String type) {
        this.settings.put("limits.most", SECRET);
        Configured configured = configured();
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> {
            switch (type) {
                case "integer" -> configured.integer("limits.most", 1);
                case "real" -> configured.real("limits.most", 1);
                case "truth" -> configured.truth("limits.most", true);
                case "duration" -> configured.duration("limits.most", 1);
                default -> configured.size("limits.most", 1);
            }
        })
            .withMessageContainingAll("polyplug.bundles.configured.config.limits.most", "Correct")
            .withMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = { "9223372036854775807s", "1e3s", "10 parsecs", "", "99999999999999999999" })
    void timeThatIsNoneIsRefused(String text) {
        this.settings.put("t", text);
        Configured configured = configured();
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> configured.duration("t", 1))
            .withMessageContaining("a time such as 10s");
    }

    @Test
    void generationKeepsWhatItReadAndTheNextOneReadsAnew() {
        this.settings.put("greeting", "hello");
        PolyplugRuntime runtime = runtime();
        Configured configured = runtime.contract(Configured.class);
        this.settings.put("greeting", "good day");
        assertThat(configured.text("greeting")).isEqualTo("hello");
        runtime.reloadBundle("configured");
        assertThat(configured.text("greeting")).isEqualTo("good day");
        assertThat(configured.greeting()).isEqualTo("good day");
        this.settings.put("greeting", "good night");
        runtime.rollbackBundle("configured");
        assertThat(configured.greeting()).isEqualTo("good night");
        assertThat(this.asked).containsExactly("configured 1", "configured 2", "configured 3");
    }

    @Test
    void sourceThatFailsIsAFailureOfTheBundleThatAsks() {
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.config((bundle, generation) -> {
            throw new IllegalStateException("the vault is sealed");
        }));
        assertThatExceptionOfType(BundleLoadException.class)
            .isThrownBy(() -> runtime.loadBundle(this.stage.bundle("configured")))
            .withMessageContaining("polyplug.Config was not found");
        runtime.loadBundle(this.stage.bundle("adder"));
    }

    @Test
    void sourceMayLoadAnotherBundleThatReadsItsOwnSettings() {
        Path other = this.stage.bundle("configured", "other");
        Declared.bundle("other", "configured").provides("demo.Configured", "1.0", 8).writeTo(other);
        AtomicReference<PolyplugRuntime> runtime = new AtomicReference<>();
        runtime.set(this.stage.another((builder) -> builder.config((bundle, generation) -> {
            if (bundle.equals("configured")) {
                runtime.get().loadBundle(other);
            }
            return Map.of("greeting", "hello " + bundle);
        })));
        runtime.get().loadBundle(this.stage.bundle("configured"));
        assertThat(runtime.get().contract(Configured.class, "configured").greeting()).isEqualTo("hello configured");
        assertThat(runtime.get().contract(Configured.class, "other").greeting()).isEqualTo("hello other");
    }

    @Test
    void sourceThatFailedOnceIsAskedAgain() {
        AtomicInteger asks = new AtomicInteger();
        PolyplugRuntime runtime = this.stage.another((builder) -> builder.config((bundle, generation) -> {
            if (asks.incrementAndGet() == 1) {
                throw new IllegalStateException("the vault is sealed");
            }
            return Map.of("greeting", "hello");
        }));
        Path bundle = this.stage.bundle("configured");
        assertThatExceptionOfType(BundleLoadException.class).isThrownBy(() -> runtime.loadBundle(bundle));
        runtime.loadBundle(bundle);
        assertThat(runtime.contract(Configured.class).greeting()).isEqualTo("hello");
        assertThat(asks).hasValue(2);
    }

    @Test
    void runtimeWithoutASourceHasNoSettings() {
        this.stage.load("configured");
        assertThat(this.stage.runtime().contract(Configured.class).keys()).isEmpty();
    }

}
