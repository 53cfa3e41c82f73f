package io.polyplug.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up when a property names a folder or archive that cannot be used.
 */
final class BundleLocationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    private final @Nullable String cure;

    BundleLocationException(BundleLocation location, String reason) {
        this(location, reason, null);
    }

    BundleLocationException(BundleLocation location, String reason, @Nullable String cure) {
        super("Property '" + location.property() + "' with value '" + location.value() + "' cannot be used: " + reason);
        this.property = location.property();
        this.cure = (cure != null) ? cure : FileNameLocale.cure(location.value());
    }

    String property() {
        return this.property;
    }

    /** Returns the cure, if it is a special one. */
    @Nullable String cure() {
        return this.cure;
    }

}
