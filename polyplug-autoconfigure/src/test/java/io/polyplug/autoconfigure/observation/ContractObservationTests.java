package io.polyplug.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.polyplug.InProcessBundle;
import io.polyplug.PolyplugRuntime;
import io.polyplug.autoconfigure.Patience;
import io.polyplug.autoconfigure.PolyplugAutoConfiguration;
import io.polyplug.autoconfigure.contract.GuestContractAutoConfiguration;
import io.polyplug.autoconfigure.contract.ImportGuestContracts;
import io.polyplug.contract.ContractFunction;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ContractUnavailableException;
import io.polyplug.error.GuestCallException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Observations of calls through injected contracts.
 */
class ContractObservationTests {

    private static final String CONTRACTS = "polyplug.observations.contracts=";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(PolyplugAutoConfiguration.class, GuestContractAutoConfiguration.class,
                ContractObservationAutoConfiguration.class))
        .withUserConfiguration(Contracts.class)
        .withBean(InProcessBundle.class, () -> InProcessBundle.of("doubling", "1.0.0").provide(Doubling.class, (a) -> {
            if (a < 0) {
                throw new GuestCallException(300, "too small", "unused", null);
            }
            return 2 * a;
        }));

    private final ApplicationContextRunner observed = this.runner.withUserConfiguration(Registry.class);

    @Test
    @DisplayName("a contract that is asked for by name or by * has each call observed, with the names that are documented")
    void namedContractsAreObserved() {
        for (String asked : List.of("observed.test", "*", "other.test,observed.test")) {
            this.observed.withPropertyValues(CONTRACTS + asked).run((context) -> {
                assertThat(context.getBean(Doubling.class).twice(21)).isEqualTo(42);
                assertThat(context.getBean(Ended.class).contexts).singleElement().satisfies((call) -> {
                    assertThat(call.getName()).isEqualTo("polyplug.contract.call");
                    assertThat(call.getContextualName()).isEqualTo("observed.test/twice");
                    assertThat(call.getLowCardinalityKeyValues()).isEqualTo(
                            KeyValues.of("contract", "observed.test", "function", "twice", "bundle", "doubling"));
                    assertThat(call.getHighCardinalityKeyValues()).isEmpty();
                    assertThat(call.getError()).isNull();
                });
            });
        }
    }

    @Test
    @DisplayName("a contract that is not asked for is the runtime's own object, and so is one without a registry")
    void othersAreLeftAsTheyAre() {
        for (ApplicationContextRunner each : List.of(this.observed,
                this.observed.withPropertyValues(CONTRACTS + "other"), this.runner.withPropertyValues(CONTRACTS + "*"),
                this.observed.withPropertyValues(CONTRACTS + "*")
                    .withClassLoader(new FilteredClassLoader(ObservationRegistry.class)))) {
            each.run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(Doubling.class))
                    .isSameAs(context.getBean(PolyplugRuntime.class).contract(Doubling.class));
            });
        }
    }

    @Test
    @DisplayName("what a registry is made of may have a contract injected, which then makes no registry")
    void contractsInPartsOfTheRegistry() {
        this.runner.withPropertyValues(CONTRACTS + "*").withUserConfiguration(RegistryOfParts.class).run((context) -> {
            assertThat(context.getBean(Doubling.class).twice(21)).isEqualTo(42);
            assertThat(context.getBean(Ended.class).contexts).singleElement();
        });
    }

    @Test
    @DisplayName("the error of a call is the observation's, with its code; the caller gets the same exception as without")
    void errors() {
        this.observed.withPropertyValues(CONTRACTS + "*").run((context) -> {
            assertThatExceptionOfType(GuestCallException.class)
                .isThrownBy(() -> context.getBean(Doubling.class).twice(-1))
                .satisfies(
                        (ex) -> assertThat(context.getBean(Ended.class).contexts).singleElement().satisfies((call) -> {
                            assertThat(call.getError()).isSameAs(ex);
                            assertThat(call.getHighCardinalityKeyValues()).isEqualTo(KeyValues.of("error.code", "300"));
                        }));
            context.getBean(PolyplugRuntime.class).unloadBundle("doubling");
            assertThatExceptionOfType(ContractUnavailableException.class)
                .isThrownBy(() -> context.getBean(Doubling.class).twice(1));
            assertThat(context.getBean(Ended.class).contexts.get(1).getLowCardinalityKeyValue("bundle").getValue())
                .isEqualTo("none");
        });
    }

    @Test
    @DisplayName("an asynchronous call is observed until its result is there, and its failure is the observation's")
    void asynchronousCalls() {
        this.observed.withPropertyValues(CONTRACTS + "*").run((context) -> {
            Later later = context.getBean(Later.class);
            assertThat(later.twice(4).toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(8);
            assertThat(later.twice(-4).toCompletableFuture()).failsWithin(Patience.LONGEST);
            List<Observation.Context> ended = context.getBean(Ended.class).contexts;
            Patience.await().untilAsserted(() -> assertThat(ended).hasSize(2));
            assertThat(ended.get(0).getError()).isNull();
            assertThat(ended.get(1).getError()).isInstanceOf(GuestCallException.class);
        });
    }

    @Test
    @DisplayName("what is no function of the contract is not observed, and works as before")
    void methodsOfJava() {
        this.observed.withPropertyValues(CONTRACTS + "*").run((context) -> {
            Doubling contract = context.getBean(Doubling.class);
            assertThat(contract).isEqualTo(contract)
                .hasToString(context.getBean(PolyplugRuntime.class).contract(Doubling.class).toString());
            assertThat(contract.hashCode()).isEqualTo(contract.hashCode());
            assertThat(contract).isNotEqualTo(context.getBean(PolyplugRuntime.class).contract(Doubling.class));
            assertThat(context.getBean(Ended.class).contexts).isEmpty();
            assertThat(contract.four(1)).isEqualTo(4);
        });
    }

    @Test
    @DisplayName("a convention of the application names the observations")
    void ownConvention() {
        this.observed.withPropertyValues(CONTRACTS + "*")
            .withBean(ContractCallObservationConvention.class, () -> new DefaultContractCallObservationConvention() {
                @Override
                public String getName() {
                    return "native";
                }
            })
            .run((context) -> {
                context.getBean(Doubling.class).twice(1);
                assertThat(context.getBean(Ended.class).contexts).extracting(Observation.Context::getName)
                    .containsExactly("native");
            });
    }

    /** Doubles. */
    @GuestContract(name = "observed.test", version = "1.0")
    interface Doubling {

        @ContractFunction(0)
        int twice(int a);

        default int four(int a) {
            return twice(twice(a));
        }

    }

    /** Doubles later. */
    @GuestContract(name = "observed.test", version = "1.0")
    interface Later {

        @ContractFunction(0)
        CompletionStage<Integer> twice(int a);

    }

    @Configuration(proxyBeanMethods = false)
    @ImportGuestContracts({ Doubling.class, Later.class })
    static class Contracts {

    }

    @Configuration(proxyBeanMethods = false)
    static class Registry {

        @Bean
        Ended ended() {
            return new Ended();
        }

        @Bean
        ObservationRegistry observationRegistry(Ended ended) {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(ended);
            return registry;
        }

    }

    /** Made of beans, as Boot's is. */
    @Configuration(proxyBeanMethods = false)
    static class RegistryOfParts {

        @Bean
        Ended ended(Doubling doubling) {
            return new Ended();
        }

        @Bean
        ObservationRegistry observationRegistry(List<ObservationHandler<Observation.Context>> handlers) {
            ObservationRegistry registry = ObservationRegistry.create();
            handlers.forEach(registry.observationConfig()::observationHandler);
            return registry;
        }

    }

    /** What was observed and has ended. */
    static final class Ended implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            this.contexts.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

    }

}
