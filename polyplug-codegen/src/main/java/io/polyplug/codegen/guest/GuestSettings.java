package io.polyplug.codegen.guest;

import java.util.List;

import io.polyplug.contract.Version;

/**
 * What a project is to be.
 *
 * @param bundleName the bundle's name: letters, digits, {@code .}, {@code _} and
 * {@code -}, with a letter or digit in front
 * @param version the bundle's version
 * @param provides the names of the guest contracts that it implements; all of the api if
 * empty
 * @param language the language
 */
public record GuestSettings(String bundleName, Version version, List<String> provides, GuestLanguage language) {

    /**
     * Makes the list unmodifiable.
     */
    public GuestSettings {
        provides = List.copyOf(provides);
    }

}
