package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a Java interface to be a contract that bundles implement and Java calls.
 * <p>
 * The name and the major version make the {@linkplain GuestContractId identity}; the
 * minor version is the least that a provider must have. Every abstract method carries a
 * {@link ContractFunction}; {@code default} and {@code static} methods are Java's own and
 * never reach a guest.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GuestContract {

    /**
     * {@return the contract's name without a version suffix, for example {@code
     * image.Filter}}
     */
    String name();

    /**
     * {@return the version that the interface was written against, as {@code major.minor}
     * or {@code major.minor.patch}}
     */
    String version();

}
