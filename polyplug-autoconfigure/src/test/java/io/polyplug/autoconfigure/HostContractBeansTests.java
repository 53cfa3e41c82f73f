package io.polyplug.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.app.Caller;
import io.polyplug.autoconfigure.app.FriendlyGreeter;
import io.polyplug.autoconfigure.app.Greeter;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.contract.HostContract;
import io.polyplug.contract.HostContractId;
import io.polyplug.error.GuestCallException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;

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

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void prototypeIsMadeForEachRequestAndDestroyedBeforeWhatItUses(boolean proxied) {
        List<String> events = new CopyOnWriteArrayList<>();
        ApplicationContextRunner sessions = this.runner.withBean(Recorder.class, () -> new Recorder(events))
            .withUserConfiguration(Sessions.class)
            .withPropertyValues(new BundleFolder(this.folder).with("hostclient", "hostclient").property());
        (proxied ? sessions.withBean(SessionAspect.class) : sessions).run((context) -> {
            assertThat(events).as("before the first request").isEmpty();
            HostClient client = context.getBean(PolyplugRuntime.class).contract(HostClient.class);
            long first = client.open(SessionContract.ID, 0);
            long second = client.open(SessionContract.ID, 0);
            assertThat(first).isNotZero().isNotEqualTo(second);
            long table = client.table(SessionContract.ID, 0);
            assertThat(client.call(table, first, 0)).isEqualTo(1);
            assertThat(client.call(table, second, 0)).isEqualTo(2);
            assertThat(AopUtils.isAopProxy(context.getBean(SessionContract.class))).isEqualTo(proxied);
            client.giveBack(table, second);
            assertThat(events).containsExactly("destroyed 2");
        });
        assertThat(events).containsExactly("destroyed 2", "destroyed 1", "recorder destroyed");
    }

    @ParameterizedTest
    @ValueSource(classes = { FallbackSessions.class, PrioritySessions.class })
    void prototypeThatTheContainerPrefersIsMadeForEachRequest(Class<?> sessions) {
        List<String> events = new CopyOnWriteArrayList<>();
        this.runner.withBean(Recorder.class, () -> new Recorder(events))
            .withUserConfiguration(sessions)
            .withPropertyValues(new BundleFolder(this.folder).with("hostclient", "hostclient").property())
            .run((context) -> {
                HostClient client = context.getBean(PolyplugRuntime.class).contract(HostClient.class);
                long first = client.open(SessionContract.ID, 0);
                long second = client.open(SessionContract.ID, 0);
                assertThat(first).isNotZero().isNotEqualTo(second);
                long table = client.table(SessionContract.ID, 0);
                assertThat(client.call(table, second, 0)).isEqualTo(client.call(table, first, 0) + 1);
            });
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

    /** An object for each request. */
    @HostContract(name = "host.Session", version = "1.0", singleton = false)
    interface SessionContract {

        long ID = HostContractId.of("host.Session", 1).value();

        @ContractFunction(0)
        long number();

    }

    /** What the fixture offers. */
    @GuestContract(name = "demo.HostClient", version = "1.0")
    interface HostClient {

        @ContractFunction(0)
        long open(long contract, int version);

        @ContractFunction(1)
        long table(long contract, int version);

        @ContractFunction(2)
        long call(long table, long token, int function);

        @ContractFunction(3)
        void giveBack(long table, long token);

    }

    @Configuration(proxyBeanMethods = false)
    static class Sessions {

        @Bean
        @Scope("prototype")
        Session session(Recorder recorder) {
            return new Session(recorder);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class FallbackSessions extends Sessions {

        @Bean
        @Scope("prototype")
        @Fallback
        Session other(Recorder recorder) {
            return new Session(recorder);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrioritySessions extends Sessions {

        @Bean
        @Scope("prototype")
        PrioritySession preferred(Recorder recorder) {
            return new PrioritySession(recorder);
        }

    }

    @Priority(1)
    static class PrioritySession extends Session {

        PrioritySession(Recorder recorder) {
            super(recorder);
        }

    }

    /** Not closeable: the container knows how it is destroyed. */
    static class Session implements SessionContract {

        private final Recorder recorder;

        private final long number;

        Session(Recorder recorder) {
            this.recorder = recorder;
            this.number = recorder.sessions.incrementAndGet();
        }

        @Override
        public long number() {
            return this.number;
        }

        @PreDestroy
        void destroy() {
            this.recorder.events.add("destroyed " + this.number);
        }

    }

    /** What sessions use. */
    static class Recorder implements DisposableBean {

        private final AtomicInteger sessions = new AtomicInteger();

        private final List<String> events;

        Recorder(List<String> events) {
            this.events = events;
        }

        @Override
        public void destroy() {
            this.events.add("recorder destroyed");
        }

    }

    @Aspect
    static class SessionAspect {

        @Before("execution(* io.polyplug.autoconfigure.HostContractBeansTests.SessionContract.number(..))")
        void around() {
            // It is the proxy that matters.
        }

    }

}
