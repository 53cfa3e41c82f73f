package io.polyplug.contract;

/**
 * Identifies a guest contract by the FNV-1a-64 hash of
 * {@code guest_contract:<name>@<major>}.
 *
 * @param value the hash; all 64 bits count, so about half of all ids are negative as a
 * {@code long}
 */
public record GuestContractId(long value) {

    /**
     * Returns the id of a contract.
     * @param name the contract's name without a version suffix
     * @param major the contract's major version, which is part of its identity
     * @return the contract's id
     */
    public static GuestContractId of(String name, int major) {
        return new GuestContractId(Fnv1a.hash("guest_contract:" + name + "@" + Integer.toUnsignedString(major)));
    }

    /**
     * Returns the id as 16 lower-case hex digits.
     */
    @Override
    public String toString() {
        return Fnv1a.hex(this.value);
    }

}
