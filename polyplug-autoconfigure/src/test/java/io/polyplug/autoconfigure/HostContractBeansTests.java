package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.app.Greeter;
import io.polyplug.error.GuestCallException;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HostContractBeans}.
 */
class HostContractBeansTests {

    @TempDir
    private Path folder;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, AopAutoConfiguration.class));

    @BeforeEach
    void installCaller() {
        this.runner = this.runner.withPropertyValues(new BundleFolder(this.folder).with("caller", "caller").property());
    }

    @Test
    void beanIsCalledByTheGuest() {
        this.runner.withBean(FriendlyGreeter.class)
            .run((context) -> assertThat(caller(context.getBean(PolyplugRuntime.class)).call("Ada"))
                .isEqualTo("Hello Ada"));
    }

    @Test
    void lazyBeanIsCalledByTheGuest() {
        this.runner.withUserConfiguration(LazyGreeter.class)
            .run((context) -> assertThat(caller(context.getBean(PolyplugRuntime.class)).count(2, 3)).isEqualTo(5));
    }

    @Test
    void withoutABeanTheGuestFindsNothing() {
        this.runner.run((context) -> assertThatExceptionOfType(GuestCallException.class)
            .isThrownBy(() -> caller(context.getBean(PolyplugRuntime.class)).call("Ada"))
            .satisfies((ex) -> assertThat(ex.code()).isEqualTo(100)));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void proxiedBeanIsCalledThroughItsProxy(boolean proxyTargetClass) {
        this.runner.withBean(FriendlyGreeter.class)
            .withBean(CountingAspect.class)
            .withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass)
            .run((context) -> {
                assertThat(AopUtils.isCglibProxy(context.getBean(Greeter.class))).isEqualTo(proxyTargetClass);
                assertThat(caller(context.getBean(PolyplugRuntime.class)).call("Ada")).isEqualTo("Hello Ada");
                assertThat(context.getBean(CountingAspect.class).calls).hasValue(1);
            });
    }

    @Test
    void primaryBeanIsTakenAmongSeveral() {
        this.runner.withUserConfiguration(RudeGreeter.class)
            .withBean(FriendlyGreeter.class)
            .run((context) -> assertThat(caller(context.getBean(PolyplugRuntime.class)).call("Ada"))
                .isEqualTo("What, Ada?"));
    }

    private static Caller caller(PolyplugRuntime runtime) {
        return runtime.contract(Caller.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyGreeter {

        @Bean
        @Lazy
        Greeter greeter() {
            return new FriendlyGreeter();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class RudeGreeter {

        @Bean
        @Primary
        Greeter rudeGreeter() {
            return new FriendlyGreeter() {

                @Override
                public String greet(String name) {
                    return "What, " + name + "?";
                }

            };
        }

    }

    @Aspect
    static class CountingAspect {

        final AtomicInteger calls = new AtomicInteger();

        @Before("execution(* io.polyplug.autoconfigure.app.Greeter.greet(..))")
        void count() {
            this.calls.incrementAndGet();
        }

    }

}
