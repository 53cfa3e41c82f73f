package io.polyplug.autoconfigure.contract;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeConverter;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AutowireCandidateResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Lets an injection point of a contract's interface name a bundle by a qualifier.
 * <p>
 * Which bundles an application names is known from its injection points alone: a bundle
 * need not be configured, nor be there yet. So the bean is defined when the first
 * injection point asks for it; from there on everything is the container's own doing, be
 * the injection point a field, a parameter or an {@code ObjectProvider}.
 * <p>
 * What that costs: a strategy of the whole bean factory is replaced, so where the
 * application has put its own, qualifiers name no bundles, and
 * {@link ImportGuestContracts#bundle()} has to; and code that was generated ahead of time
 * sets Spring's own strategy, so {@link GuestContractAotProcessor} has to put this one
 * back.
 */
final class BundleQualifierResolver extends ContextAnnotationAutowireCandidateResolver {

    private static final Logger logger = LoggerFactory.getLogger("polyplug.contracts");

    private final Object registration = new Object();

    /**
     * Takes the place of the resolver that annotation-driven contexts have. One that the
     * application has put there is left alone.
     */
    static void install(DefaultListableBeanFactory beanFactory) {
        AutowireCandidateResolver resolver = beanFactory.getAutowireCandidateResolver();
        if (resolver.getClass() == ContextAnnotationAutowireCandidateResolver.class) {
            beanFactory.setAutowireCandidateResolver(new BundleQualifierResolver());
        }
        else if (!(resolver instanceof BundleQualifierResolver)) {
            logger.info(
                    "Qualifiers name no bundles of contracts, for the bean factory has a resolver of its own, {}. Say "
                            + "@ImportGuestContracts(types = ..., bundle = ...) for each of them.",
                    resolver.getClass().getName());
        }
    }

    /**
     * Called once for each dependency, before candidates are looked for.
     */
    @Override
    public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
        Class<?> type = descriptor.getDependencyType();
        if (GuestContractBeans.isContract(type) && getBeanFactory() instanceof DefaultListableBeanFactory beanFactory) {
            String bundleName = BundleQualifier.of(descriptor);
            if (bundleName != null && !hasCandidate(beanFactory, type, descriptor)) {
                synchronized (this.registration) {
                    new GuestContractBeans(beanFactory).registerForBundle(type, bundleName, false);
                }
            }
        }
        return super.getSuggestedValue(descriptor);
    }

    /**
     * A contract is matched by its bundle's name, in whatever kind of qualifier that
     * stands, and never by the name of its bean.
     */
    @Override
    protected boolean checkQualifier(BeanDefinitionHolder holder, Annotation annotation, TypeConverter converter) {
        GuestContractBinding binding = GuestContractBinding.of(holder.getBeanDefinition());
        if (binding == null) {
            return super.checkQualifier(holder, annotation, converter);
        }
        String bundleName = binding.bundleName();
        return bundleName != null && bundleName.equals(BundleQualifier.of(annotation));
    }

    private static boolean hasCandidate(DefaultListableBeanFactory beanFactory, Class<?> type,
            DependencyDescriptor descriptor) {
        for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false)) {
            if (beanFactory.isAutowireCandidate(name, descriptor)) {
                return true;
            }
        }
        return false;
    }

}
