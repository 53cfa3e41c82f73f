package io.polyplug.autoconfigure.contract;

import java.util.function.Supplier;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.Explanation;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The bean definitions of contracts. A bean is the runtime's proxy itself, which binds at
 * its calls, so it can be made before any bundle is loaded.
 */
final class GuestContractBeans {

    private final DefaultListableBeanFactory beanFactory;

    GuestContractBeans(DefaultListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Makes the contract injectable, as its interface and as {@link GuestContracts},
     * unless the application has such beans already.
     */
    void register(Class<?> type) {
        if (!isContract(type)) {
            String summary = type.getName()
                    + " cannot be imported as a guest contract: it is not an interface annotated with @GuestContract";
            throw new ContractDefinitionException(type.getName(),
                    new Explanation(summary, summary, "Annotate it, or do not import it"), null);
        }
        String name = beanName(type);
        if (!hasBean(type)) {
            this.beanFactory.registerBeanDefinition(name, firstProviderDefinition(type));
        }
        ResolvableType holderType = ResolvableType.forClassWithGenerics(GuestContracts.class, type);
        if (this.beanFactory.getBeanNamesForType(holderType, true, false).length == 0) {
            this.beanFactory.registerBeanDefinition(freeName(name + "Contracts", type.getName() + "Contracts"),
                    holderDefinition(type, holderType));
        }
    }

    /**
     * A bean of a contract that extends this one is of this type as well, but does not
     * stand in for it.
     */
    private boolean hasBean(Class<?> type) {
        for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
            GuestContractBinding binding = this.beanFactory.containsBeanDefinition(name)
                    ? GuestContractBinding.of(this.beanFactory.getBeanDefinition(name)) : null;
            if (binding == null || binding.type() == type) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes the contract as one bundle provides it injectable, for injection points with
     * the bundle's name as qualifier and for no others.
     */
    void registerForBundle(Class<?> type, String bundleName) {
        String name = type.getName() + "@" + bundleName;
        if (!this.beanFactory.containsBeanDefinition(name)) {
            RootBeanDefinition definition = proxyDefinition(new GuestContractBinding(type, bundleName));
            definition.setDefaultCandidate(false);
            definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, bundleName));
            this.beanFactory.registerBeanDefinition(name, definition);
        }
    }

    static boolean isContract(Class<?> type) {
        return type.isInterface() && type.isAnnotationPresent(GuestContract.class);
    }

    private String beanName(Class<?> type) {
        BeanDefinition definition = new RootBeanDefinition(type);
        String name = AnnotationBeanNameGenerator.INSTANCE.generateBeanName(definition, this.beanFactory);
        return freeName(name, type.getName());
    }

    private String freeName(String preferred, String otherwise) {
        return this.beanFactory.containsBeanDefinition(preferred) ? otherwise : preferred;
    }

    /**
     * A qualifier is a bundle's name, even if the bean has the same one: with a qualifier
     * of its own, a bean is not matched by its name.
     */
    private RootBeanDefinition firstProviderDefinition(Class<?> type) {
        RootBeanDefinition definition = proxyDefinition(new GuestContractBinding(type, null));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, type.getName()));
        return definition;
    }

    private RootBeanDefinition proxyDefinition(GuestContractBinding binding) {
        RootBeanDefinition definition = definition(binding.type(), () -> binding.proxy(runtime()));
        binding.attachTo(definition);
        return definition;
    }

    private <T> RootBeanDefinition holderDefinition(Class<T> type, ResolvableType holderType) {
        RootBeanDefinition definition = definition(GuestContracts.class,
                () -> new RuntimeGuestContracts<>(runtime(), type));
        definition.setTargetType(holderType);
        return definition;
    }

    /**
     * Proxies are final classes: an advice has to wrap them by interface whatever the
     * application's default is. And their {@code close()}, where a contract has one, is a
     * function of the guest and nothing for the container to call.
     */
    private RootBeanDefinition definition(Class<?> type, Supplier<?> instance) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setBeanClass(type);
        definition.setInstanceSupplier(instance);
        definition.setAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE, type);
        definition.setDestroyMethodName("");
        definition.setDescription("Guest contract " + ClassUtils.getShortName(type));
        return definition;
    }

    private PolyplugRuntime runtime() {
        return this.beanFactory.getBean(PolyplugRuntime.class);
    }

}
