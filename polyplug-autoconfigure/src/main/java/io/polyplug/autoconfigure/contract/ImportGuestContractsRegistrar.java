package io.polyplug.autoconfigure.contract;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers the contracts that {@link ImportGuestContracts} names, unless polyplug is
 * disabled.
 */
final class ImportGuestContractsRegistrar implements ImportBeanDefinitionRegistrar {

    private final DefaultListableBeanFactory beanFactory;

    private final Environment environment;

    private final ResourceLoader resourceLoader;

    ImportGuestContractsRegistrar(BeanFactory beanFactory, Environment environment, ResourceLoader resourceLoader) {
        this.beanFactory = (DefaultListableBeanFactory) beanFactory;
        this.environment = environment;
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        if (this.environment.getProperty("polyplug.enabled", Boolean.class, true)) {
            GuestContractBeans beans = new GuestContractBeans(this.beanFactory);
            types(importingClass).forEach(beans::register);
        }
    }

    private Set<Class<?>> types(AnnotationMetadata importingClass) {
        MergedAnnotation<ImportGuestContracts> annotation = importingClass.getAnnotations()
            .get(ImportGuestContracts.class);
        Set<Class<?>> types = new LinkedHashSet<>(List.of(annotation.getClassArray("types")));
        List<String> basePackages = List.of(annotation.getStringArray("basePackages"));
        if (types.isEmpty() && basePackages.isEmpty()) {
            basePackages = List.of(ClassUtils.getPackageName(importingClass.getClassName()));
        }
        types.addAll(new GuestContractScanner(this.environment, this.resourceLoader).scan(basePackages));
        return types;
    }

}
