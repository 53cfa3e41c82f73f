package io.polyplug.test.autoconfigure;

import java.util.Set;

import io.polyplug.autoconfigure.RuntimeBuilderCustomizer;
import io.polyplug.spi.BundleLoader;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the components that a test with {@link PolyplugTest} is not about.
 */
final class PolyplugTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<PolyplugTest> {

    PolyplugTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return Set.of(RuntimeBuilderCustomizer.class, BundleLoader.class);
    }

}
