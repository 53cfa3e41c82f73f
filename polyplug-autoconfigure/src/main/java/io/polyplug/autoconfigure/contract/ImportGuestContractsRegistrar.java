package io.polyplug.autoconfigure.contract;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Records what {@link ImportGuestContracts} names. The contracts are registered by
 * {@link GuestContractAutoConfiguration}, when the application's own beans are known.
 */
final class ImportGuestContractsRegistrar implements ImportBeanDefinitionRegistrar {

    private final ConfigurableListableBeanFactory beanFactory;

    ImportGuestContractsRegistrar(BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        importingClass.getAnnotations()
            .stream(ImportGuestContracts.class)
            .map((annotation) -> contractImport(annotation, importingClass))
            .forEach(ContractImports.of(this.beanFactory)::add);
    }

    private static ContractImport contractImport(MergedAnnotation<ImportGuestContracts> annotation,
            AnnotationMetadata importingClass) {
        List<Class<?>> types = List.of(annotation.getClassArray("types"));
        List<String> basePackages = new ArrayList<>(List.of(annotation.getStringArray("basePackages")));
        for (Class<?> type : annotation.getClassArray("basePackageClasses")) {
            basePackages.add(type.getPackageName());
        }
        if (types.isEmpty() && basePackages.isEmpty()) {
            basePackages.add(ClassUtils.getPackageName(importingClass.getClassName()));
        }
        String bundleName = annotation.getString("bundle");
        return new ContractImport(types, basePackages, bundleName.isEmpty() ? null : bundleName);
    }

}
