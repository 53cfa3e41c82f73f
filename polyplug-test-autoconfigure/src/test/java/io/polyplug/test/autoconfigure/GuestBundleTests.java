package io.polyplug.test.autoconfigure;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.error.GuestCallException;
import io.polyplug.test.app.Application;
import io.polyplug.test.app.Counter;
import io.polyplug.test.app.Greeter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The ways to declare a bundle.
 */
@PolyplugTest(failFast = true)
@ContextConfiguration(classes = Application.class)
@Import({ GuestBundleTests.Loud.class, GuestBundleTests.ApplicationsOwn.class })
class GuestBundleTests extends FailingCounter {

    @Autowired
    private PolyplugRuntime runtime;

    @Autowired
    private Greeter greeter;

    @Autowired
    private Counter counter;

    @Test
    void componentAndFieldsOfOneNameAreOneBundle() {
        assertThat(this.runtime.bundles()).extracting("name").containsExactly("demo", "spare");
        assertThat(this.runtime.bundle("demo").orElseThrow().contracts()).extracting("name")
            .containsExactlyInAnyOrder("demo.Greeter", "demo.Counter");
        assertThat(this.greeter.greet("Ada")).isEqualTo("HELLO ADA");
    }

    @Test
    void declaredBundleStandsInForABeanOfTheApplication() {
        assertThat(this.runtime.bundle("demo").orElseThrow().version()).hasToString("1.0.0");
    }

    @Test
    void beansAreInjectedNowhereByTheirType() {
        assertThat(this.greeter).isNotInstanceOf(Loud.class);
    }

    @Test
    void whatAnObjectThrowsReachesTheCallerAsFromNativeCode() {
        assertThatExceptionOfType(GuestCallException.class).isThrownBy(() -> this.counter.count(new byte[1]))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(300))
            .withMessageContaining("no fingers");
    }

    @Test
    void fieldThatIsNotStaticIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> customizer(NotStatic.class))
            .withMessageContainingAll("Field 'greeter'", NotStatic.class.getName(), "is not static",
                    "Make the field static");
    }

    @Test
    void whatCannotBeABundleIsRefused() {
        assertRefused("nothing", "is null");
        assertRefused("stranger", "implements no interface with @GuestContract");
        assertRefused("nameless", "without a name");
        assertRefused(List.of("first", "second"), "'x' is declared by @GuestBundle in versions [1.0.0, 2.0.0]");
    }

    private static void assertRefused(String field, String reason) {
        assertRefused(List.of(field), reason);
    }

    private static void assertRefused(List<String> fields, String reason) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.addBeanFactoryPostProcessor(new GuestBundlePostProcessor(
                    fields.stream().map(GuestBundleTests::field).collect(Collectors.toCollection(LinkedHashSet::new))));
            Throwable failure = catchThrowable(context::refresh);
            assertThat(NestedExceptionUtils.getMostSpecificCause(failure)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
        }
    }

    private static Field field(String name) {
        try {
            return Wrong.class.getDeclaredField(name);
        }
        catch (NoSuchFieldException ex) {
            throw new IllegalArgumentException(ex);
        }
    }

    private static Object customizer(Class<?> testClass) {
        return new GuestBundleContextCustomizerFactory().createContextCustomizer(testClass, List.of());
    }

    @Test
    void testsWithTheSameFieldsShareAContext() {
        assertThat(customizer(GuestBundleTests.class)).isEqualTo(customizer(GuestBundleTests.class))
            .isNotEqualTo(customizer(NestedTests.class))
            .isNotEqualTo(customizer(AutoConfigurePolyplugTestTests.class));
        assertThat(customizer(NotStatic.Without.class)).isEqualTo(customizer(String.class));
    }

    /** Sees what is around it as well. */
    @Nested
    class NestedTests {

        @GuestBundle("nested")
        static final Counter second = (bytes) -> bytes.length;

        @Test
        void fieldsOfTheClassAroundAreDeclaredToo(@Autowired PolyplugRuntime runtime, @Autowired Greeter greeter) {
            assertThat(runtime.bundles()).extracting("name").containsExactlyInAnyOrder("demo", "spare", "nested");
            assertThat(runtime.contract(Counter.class, "nested").count(new byte[3])).isEqualTo(3);
            assertThat(greeter.greet("Ada")).isEqualTo("HELLO ADA");
        }

    }

    /** A component. */
    @GuestBundle("demo")
    static class Loud implements Greeter {

        @Override
        public String greet(String name) {
            return ("Hello " + name).toUpperCase(Locale.ROOT);
        }

    }

    /** What the application has without a test, and a bean method. */
    @TestConfiguration(proxyBeanMethods = false)
    static class ApplicationsOwn {

        @Bean
        InProcessBundle demo() {
            return InProcessBundle.of("demo", "9.9.9").provide(Greeter.class, (name) -> "?");
        }

        @Bean
        @GuestBundle("spare")
        Greeter spare() {
            return (name) -> "spare";
        }

    }

    /** Not static. */
    static class NotStatic {

        @GuestBundle("x")
        final Greeter greeter = (name) -> name;

        /** Without a field. */
        static class Without {

        }

    }

    /** Fields that cannot be bundles. */
    static class Wrong {

        @GuestBundle("x")
        static final @Nullable Greeter nothing = null;

        @GuestBundle("x")
        static final Object stranger = "text";

        @GuestBundle
        static final Greeter nameless = (name) -> name;

        @GuestBundle("x")
        static final Greeter first = (name) -> name;

        @GuestBundle(name = "x", version = "2.0.0")
        static final Counter second = (bytes) -> 0;

    }

}
