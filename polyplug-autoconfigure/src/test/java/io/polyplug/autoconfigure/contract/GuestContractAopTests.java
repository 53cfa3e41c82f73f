package io.polyplug.autoconfigure.contract;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.autoconfigure.BundleFolder;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.app.Application;
import io.polyplug.autoconfigure.app.Reload;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract beans survive an advice, whatever the application's default kind of proxy.
 */
class GuestContractAopTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class,
                AopAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withBean(CountingAspect.class)
        .withBean(Consumer.class);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void adviceSurroundsTheCall(boolean proxyTargetClass) {
        BundleFolder bundles = new BundleFolder(this.folder).with("reload-v1", "reload");
        this.runner.withPropertyValues(bundles.property(), "spring.aop.proxy-target-class=" + proxyTargetClass)
            .run((context) -> {
                Consumer consumer = context.getBean(Consumer.class);
                assertThat(AopUtils.isAopProxy(consumer.reload)).isTrue();
                assertThat(AopUtils.isAopProxy(consumer.bound)).isTrue();
                assertThat(consumer.reload.answer()).isEqualTo(100);
                assertThat(consumer.bound.answer()).isEqualTo(100);
                assertThat(context.getBean(CountingAspect.class).calls).hasValue(2);
            });
    }

    /**
     * A backend may make proxies of final classes, which no class-based proxy can wrap.
     */
    @Test
    void beanIsExposedByItsInterfaceAlone() {
        this.runner.run((context) -> assertThat(context.getBeanFactory()
            .getBeanDefinition("reload")
            .getAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE)).isEqualTo(Reload.class));
    }

    static class Consumer {

        final Reload reload;

        final Reload bound;

        Consumer(Reload reload, @Qualifier("reload") Reload bound) {
            this.reload = reload;
            this.bound = bound;
        }

    }

    @Aspect
    static class CountingAspect {

        final AtomicInteger calls = new AtomicInteger();

        @Before("execution(* io.polyplug.autoconfigure.app.Reload.answer())")
        void count() {
            this.calls.incrementAndGet();
        }

    }

}
