package io.polyplug.autoconfigure.contract;

import java.util.function.Function;

import io.polyplug.PolyplugRuntime;
import io.polyplug.contract.GuestContract;
import io.polyplug.error.ContractDefinitionException;
import io.polyplug.error.Explanation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
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

    private static final String HELD_TYPE = GuestContracts.class.getName();

    private final DefaultListableBeanFactory beanFactory;

    GuestContractBeans(DefaultListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Makes the contract injectable, as its interface and as {@link GuestContracts}.
     */
    void register(Class<?> type) {
        check(type);
        String name = beanName(type);
        if (!isRegistered(type)) {
            register(name, type);
        }
        registerHolderFor(type, name);
    }

    /**
     * Makes the contract injectable as a configuration class wants it from one bundle:
     * for injection points with the bundle's name as qualifier, and for those without a
     * qualifier if it is not registered without a bundle.
     */
    void importForBundle(Class<?> type, String bundleName) {
        check(type);
        registerForBundle(type, bundleName, !isRegistered(type));
        registerHolderFor(type, beanName(type));
    }

    /**
     * Makes the contract as one bundle provides it injectable, for injection points with
     * the bundle's name as qualifier.
     */
    void registerForBundle(Class<?> type, String bundleName, boolean defaultCandidate) {
        String name = type.getName() + "@" + bundleName;
        if (!this.beanFactory.containsBeanDefinition(name)) {
            registerForBundle(name, type, bundleName, defaultCandidate);
        }
    }

    /**
     * Registers a contract as it was when the application was processed ahead of time.
     */
    void restore(String beanName, String typeName, @Nullable String bundleName, boolean defaultCandidate) {
        if (bundleName != null) {
            registerForBundle(beanName, type(typeName), bundleName, defaultCandidate);
        }
        else {
            register(beanName, type(typeName));
        }
    }

    /**
     * Registers the providers of a contract as they were when the application was
     * processed ahead of time.
     */
    void restoreHolder(String beanName, String typeName) {
        registerHolder(beanName, type(typeName));
    }

    static boolean isDefaultCandidate(BeanDefinition definition) {
        return definition instanceof AbstractBeanDefinition bean && bean.isDefaultCandidate();
    }

    /**
     * Returns the contract whose providers a bean tells, if the definition is one of
     * ours.
     */
    static @Nullable Class<?> heldType(BeanDefinition definition) {
        return (Class<?>) definition.getAttribute(HELD_TYPE);
    }

    private Class<?> type(String name) {
        return ClassUtils.resolveClassName(name, this.beanFactory.getBeanClassLoader());
    }

    private void register(String beanName, Class<?> type) {
        RootBeanDefinition definition = proxyDefinition(new GuestContractBinding(type, null));
        // Resolvers that know nothing of bundles ask for a qualifier; the bean's name
        // does not count as one.
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, type.getName()));
        this.beanFactory.registerBeanDefinition(beanName, definition);
    }

    private void registerForBundle(String beanName, Class<?> type, String bundleName, boolean defaultCandidate) {
        RootBeanDefinition definition = proxyDefinition(new GuestContractBinding(type, bundleName));
        definition.setDefaultCandidate(defaultCandidate);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, bundleName));
        this.beanFactory.registerBeanDefinition(beanName, definition);
    }

    private void registerHolder(String beanName, Class<?> type) {
        RootBeanDefinition definition = definition(GuestContracts.class,
                (runtime) -> new RuntimeGuestContracts<>(runtime, type));
        definition.setTargetType(holderType(type));
        definition.setAttribute(HELD_TYPE, type);
        this.beanFactory.registerBeanDefinition(beanName, definition);
    }

    static boolean isContract(Class<?> type) {
        return type.isInterface() && type.isAnnotationPresent(GuestContract.class);
    }

    private static ResolvableType holderType(Class<?> type) {
        return ResolvableType.forClassWithGenerics(GuestContracts.class, type);
    }

    private static void check(Class<?> type) {
        if (!isContract(type)) {
            String summary = type.getName()
                    + " cannot be imported as a guest contract: it is not an interface annotated with @GuestContract";
            throw new ContractDefinitionException(type.getName(),
                    new Explanation(summary, summary, "Annotate it, or do not import it"));
        }
    }

    /**
     * A bean of a contract that extends this one is of this type as well, but does not
     * stand in for it.
     */
    private boolean isRegistered(Class<?> type) {
        for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
            GuestContractBinding binding = this.beanFactory.containsBeanDefinition(name)
                    ? GuestContractBinding.of(this.beanFactory.getBeanDefinition(name)) : null;
            if (binding != null && binding.type() == type && binding.bundleName() == null) {
                return true;
            }
        }
        return false;
    }

    private void registerHolderFor(Class<?> type, String contractBean) {
        if (this.beanFactory.getBeanNamesForType(holderType(type), true, false).length == 0) {
            registerHolder(freeName(contractBean + "Contracts", type.getName() + "Contracts"), type);
        }
    }

    private String beanName(Class<?> type) {
        BeanDefinition definition = new RootBeanDefinition(type);
        String name = AnnotationBeanNameGenerator.INSTANCE.generateBeanName(definition, this.beanFactory);
        return freeName(name, type.getName());
    }

    private String freeName(String preferred, String otherwise) {
        return this.beanFactory.containsBeanDefinition(preferred) ? otherwise : preferred;
    }

    private RootBeanDefinition proxyDefinition(GuestContractBinding binding) {
        RootBeanDefinition definition = definition(binding.type(),
                (runtime) -> decorate(binding.type(), binding.make(runtime)));
        binding.attachTo(definition);
        return definition;
    }

    private Object decorate(Class<?> type, Object contract) {
        Object decorated = contract;
        for (GuestContractDecorator each : this.beanFactory.getBeanProvider(GuestContractDecorator.class)
            .orderedStream()
            .toList()) {
            decorated = each.decorate(type, decorated);
        }
        return decorated;
    }

    /**
     * Lazy, so that no proxy is made for a contract that nobody asks for, and a fallback,
     * so that a bean of the application wins and may have the contract injected itself.
     * <p>
     * Proxies are final classes: an advice has to wrap them by interface whatever the
     * application's default is. And their {@code close()}, where a contract has one, is a
     * function of the guest and nothing for the container to call.
     * <p>
     * No code is generated for the definition itself: {@link GuestContractAotProcessor}
     * registers it again.
     */
    private RootBeanDefinition definition(Class<?> type, Function<PolyplugRuntime, Object> bean) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setBeanClass(type);
        definition.setInstanceSupplier(() -> bean.apply(this.beanFactory.getBean(PolyplugRuntime.class)));
        definition.setLazyInit(true);
        definition.setFallback(true);
        definition.setAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE, type);
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
        definition.setDestroyMethodName("");
        definition.setDescription("Guest contract " + ClassUtils.getShortName(type));
        return definition;
    }

}
