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
final class HostContractBeans {

    private final ConfigurableListableBeanFactory beanFactory;

    HostContractBeans(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Registers each of the contracts. Guests call the beans until the runtime is closed,
     * so the container is told to destroy the runtime before them.
     */
    void registerWith(PolyplugRuntime runtime) {
        String runtimeName = this.beanFactory.resolveNamedBean(PolyplugRuntime.class).getBeanName();
        for (Class<?> type : types()) {
            register(type, runtime, runtimeName);
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
     * one.
     */
    private @Nullable String prototypeName(Class<?> type) {
        List<String> names = Arrays.stream(this.beanFactory.getBeanNamesForType(type))
            .filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
            .toList();
        List<String> candidates = (names.size() > 1) ? names.stream().filter(this::isPrimary).toList() : names;
        return (candidates.size() == 1 && this.beanFactory.isPrototype(candidates.get(0))) ? candidates.get(0) : null;
    }

    private boolean isPrimary(String name) {
        return this.beanFactory.containsBeanDefinition(name)
                && this.beanFactory.getMergedBeanDefinition(name).isPrimary();
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
