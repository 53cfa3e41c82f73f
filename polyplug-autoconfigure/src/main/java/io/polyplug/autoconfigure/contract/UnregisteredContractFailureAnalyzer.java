package io.polyplug.autoconfigure.contract;

import java.util.List;

import io.polyplug.PolyplugRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no bean of a guest contract that something needs. It comes before
 * Boot's own analysis, which knows nothing of contracts and advises to define a bean.
 */
final class UnregisteredContractFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
        implements Ordered {

    private final BeanFactory beanFactory;

    private final Environment environment;

    UnregisteredContractFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
            @Nullable String description) {
        Class<?> contract = contract(cause.getResolvableType());
        if (contract == null || !(this.beanFactory instanceof ListableBeanFactory beans) || has(beans, contract)) {
            return null;
        }
        String needed = (description != null) ? description : "A component";
        Advice advice = advice(contract, beans);
        return new FailureAnalysis(needed + " required the guest contract '" + contract.getName()
                + "', which is not registered: " + advice.reason, advice.action, cause);
    }

    /**
     * Returns the contract that is missing, be it itself or its providers.
     */
    private static @Nullable Class<?> contract(@Nullable ResolvableType missing) {
        if (missing == null) {
            return null;
        }
        Class<?> type = missing.resolve();
        Class<?> contract = (type == GuestContracts.class) ? missing.getGeneric().resolve() : type;
        return (contract != null && GuestContractBeans.isContract(contract)) ? contract : null;
    }

    private Advice advice(Class<?> contract, ListableBeanFactory beans) {
        List<String> runtimes = names(beans, PolyplugRuntime.class);
        if (has(beans, GuestContractAutoConfiguration.class)) {
            return outsideThePackages(contract);
        }
        if (runtimes.size() > 1) {
            return new Advice("there are several runtimes, " + runtimes + ", and none of them is the primary one.",
                    "Mark the runtime whose contracts are to be injected with @Primary, or define a bean of the "
                            + "contract with runtime.contract(" + contract.getSimpleName() + ".class).");
        }
        if (runtimes.isEmpty() && !this.environment.getProperty("polyplug.enabled", Boolean.class, true)) {
            return new Advice("'polyplug.enabled' is 'false'.", "Set 'polyplug.enabled' to 'true', or give the "
                    + "application a bean of its own of that type for when it is 'false'.");
        }
        return new Advice("polyplug's auto-configuration is not part of this application context.",
                "Do not exclude " + GuestContractAutoConfiguration.class.getName() + ". In a test of a slice of the "
                        + "application, add @AutoConfigurePolyplugTest of polyplug-spring-boot-starter-test, or "
                        + "replace the contract: @MockitoBean " + contract.getSimpleName() + ".");
    }

    private Advice outsideThePackages(Class<?> contract) {
        List<String> packages = AutoConfigurationPackages.has(this.beanFactory)
                ? AutoConfigurationPackages.get(this.beanFactory) : List.of();
        return new Advice("it lies outside the application's packages, " + packages + ".",
                "Annotate a configuration class with @ImportGuestContracts(" + contract.getSimpleName()
                        + ".class), or move the interface into one of these packages.");
    }

    private static boolean has(ListableBeanFactory beans, Class<?> type) {
        return !names(beans, type).isEmpty();
    }

    private static List<String> names(ListableBeanFactory beans, Class<?> type) {
        return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false));
    }

    private record Advice(String reason, String action) {
    }

}
