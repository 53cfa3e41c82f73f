package io.polyplug.store;

/**
 * The instances of one contract that a generation has.
 *
 * @param contract the contract's name and major version
 * @param ofGuests how many guests made and did not give back
 * @param shared 1 if the one exists that all proxies share
 */
public record LiveInstances(String contract, long ofGuests, long shared) {

    /**
     * {@return how many there are, of guests and shared}
     */
    public long total() {
        return this.ofGuests + this.shared;
    }

    @Override
    public String toString() {
        return this.contract + " (" + this.ofGuests + " of guests, " + this.shared + " of Java)";
    }

}
