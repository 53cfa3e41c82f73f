package io.polyplug.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a Java interface to be a contract that the application implements and bundles
 * call.
 * <p>
 * A guest asks for a major version and a least minor version; it gets the contract when
 * the major versions are equal and this minor version is at least the one asked for
 * (docs/abi.md 7.8).
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HostContract {

    /**
     * {@return the contract's name without a version suffix, for example {@code
     * host.Clock}}
     */
    String name();

    /**
     * {@return the version offered, as {@code major.minor} or {@code major.minor.patch}}
     */
    String version();

    /**
     * {@return whether all guests share one instance} Otherwise each request gets one of
     * its own: a new Java object where a factory was registered, the same one where the
     * object itself was.
     */
    boolean singleton() default true;

}
