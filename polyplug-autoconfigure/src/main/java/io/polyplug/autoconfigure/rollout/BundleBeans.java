package io.polyplug.autoconfigure.rollout;

import java.util.ArrayList;
import java.util.List;

import io.polyplug.error.ConfigurationException;
import io.polyplug.error.Explanation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Beans of a type, each for the bundle that its {@link Qualifier} names, or for all
 * bundles if it has none. Thread-safe.
 *
 * @param <T> the type of the beans
 */
final class BundleBeans<T> {

    private final Class<T> type;

    private final ConfigurableListableBeanFactory beanFactory;

    BundleBeans(Class<T> type, ConfigurableListableBeanFactory beanFactory) {
        this.type = type;
        this.beanFactory = beanFactory;
    }

    /**
     * Refuses two beans for the same bundle.
     * @throws ConfigurationException if there are such
     */
    void requireUnambiguous() {
        List<@Nullable String> bundles = new ArrayList<>();
        for (String name : names()) {
            String bundle = bundleOf(name);
            if (bundles.contains(bundle)) {
                String summary = "Several beans of type " + this.type.getSimpleName() + " are for "
                        + ((bundle != null) ? "bundle '" + bundle + "'" : "all bundles") + ", '" + name
                        + "' among them";
                throw new ConfigurationException("polyplug.rollout", new Explanation(summary, summary,
                        "Keep one, or put @Qualifier(\"name of a bundle\") on the others"));
            }
            bundles.add(bundle);
        }
    }

    /** Returns the bean for a bundle, one that names it before one for all. */
    @Nullable T of(String bundle) {
        String forAll = null;
        for (String name : names()) {
            String named = bundleOf(name);
            if (bundle.equals(named)) {
                return this.beanFactory.getBean(name, this.type);
            }
            forAll = (named == null) ? name : forAll;
        }
        return (forAll != null) ? this.beanFactory.getBean(forAll, this.type) : null;
    }

    private String[] names() {
        return this.beanFactory.getBeanNamesForType(this.type);
    }

    private @Nullable String bundleOf(String beanName) {
        Qualifier qualifier = this.beanFactory.findAnnotationOnBean(beanName, Qualifier.class);
        return (qualifier != null && !qualifier.value().isEmpty()) ? qualifier.value() : null;
    }

}
