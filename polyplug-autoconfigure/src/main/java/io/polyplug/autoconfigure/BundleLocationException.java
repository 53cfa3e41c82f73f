package io.polyplug.autoconfigure;

/**
 * Thrown at start-up when a property names a folder that cannot be used.
 */
final class BundleLocationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    BundleLocationException(BundleLocation location, String reason) {
        super("Property '" + location.property() + "' with value '" + location.value() + "' cannot be used: " + reason);
        this.property = location.property();
    }

    String property() {
        return this.property;
    }

}
