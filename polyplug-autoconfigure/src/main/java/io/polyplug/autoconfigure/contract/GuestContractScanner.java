package io.polyplug.autoconfigure.contract;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.polyplug.contract.GuestContract;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds the contract interfaces in packages.
 */
final class GuestContractScanner extends ClassPathScanningCandidateComponentProvider {

    private final ResourceLoader resourceLoader;

    GuestContractScanner(Environment environment, ResourceLoader resourceLoader) {
        super(false, environment);
        this.resourceLoader = resourceLoader;
        setResourceLoader(resourceLoader);
        addIncludeFilter(new AnnotationTypeFilter(GuestContract.class, false));
    }

    Set<Class<?>> scan(Collection<String> basePackages) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (String basePackage : basePackages) {
            for (BeanDefinition candidate : findCandidateComponents(basePackage)) {
                String className = candidate.getBeanClassName();
                if (className != null) {
                    types.add(ClassUtils.resolveClassName(className, this.resourceLoader.getClassLoader()));
                }
            }
        }
        return types;
    }

    @Override
    protected boolean isCandidateComponent(AnnotatedBeanDefinition beanDefinition) {
        AnnotationMetadata metadata = beanDefinition.getMetadata();
        return metadata.isInterface() && metadata.isIndependent();
    }

}
