package io.polyplug.bundle;

import java.util.Optional;

import io.polyplug.contract.Version;

/**
 * A contract or bundle as a manifest's lists write it: {@code name} or
 * {@code name@version}.
 *
 * @param name what stands before the first {@code @}
 * @param spec what stands behind it, if there is an {@code @}
 */
record ContractText(String name, Optional<String> spec) {

    static ContractText of(String text) {
        int at = text.indexOf('@');
        return (at < 0) ? new ContractText(text, Optional.empty())
                : new ContractText(text.substring(0, at), Optional.of(text.substring(at + 1)));
    }

    /**
     * Returns the version of a contract whose bundle has the given version.
     * @param bundleVersion the bundle's version, if its manifest has one
     * @return the version
     * @throws IllegalArgumentException if the version text has no meaning
     */
    Version version(Optional<Version> bundleVersion) {
        if (this.spec.isEmpty()) {
            return bundleVersion.orElse(new Version(1, 0, 0));
        }
        String text = this.spec.get();
        if (text.indexOf('.') >= 0) {
            return Version.parse(text);
        }
        int major = Version.parse(text + ".0").major();
        return bundleVersion.filter((version) -> version.major() == major).orElse(new Version(major, 0, 0));
    }

    boolean isValid() {
        try {
            version(Optional.empty());
            return !this.name.isBlank();
        }
        catch (IllegalArgumentException ex) {
            return false;
        }
    }

}
