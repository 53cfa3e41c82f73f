package io.polyplug.test.autoconfigure;

import java.lang.reflect.Field;
import java.util.Set;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Has a test's context know what {@link GuestBundle} declares. Tests with the same fields
 * share a context.
 *
 * @param fields the static fields that declare bundles
 */
record GuestBundleContextCustomizer(Set<Field> fields) implements ContextCustomizer {

    GuestBundleContextCustomizer {
        fields = Set.copyOf(fields);
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
        context.addBeanFactoryPostProcessor(new GuestBundlePostProcessor(this.fields));
    }

}
