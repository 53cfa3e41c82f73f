package io.polyplug.autoconfigure.contract;

/**
 * Puts something around the beans of contracts when they are made. Beans of this type are
 * asked in their order, once for each contract that is injected.
 */
@FunctionalInterface
public interface GuestContractDecorator {

    /**
     * Decorates a contract.
     * @param type the contract's interface
     * @param contract an object of that interface
     * @return the same object, or another one of that interface
     */
    Object decorate(Class<?> type, Object contract);

}
