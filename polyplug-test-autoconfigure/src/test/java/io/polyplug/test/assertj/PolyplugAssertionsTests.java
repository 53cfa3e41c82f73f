package io.polyplug.test.assertj;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContract;
import io.polyplug.test.app.Counter;
import io.polyplug.test.app.Greeter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;

import static io.polyplug.test.assertj.PolyplugAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the assertions let pass, and what they say otherwise.
 */
class PolyplugAssertionsTests {

    @AutoClose
    private final PolyplugRuntime runtime = PolyplugRuntime.builder().backend("none").hotReload(true).build();

    private final Greeter greeter = this.runtime.contract(Greeter.class);

    private static InProcessBundle bundle(String version) {
        return InProcessBundle.of("demo", version).provide(Greeter.class, (name) -> name + version);
    }

    @BeforeEach
    void load() {
        this.runtime.loadBundle(bundle("1.0.0"));
    }

    @Test
    void providerVersionAndGenerationOfAContract() {
        assertThat(this.runtime).contract(this.greeter).isProvidedBy("demo").hasVersion("1.0.0").hasGeneration(1);
        this.runtime.reloadBundle(bundle("1.1.0"));
        assertThat(this.runtime).contract(Greeter.class)
            .isProvided()
            .isProvidedBy("demo")
            .hasVersion("1.1")
            .hasGeneration(2);
        assertThat(this.runtime).contract(Counter.class).isNotProvided();
    }

    @Test
    void bundles() {
        assertThat(this.runtime).hasBundle("demo").doesNotHaveBundle("other").bundle("demo").provides(Greeter.class);
        assertThat(this.runtime.bundle("demo").orElseThrow()).hasVersion("1.0.0");
        assertThat("AssertJ's own").isNotEmpty();
    }

    @Test
    void adviceAroundAContractDoesNotMatter() {
        ProxyFactory factory = new ProxyFactory(this.greeter);
        assertThat(this.runtime).contract(factory.getProxy()).isProvidedBy("demo");
    }

    @Test
    void messages() {
        assertFails(() -> assertThat(this.runtime).hasBundle("x"), "bundle 'x' to be loaded, but there are [demo]");
        assertFails(() -> assertThat(this.runtime).doesNotHaveBundle("demo"), "no bundle 'demo'");
        assertFails(() -> assertThat(this.runtime).contract(this.greeter).isProvidedBy("x"), "'demo.Greeter'",
                "to be provided by bundle 'x', but it is by bundle 'demo' 1.0.0 (generation 1)");
        assertFails(() -> assertThat(this.runtime).contract(this.greeter).isNotProvided(),
                "Expected nobody to provide");
        assertFails(() -> assertThat(this.runtime).contract(Counter.class).isProvided(), "but no bundle does",
                "[demo]");
        assertFails(() -> assertThat(this.runtime).bundle("demo").hasVersion("2.0"), "to have version 2.0");
        assertFails(() -> assertThat(this.runtime).as("after the reload").bundle("demo").hasGeneration(2),
                "after the reload", "to be in generation 2");
        assertFails(() -> assertThat(this.runtime).bundle("demo").provides(Counter.class), "'demo.Counter@1'",
                "[demo.Greeter@1]");
        assertFails(() -> assertThat(this.runtime).bundle("demo").provides(NextGreeter.class), "'demo.Greeter@2'",
                "[demo.Greeter@1]");
    }

    private static void assertFails(Runnable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run).withMessageContainingAll(parts);
    }

    @Test
    void whatIsNoContractIsToldFrom() {
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(this.runtime).contract("text").isProvided())
            .withMessageContaining("is no contract of this runtime");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> assertThat(this.runtime).bundle("demo").provides(String.class))
            .withMessageContaining("has no @GuestContract");
    }

    /** Another major version is another contract. */
    @GuestContract(name = "demo.Greeter", version = "2.0")
    interface NextGreeter {

    }

}
