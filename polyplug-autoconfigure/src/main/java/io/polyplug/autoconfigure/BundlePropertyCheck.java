package io.polyplug.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Looks for properties below {@code polyplug.bundles} that bind to nothing, and for
 * bundles that are configured and that nobody knows. Used by one thread, once.
 */
final class BundlePropertyCheck {

    private static final int FIRST = BundlePropertyName.PREFIX.getNumberOfElements();

    private final Collection<String> loaded;

    private final Set<String> unbound = new LinkedHashSet<>();

    /** The properties that bind, as they are spelled, by the bundle's name. */
    private final Map<String, List<Bound>> bound = new LinkedHashMap<>();

    private BundlePropertyCheck(Collection<String> loaded) {
        this.loaded = loaded;
    }

    /**
     * Checks an environment.
     * @param environment where the properties are
     * @param loaded the names of the bundles that are loaded
     */
    static BundlePropertyCheck of(ConfigurableEnvironment environment, Collection<String> loaded) {
        BundlePropertyCheck check = new BundlePropertyCheck(loaded);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                SystemEnvironmentPropertySource variables = (source
                    .getUnderlyingSource() instanceof SystemEnvironmentPropertySource found) ? found : null;
                iterable.stream()
                    .filter(BundlePropertyName.PREFIX::isAncestorOf)
                    .forEach((name) -> check.look(name, spelling(name, variables), variables != null));
            }
        }
        return check;
    }

    private static String spelling(ConfigurationPropertyName name,
            @Nullable SystemEnvironmentPropertySource variables) {
        return Arrays.stream((variables != null) ? variables.getPropertyNames() : new String[0])
            .filter((variable) -> BundlePropertyName.areAlike(variable, name.toString()))
            .findFirst()
            .orElseGet(name::toString);
    }

    private void look(ConfigurationPropertyName name, String spelling, boolean variable) {
        List<String> elements = new ArrayList<>();
        for (int i = FIRST; i < name.getNumberOfElements(); i++) {
            elements.add(name.getElement(i, Form.ORIGINAL));
        }
        int length = settingLength(elements, variable);
        if (length > 0 && length == elements.size() - 1) {
            String setting = setting(elements.subList(1, elements.size()));
            this.bound.computeIfAbsent(elements.get(0), (key) -> new ArrayList<>())
                .add(new Bound(spelling, setting, variable));
        }
        else if (elements.size() > 1) {
            this.unbound.add("Property " + spelling + " binds to nothing: " + cure(elements, length, variable));
        }
    }

    /**
     * Returns how many of the last elements are a setting, 0 if it is not one. What is
     * below the first {@code config} is the bundle's own. In the name of a variable its
     * dashes have become elements.
     */
    private static int settingLength(List<String> elements, boolean variable) {
        int config = elements.subList(1, elements.size()).indexOf(BundlePropertyName.CONFIG) + 1;
        if (config > 0) {
            return elements.size() - config;
        }
        for (int length = elements.size() - 1; length > 0; length--) {
            String last = String.join("", elements.subList(elements.size() - length, elements.size()));
            if (BundlePropertyName.isSetting(last) && (variable || BundlePropertyName.lengthOf(last) == length)) {
                return length;
            }
        }
        return 0;
    }

    private static String setting(List<String> elements) {
        return elements.get(0).equals(BundlePropertyName.CONFIG) ? String.join(".", elements)
                : BundlePropertyName.setting(String.join("", elements));
    }

    private String cure(List<String> elements, int settingLength, boolean variable) {
        if (settingLength == 0) {
            return "it ends with no setting of a bundle. These are " + String.join(", ", BundlePropertyName.SETTINGS);
        }
        int split = elements.size() - settingLength;
        String setting = setting(elements.subList(split, elements.size()));
        String dotted = String.join(".", elements.subList(0, split));
        String known = loadedLike(dotted);
        if (variable) {
            return "a variable cannot spell such a name of a bundle. Write "
                    + BundlePropertyName.of((known != null) ? known : dotted, setting) + " in a file of properties";
        }
        String bundle = (known != null) ? known : dotted;
        return "a dot ends the bundle's name. Write " + BundlePropertyName.of(bundle, setting)
                + ", in YAML with the name in quotes: \"[" + bundle + "]\"";
    }

    private @Nullable String loadedLike(String name) {
        return this.loaded.stream().filter((each) -> BundlePropertyName.areAlike(each, name)).findFirst().orElse(null);
    }

    /** Returns a sentence on each property that binds to nothing. */
    Collection<String> unbound() {
        return this.unbound;
    }

    /** Returns whether anything binds to a bundle of this name. */
    boolean isConfigured(String bundle) {
        return this.bound.containsKey(bundle);
    }

    /** Returns what to add to a message about a configured bundle that is not loaded. */
    String hint(String bundle) {
        List<Bound> properties = this.bound.getOrDefault(bundle, List.of());
        String asked = properties.isEmpty() ? ""
                : ". It is named by " + String.join(", ", properties.stream().map(Bound::spelling).toList());
        String known = loadedLike(bundle);
        if (known == null) {
            return asked + ". Loaded are " + this.loaded;
        }
        return asked + ". Bundle '" + known + "' is loaded; "
                + (properties.stream().anyMatch(Bound::variable) ? "a variable cannot spell that name, so write "
                        : "if that is meant, write ")
                + BundlePropertyName.of(known, properties.isEmpty() ? "required" : properties.get(0).setting());
    }

    /**
     * A property that binds.
     *
     * @param spelling its name where it stands
     * @param setting what it sets
     * @param variable whether it is a variable of the environment
     */
    private record Bound(String spelling, String setting, boolean variable) {
    }

}
