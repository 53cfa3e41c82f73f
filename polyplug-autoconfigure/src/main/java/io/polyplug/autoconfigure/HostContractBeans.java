package io.polyplug.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.HostContract;
import io.polyplug.error.Explanation;
import io.polyplug.error.HostContractException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The beans whose class implements a {@link HostContract} interface, proxied or not. One
 * of scope prototype behind a contract that is no singleton is made for each request of a
 * guest and destroyed as the contract says.
 */
final class HostContractBeans implements BundleStartupStep {

    private final ConfigurableListableBeanFactory beanFactory;

    HostContractBeans(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public String name() {
        return "host-contracts";
    }

    @Override
    public int getOrder() {
        return LOADING - 1;
    }

    /**
     * Registers each of the contracts. Guests call the beans until the runtime is closed,
     * so the container is told to destroy the runtime before them.
     */
    @Override
    public void run() {
        NamedBeanHolder<PolyplugRuntime> runtime = this.beanFactory.resolveNamedBean(PolyplugRuntime.class);
        for (Class<?> type : types()) {
            register(type, runtime.getBeanInstance(), runtime.getBeanName());
        }
    }

    private <T> void register(Class<T> type, PolyplugRuntime runtime, String runtimeName) {
        String prototype = type.getAnnotation(HostContract.class).singleton() ? null : prototypeName(type);
        if (prototype != null) {
            this.beanFactory.registerDependentBean(prototype, runtimeName);
            runtime.registerHostContractFactory(type, () -> this.beanFactory.getBean(prototype, type),
                    (instance) -> destroy(prototype, instance));
            return;
        }
        NamedBeanHolder<T> bean = implementation(type);
        this.beanFactory.registerDependentBean(bean.getBeanName(), runtimeName);
        runtime.registerHostContract(type, bean.getBeanInstance());
    }

    /**
     * Returns the one bean that implements a contract, if each request for it makes a new
     * one. Which of several is the one, the container tells with an object of it only.
     */
    private <T> @Nullable String prototypeName(Class<T> type) {
        List<String> names = Arrays.stream(this.beanFactory.getBeanNamesForType(type))
            .filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
            .toList();
        if (names.size() == 1) {
            return this.beanFactory.isPrototype(names.get(0)) ? names.get(0) : null;
        }
        if (names.stream().noneMatch(this.beanFactory::isPrototype)) {
            return null;
        }
        NamedBeanHolder<T> chosen = implementation(type);
        if (!this.beanFactory.isPrototype(chosen.getBeanName())) {
            return null;
        }
        destroy(chosen.getBeanName(), chosen.getBeanInstance());
        return chosen.getBeanName();
    }

    private void destroy(String prototype, Object instance) {
        Object target = AopProxyUtils.getSingletonTarget(instance);
        this.beanFactory.destroyBean(prototype, (target != null) ? target : instance);
    }

    private <T> NamedBeanHolder<T> implementation(Class<T> type) {
        try {
            return this.beanFactory.resolveNamedBean(type);
        }
        catch (NoUniqueBeanDefinitionException ex) {
            String contractName = type.getAnnotation(HostContract.class).name();
            String summary = "Host contract '" + contractName + "' (" + type.getName()
                    + ") has several implementations among the beans: " + ex.getBeanNamesFound();
            throw new HostContractException(contractName, new Explanation(summary, summary,
                    "Mark the one that bundles shall call with @Primary, or take the others out of the context"), ex);
        }
    }

    private Set<Class<?>> types() {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (String beanName : this.beanFactory.getBeanNamesForAnnotation(HostContract.class)) {
            Class<?> beanType = this.beanFactory.getType(beanName);
            if (beanType != null && !ScopedProxyUtils.isScopedTarget(beanName)) {
                MergedAnnotations.from(beanType, SearchStrategy.TYPE_HIERARCHY)
                    .stream(HostContract.class)
                    .map(MergedAnnotation::getSource)
                    .forEach((source) -> {
                        if (source instanceof Class<?> type && type.isInterface()) {
                            types.add(type);
                        }
                    });
            }
        }
        return types;
    }

}
