package io.polyplug.autoconfigure.contract;

import org.jspecify.annotations.Nullable;

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
 */
final class BundleQualifierResolver extends ContextAnnotationAutowireCandidateResolver {

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
    }

    /**
     * Called once for each dependency, before candidates are looked for.
     */
    @Override
    public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
        Class<?> type = descriptor.getDependencyType();
        if (GuestContractBeans.isContract(type) && getBeanFactory() instanceof DefaultListableBeanFactory beanFactory) {
            String bundleName = getSuggestedName(descriptor);
            if (bundleName != null && !hasCandidate(beanFactory, type, descriptor)) {
                synchronized (this.registration) {
                    new GuestContractBeans(beanFactory).registerForBundle(type, bundleName);
                }
            }
        }
        return super.getSuggestedValue(descriptor);
    }

    private static boolean hasCandidate(DefaultListableBeanFactory beanFactory, Class<?> type,
            DependencyDescriptor descriptor) {
        for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
            if (beanFactory.isAutowireCandidate(name, descriptor)) {
                return true;
            }
        }
        return false;
    }

}
