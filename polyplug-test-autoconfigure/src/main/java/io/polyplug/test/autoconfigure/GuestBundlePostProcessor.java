package io.polyplug.test.autoconfigure;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.polyplug.InProcessBundle;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.MethodMetadata;

/**
 * Makes one bundle of all objects with {@link GuestBundle} and the same name: those of
 * static fields, and those that are beans.
 */
final class GuestBundlePostProcessor implements BeanFactoryPostProcessor {

    private final Set<Field> fields;

    GuestBundlePostProcessor(Set<Field> fields) {
        this.fields = fields;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        Map<String, List<GuestObject>> bundles = new LinkedHashMap<>();
        for (Field field : this.fields) {
            add(bundles, GuestObject.of(field, MergedAnnotations.from(field).get(GuestBundle.class)));
        }
        for (String beanName : beanFactory.getBeanDefinitionNames()) {
            BeanDefinition definition = beanFactory.getBeanDefinition(beanName);
            MergedAnnotation<GuestBundle> annotation = annotation(definition);
            if (annotation.isPresent()) {
                // Who has the contract injected is to get the runtime's.
                definition.setAutowireCandidate(false);
                add(bundles, GuestObject.of(beanName, beanFactory, annotation));
            }
        }
        bundles.forEach((name, objects) -> register((BeanDefinitionRegistry) beanFactory, name, objects));
    }

    private static void add(Map<String, List<GuestObject>> bundles, GuestObject object) {
        bundles.computeIfAbsent(object.bundleName(), (name) -> new ArrayList<>()).add(object);
    }

    private static MergedAnnotation<GuestBundle> annotation(BeanDefinition definition) {
        if (!(definition instanceof AnnotatedBeanDefinition annotated)) {
            return MergedAnnotation.missing();
        }
        MethodMetadata factoryMethod = annotated.getFactoryMethodMetadata();
        return ((factoryMethod != null) ? factoryMethod : annotated.getMetadata()).getAnnotations()
            .get(GuestBundle.class);
    }

    private static void register(BeanDefinitionRegistry registry, String name, List<GuestObject> objects) {
        RootBeanDefinition definition = new RootBeanDefinition(InProcessBundle.class, () -> bundle(name, objects));
        definition.setDescription("Bundle '" + name + "' of @GuestBundle");
        registry.registerBeanDefinition(GuestBundle.class.getName() + "@" + name, definition);
    }

    private static InProcessBundle bundle(String name, List<GuestObject> objects) {
        List<String> versions = objects.stream().map(GuestObject::version).distinct().toList();
        if (versions.size() > 1) {
            throw new IllegalStateException("Bundle '" + name + "' is declared by @GuestBundle in versions " + versions
                    + ". Give the same version everywhere");
        }
        InProcessBundle bundle = InProcessBundle.of(name, versions.get(0)).standIn();
        for (GuestObject object : objects) {
            bundle = object.addTo(bundle);
        }
        return bundle;
    }

}
