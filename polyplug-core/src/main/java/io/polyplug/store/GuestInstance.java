package io.polyplug.store;

/**
 * A {@code GuestContractInstance}: 16 bytes, data at 0 and contract id at 8 (docs/abi.md
 * 2.5).
 *
 * @param data the guest's own pointer; 0 for a stateless instance, or when the factory
 * failed
 * @param contractId the id that the factory stamped, 0 if it wrote nothing
 */
public record GuestInstance(long data, long contractId) {

    /** What a factory leaves behind that wrote nothing. */
    public static final GuestInstance NOTHING = new GuestInstance(0, 0);

}
