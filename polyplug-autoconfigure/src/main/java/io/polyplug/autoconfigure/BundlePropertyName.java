package io.polyplug.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Names of the properties of single bundles, spelled so that they bind.
 */
final class BundlePropertyName {

    static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("polyplug.bundles");

    /** The bundle's own settings are below it, whatever they are called. */
    static final String CONFIG = "config";

    private static final String ANY_INDEX = "[*]";

    /**
     * What every bundle has, such as {@code returned-memory}, {@code async.pool.size} and
     * {@code rollout.steps[*].weight}.
     */
    static final List<String> SETTINGS = settings(PolyplugProperties.Bundle.class).toList();

    /** The letters and digits of each setting. */
    private static final Map<String, Pattern> SPELLINGS = SETTINGS.stream()
        .collect(Collectors.toMap(Function.identity(), BundlePropertyName::spelling, (first, second) -> first,
                LinkedHashMap::new));

    /** Names that are one element of a property's name as they stand. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]+");

    private BundlePropertyName() {
    }

    private static Stream<String> settings(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(BundlePropertyName::settings);
    }

    private static Stream<String> settings(RecordComponent component) {
        String name = DataObjectPropertyName.toDashedForm(component.getName());
        Class<?> element = ResolvableType.forMethodReturnType(component.getAccessor()).asCollection().resolveGeneric();
        if (element != null && element.isRecord()) {
            return settings(element).map((inner) -> name + ANY_INDEX + "." + inner);
        }
        return component.getType().isRecord() ? settings(component.getType()).map((inner) -> name + "." + inner)
                : Stream.of(name);
    }

    /**
     * Returns the property of a bundle, the bundle's name in brackets where it has to be.
     */
    static String of(String bundle, String setting) {
        return PREFIX + "." + (PLAIN.matcher(bundle).matches() ? bundle : "[" + bundle + "]") + "." + setting;
    }

    /** Returns whether a text is a setting's name, however it is spelled. */
    static boolean isSetting(String text) {
        return find(text).isPresent();
    }

    /** Returns the setting that is spelled so, with its index if it has one. */
    static String setting(String text) {
        return find(text).orElse(text);
    }

    private static Optional<String> find(String text) {
        String letters = lettersOf(text);
        for (Map.Entry<String, Pattern> spelling : SPELLINGS.entrySet()) {
            Matcher matcher = spelling.getValue().matcher(letters);
            if (matcher.matches()) {
                return Optional.of((matcher.groupCount() > 0)
                        ? spelling.getKey().replace(ANY_INDEX, "[" + matcher.group(1) + "]") : spelling.getKey());
            }
        }
        return Optional.empty();
    }

    /** A setting's index is any number. */
    private static Pattern spelling(String setting) {
        return Pattern.compile(Arrays.stream(setting.split(Pattern.quote(ANY_INDEX)))
            .map(BundlePropertyName::lettersOf)
            .collect(Collectors.joining("(\\d+)")));
    }

    /** Returns how many elements of a property's name a setting is. */
    static int lengthOf(String setting) {
        return ConfigurationPropertyName.of(setting(setting)).getNumberOfElements();
    }

    /** Returns whether two names differ in case and punctuation alone. */
    static boolean areAlike(String one, String other) {
        return lettersOf(one).equals(lettersOf(other));
    }

    private static String lettersOf(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

}
