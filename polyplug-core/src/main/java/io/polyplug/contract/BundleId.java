package io.polyplug.contract;

/**
 * Identifies a bundle by the FNV-1a-64 hash of its name.
 *
 * @param value the hash; all 64 bits count, so about half of all ids are negative as a
 * {@code long}
 */
public record BundleId(long value) {

    /**
     * Returns the id of the bundle with the given name.
     * @param bundleName the bundle's name
     * @return its id
     */
    public static BundleId of(String bundleName) {
        return new BundleId(Fnv1a.hash(bundleName));
    }

    /**
     * Returns the id as 16 lower-case hex digits.
     */
    @Override
    public String toString() {
        return Fnv1a.hex(this.value);
    }

}
